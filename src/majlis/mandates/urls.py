"""Addresses of the room."""

from __future__ import annotations

from django.urls import URLPattern, path

from majlis.mandates.views import finding, reading

app_name = "mandates"
urlpatterns: list[URLPattern] = [
    # finding
    path("mandates/review/", finding.review, name="review"),
    path("mandates/review/<int:key>/", finding.review_version, name="review_version"),
    path("mandates/review/finding/<int:key>/", finding.finding, name="finding"),
    path("mandates/review/add/<int:key>/", finding.add_finding, name="add_finding"),
    path("mandates/not/", reading.not_mandates, name="not"),
    path("mandates/readings/on/<int:key>/", reading.read_otherwise, name="read_otherwise"),
    path("mandates/readings/<int:key>/withdraw/", reading.withdraw, name="withdraw_reading"),
]
