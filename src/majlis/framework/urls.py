"""URLs of the room, below the language prefix."""

from __future__ import annotations

from django.urls import path
from django.views.generic import RedirectView

from majlis.framework import views

app_name = "framework"
CONCEPT = "concepts/<slug:scheme>/<str:code>/"
CELL = "matrices/<slug:key>/<str:row>/<str:column>/"

urlpatterns = [
    path("schemes/", views.SchemeList.as_view(), name="schemes"),
    path("schemes/<slug:key>/", views.ConceptList.as_view(), name="scheme"),
    # Redirects for shortened addresses.
    path("concepts/", RedirectView.as_view(pattern_name="framework:schemes"), name="concepts"),
    path(
        "concepts/<slug:key>/",
        RedirectView.as_view(pattern_name="framework:scheme"),
        name="concepts_of",
    ),
    path("matrices/", RedirectView.as_view(pattern_name="framework:schemes"), name="matrices"),
    path(CONCEPT, views.ConceptDetail.as_view(), name="concept"),
    path(f"{CONCEPT}correct/", views.CorrectLabel.as_view(), name="correct_label"),
    path("matrices/<slug:key>/", views.MatrixDetail.as_view(), name="matrix"),
    path("matrices/<slug:key>/by-row/", views.MatrixByRow.as_view(), name="by_row"),
    path("matrices/<slug:key>/by-column/", views.MatrixByColumn.as_view(), name="by_column"),
    path(CELL, views.CellDetail.as_view(), name="cell"),
    path(f"{CELL}propose/", views.ProposeLink.as_view(), name="propose_link"),
    path(f"{CELL}accept/", views.AcceptLink.as_view(), name="accept_link"),
    path(f"{CELL}correct/", views.CorrectLink.as_view(), name="correct_link"),
    path(f"{CELL}withdraw/", views.WithdrawLink.as_view(), name="withdraw_link"),
]
