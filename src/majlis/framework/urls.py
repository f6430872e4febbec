"""URLs of the room, below the language prefix."""

from __future__ import annotations

from django.urls import path
from django.views.generic import RedirectView

from majlis.framework import views

app_name = "framework"


urlpatterns = [
    path("schemes/", views.schemes, name="schemes"),
    path("schemes/<slug:key>/", views.scheme, name="scheme"),
    # Redirects for shortened addresses.
    path("concepts/", RedirectView.as_view(pattern_name="framework:schemes"), name="concepts"),
    path(
        "concepts/<slug:key>/",
        RedirectView.as_view(pattern_name="framework:scheme"),
        name="concepts_of",
    ),
    path("matrices/", RedirectView.as_view(pattern_name="framework:schemes"), name="matrices"),
    path("concepts/<slug:scheme>/<str:code>/", views.concept, name="concept"),
    path("matrices/<slug:key>/", views.matrix, name="matrix"),
    path("matrices/<slug:key>/by-row/", views.matrix_lists, {"side": "row"}, name="by_row"),
    path(
        "matrices/<slug:key>/by-column/", views.matrix_lists, {"side": "column"}, name="by_column"
    ),
    path("matrices/<slug:key>/<str:row>/<str:column>/", views.cell, name="cell"),
]
