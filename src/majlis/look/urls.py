"""URLs of the look: the page of all components, and the choice of a light or dark theme."""

from __future__ import annotations

from django.urls import path

from majlis.look import views

app_name = "look"

urlpatterns = [
    path("parts/", views.parts, name="parts"),
    path("appearance/", views.appearance, name="appearance"),
]
