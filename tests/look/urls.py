"""A site that has a home, rooms and a search: what the pages of the look are tested in."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from majlis.look import views

ROOMS = ("home", "texts", "mandates", "meetings", "matrix", "calendar", "search")


def record(request: HttpRequest, number: int) -> HttpResponse:
    """A page with a number in its address."""
    return views.parts(request)


urlpatterns = i18n_patterns(
    path("", include("majlis.look.urls")),
    *(path(f"{name}/", views.parts, name=name) for name in ROOMS),
    path("record/<int:number>/", record, name="record"),
)
