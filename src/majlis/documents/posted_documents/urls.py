"""Addresses of posted documents."""

from __future__ import annotations

from django.urls import URLPattern, path, register_converter

from majlis.documents.posted_documents import action_views, views
from majlis.documents.posted_documents.addresses import VersionConverter

register_converter(VersionConverter, "document_version")

DOCUMENT = "documents/<slug:slug>/"
VERSION = f"{DOCUMENT}versions/<document_version:version>/"
PLACE = "documents/considerations/<int:key>/"
MEETING = "meetings/<slug:slug>/documents/"
urlpatterns: list[URLPattern] = [
    path("documents/", views.DocumentList.as_view(), name="documents"),
    path("documents/feed/", views.document_feed, name="feed"),
    path("documents/by-symbol/", views.BySymbol.as_view(), name="by_symbol"),
    path("documents/translations/", views.UntranslatedList.as_view(), name="untranslated"),
    path(MEETING, views.MeetingDocuments.as_view(), name="meeting_documents"),
    path(f"{MEETING}feed/", views.document_feed, name="meeting_feed"),
    path(f"{MEETING}place/", action_views.PlaceAtItem.as_view(), name="place_at_item"),
    path(f"{PLACE}outcome/", action_views.SetOutcome.as_view(), name="set_outcome"),
    path(
        f"{PLACE}remove/",
        action_views.RemoveConsideration.as_view(),
        name="remove_consideration",
    ),
    path(DOCUMENT, views.DocumentDetail.as_view(), name="document"),
    path(f"{DOCUMENT}place/", action_views.PlaceDocument.as_view(), name="place_document"),
    path(
        f"{DOCUMENT}files/<int:file>/remove/",
        action_views.RemoveFile.as_view(),
        name="remove_file",
    ),
    path(VERSION, views.VersionDetail.as_view(), name="version"),
    path(f"{VERSION}add-file/", action_views.AddFile.as_view(), name="add_file"),
    path(f"{VERSION}due/", action_views.SetLanguageDue.as_view(), name="set_language_due"),
    path(f"{VERSION}changes/", views.Changes.as_view(), name="changes"),
    path(
        f"{VERSION}changes.<slug:language>.<slug:form>",
        views.changes_file,
        name="changes_file",
    ),
    path(f"{VERSION}<slug:language>.<slug:form>", views.version_file, name="file"),
]
