"""Addresses of the translation queue."""

from __future__ import annotations

from django.urls import path

from majlis.commons.translation import views

app_name = "translation"
urlpatterns = [
    path("", views.queue, name="queue"),
    path(
        "wanted/<int:record>/<slug:field>/<str:source>/<str:target>/", views.wanted, name="wanted"
    ),
    path("jobs/<int:key>/", views.job, name="job"),
    path("people/", views.people, name="people"),
    path("people/<int:key>/end/", views.end_pair, name="end_pair"),
]
