"""Addresses of this subject."""

from __future__ import annotations

from django.urls import URLPattern, path

from majlis.documents.numbering import views

urlpatterns: list[URLPattern] = [
    path(
        "bodies/<slug:slug>/documents/rules/",
        views.DocumentRulesPage.as_view(),
        name="document_rules",
    ),
    path(
        "bodies/<slug:slug>/documents/rules/change/",
        views.SetDocumentRules.as_view(),
        name="set_document_rules",
    ),
    path("bodies/<slug:slug>/documents/series/add/", views.AddSeries.as_view(), name="add_series"),
    path(
        "bodies/<slug:slug>/documents/series/<slug:code>/change/",
        views.SetSeries.as_view(),
        name="set_series",
    ),
    path(
        "bodies/<slug:slug>/documents/header-fields/add/",
        views.AddHeaderField.as_view(),
        name="add_header_field",
    ),
    path(
        "bodies/<slug:slug>/documents/header-fields/<slug:key>/change/",
        views.SetHeaderField.as_view(),
        name="set_header_field",
    ),
    path(
        "bodies/<slug:slug>/documents/header-fields/<slug:key>/remove/",
        views.RemoveHeaderField.as_view(),
        name="remove_header_field",
    ),
]
