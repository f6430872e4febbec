"""Addresses of the room."""

from __future__ import annotations

from django.urls import URLPattern, path

from majlis.mandates.views import check, near

app_name = "mandates"
urlpatterns: list[URLPattern] = [
    # near: check a draft, related pairs
    path("mandates/check/", check.check, name="check"),
    path("mandates/related/", near.related, name="related"),
    path("mandates/related/<int:key>/", near.related_pair, name="related_pair"),
]
