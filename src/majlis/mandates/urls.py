"""Addresses of the room."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from majlis.mandates.views import actors, change, mandate

app_name = "mandates"
A_MANDATE = r"^mandates/(?P<slug>M-\d{4,9})/"
A_CHANGE = A_MANDATE + r"change/(?P<do>[a-z_]+)/"
urlpatterns: list[URLPattern] = [
    # mandate: the page of one, what may be changed of it; those who are asked
    re_path(A_MANDATE + "$", mandate.mandate, name="mandate"),
    re_path(A_CHANGE + "$", change.change, name="change"),
    re_path(A_CHANGE + r"(?P<key>\d{1,18})/$", change.change, name="change"),
    path("actors/", actors.actors, name="actors"),
    path("actors/<slug:slug>/", actors.actor, name="actor"),
    path("actors/<slug:slug>/change/<slug:do>/", actors.change, name="change_actor"),
]
