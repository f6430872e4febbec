"""Addresses of the room."""

from __future__ import annotations

from django.urls import URLPattern, re_path

from majlis.mandates.views import change, mandate

app_name = "mandates"
A_MANDATE = r"^mandates/(?P<slug>M-\d{4,9})/"
urlpatterns: list[URLPattern] = [
    # mandate: the page of one, what may be changed of it; those who are asked
    re_path(A_MANDATE + "$", mandate.mandate, name="mandate"),
    re_path(A_MANDATE + r"change/(?P<do>[a-z_]+)/$", change.change, name="change"),
    re_path(
        A_MANDATE + r"change/(?P<do>[a-z_]+)/(?P<key>\d{1,18})/$", change.change, name="change"
    ),
]
