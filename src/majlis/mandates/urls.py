"""Addresses of the room."""

from __future__ import annotations

from django.urls import path, re_path

from majlis.mandates.views import archive, calendar, changes, coverage, register, reports

app_name = "mandates"
urlpatterns = [
    # register: what stands beside the mandates themselves comes before their addresses
    path("mandates/", register.register, name="register"),
    path("mandates/calendar/", calendar.calendar, name="calendar"),
    path("mandates/calendar.ics", calendar.ics, name="ics"),
    path("mandates/feed.atom", calendar.feed, name="feed"),
    path("mandates/coverage/", coverage.coverage, name="coverage"),
    path("mandates/method/", coverage.method, name="method"),
    path("mandates/reports/", reports.reports, name="reports"),
    # archive
    path("mandates/register.pdf", archive.printed, name="printed"),
    path("mandates/archive/", archive.archive, name="archive"),
    re_path(
        r"^mandates/archive/(?P<name>[a-z0-9-]{1,80})\.(?P<form>pdf|zip)$",
        archive.edition,
        name="edition",
    ),
    path("mandates/changes/", changes.changes, name="changes"),
    path("mandates/changes.atom", changes.feed, name="changes_feed"),
]
