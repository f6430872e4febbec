"""Addresses of the look: every part on one page, and the choice of light or dark."""

from __future__ import annotations

from django.urls import path

from majlis.look import views

app_name = "look"

urlpatterns = [
    path("parts/", views.parts, name="parts"),
    path("appearance/", views.appearance, name="appearance"),
]
