"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from majlis.mandates.views import calendar, coverage, register, reports

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
]
