"""URLs of moderation."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.urls import path

from majlis.commons.moderation import views

app_name = "moderation"
urlpatterns = [
    path("moderation/", login_required(views.Queue.as_view()), name="queue"),
    path("moderation/languages/", login_required(views.SetLanguages.as_view()), name="languages"),
    path("moderation/statistics/", login_required(views.Statistics.as_view()), name="statistics"),
    path("moderation/cases/<int:key>/", login_required(views.CaseDetail.as_view()), name="case"),
    path(
        "moderation/cases/<int:key>/decide/",
        login_required(views.DecideCase.as_view()),
        name="decide",
    ),
    path(
        "moderation/cases/<int:key>/appeal/",
        login_required(views.AppealDecision.as_view()),
        name="appeal",
    ),
    path(
        "moderation/report/<slug:kind>/<int:item>/",
        views.ReportContribution.as_view(),
        name="report",
    ),
]
