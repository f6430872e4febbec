"""Addresses of the portal. Those with a language stand under it; ``plain_value`` ones do not."""

from __future__ import annotations

from django.urls import path

from majlis.portal import redaction, views

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("help/", views.page("help"), name="help"),
    path("about/", views.page("about"), name="about"),
    path("accessibility/", views.page("accessibility"), name="accessibility"),
    path("privacy/", views.page("privacy"), name="privacy"),
    path("redactions/", redaction.waiting, name="redactions"),
    path("redactions/<int:key>/", redaction.decide, name="redaction"),
    path("<path:address>/history/redact/", redaction.propose, name="redact"),
    path("<path:address>/history/", views.record_history, name="history"),
]
plain = [
    path("files/<str:sha256>/", views.file, name="file"),
    path("files/<str:sha256>/<str:name>", views.file, name="file_named"),
]
