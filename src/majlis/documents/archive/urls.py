"""Addresses of archive and proceedings."""

from __future__ import annotations

from django.urls import URLPattern, path

from majlis.documents.archive import views

urlpatterns: list[URLPattern] = [
    path("meetings/<slug:slug>/archive/", views.MeetingArchive.as_view(), name="archive"),
    path("meetings/<slug:slug>/archive.zip", views.archive_file, name="archive_file"),
    path(
        "meetings/<slug:slug>/archive/request/",
        views.RequestProceedings.as_view(),
        name="request_proceedings",
    ),
    path(
        "meetings/<slug:slug>/proceedings.<slug:language>.pdf",
        views.proceedings,
        name="proceedings",
    ),
]
