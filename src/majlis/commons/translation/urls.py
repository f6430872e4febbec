"""URLs of the translation queue."""

from __future__ import annotations

from django.urls import path

from majlis.commons.translation import views

app_name = "translation"
urlpatterns = [
    path("", views.queue, name="queue"),
    path(
        "queue/<int:record>/<slug:field>/<str:source>/<str:target>/",
        views.queue_item,
        name="queue_item",
    ),
    path("jobs/<int:key>/", views.job, name="job"),
    path("translators/", views.translators, name="translators"),
    path("translators/<int:key>/end/", views.end_pair, name="end_pair"),
]
