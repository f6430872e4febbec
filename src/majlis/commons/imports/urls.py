"""URLs of imports."""

from __future__ import annotations

from django.urls import path

from majlis.commons.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.batches, name="list"),
    path("<int:key>/", views.batch, name="batch"),
    path("<int:key>/columns/", views.columns, name="columns"),
    path("<int:key>/start/", views.start, name="start"),
    path("<int:key>/cancel/", views.cancel, name="cancel"),
]
