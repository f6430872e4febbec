"""The models of the room, one subject in each file."""

from __future__ import annotations

from majlis.documents.models.document import (
    Category,
    Consideration,
    Document,
    HeaderValue,
    Purpose,
    Source,
    SourceState,
)
from majlis.documents.models.proceedings import Proceedings
from majlis.documents.models.report import ReportedMeeting, RequestedDecision, TransmittedText
from majlis.documents.models.rules import DocumentRules, HeaderField, LateRule, Series
from majlis.documents.models.version import DocumentFile, DocumentVersion, FileOrigin, VersionKind

__all__ = [
    "Category",
    "Consideration",
    "Document",
    "DocumentFile",
    "DocumentRules",
    "DocumentVersion",
    "FileOrigin",
    "HeaderField",
    "HeaderValue",
    "LateRule",
    "Proceedings",
    "Purpose",
    "ReportedMeeting",
    "RequestedDecision",
    "Series",
    "Source",
    "SourceState",
    "TransmittedText",
    "VersionKind",
]
