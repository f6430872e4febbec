"""URLs of moderation."""

from __future__ import annotations

from django.urls import path

from majlis.commons.moderation import views

app_name = "moderation"
urlpatterns = [
    path("moderation/", views.queue, name="queue"),
    path("moderation/languages/", views.languages, name="languages"),
    path("moderation/statistics/", views.statistics, name="statistics"),
    path("moderation/cases/<int:key>/", views.case, name="case"),
    path("moderation/cases/<int:key>/appeal/", views.appeal, name="appeal"),
    path("moderation/report/<slug:kind>/<int:item>/", views.report, name="report"),
]
