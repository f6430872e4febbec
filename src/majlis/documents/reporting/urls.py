"""Addresses of reports."""

from __future__ import annotations

from django.urls import URLPattern, path

from majlis.documents.reporting import views

urlpatterns: list[URLPattern] = [
    path("bodies/<slug:slug>/report/", views.DraftReport.as_view(), name="draft_report"),
    path("documents/<slug:slug>/print/", views.RedraftReport.as_view(), name="redraft_report"),
]
