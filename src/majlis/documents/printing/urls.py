"""Addresses of printing."""

from __future__ import annotations

from django.urls import URLPattern, path

from majlis.documents.printing import views

MEETING = "meetings/<slug:slug>/documents/"
urlpatterns: list[URLPattern] = [
    path(f"{MEETING}print-agenda/", views.PrintAgenda.as_view(), name="print_agenda"),
    path(
        f"{MEETING}print-participants/",
        views.PrintParticipants.as_view(),
        name="print_participants",
    ),
]
