"""Queries of printed documents."""

from __future__ import annotations

import datetime

from django.db.models import Prefetch

from majlis.documents.core.symbols import version_symbol
from majlis.documents.lifecycle import POSTED
from majlis.documents.models import (
    Category,
    Document,
    DocumentVersion,
    FileOrigin,
    VersionKind,
)
from majlis.events.models import Meeting
from majlis.kernel.models import Reader


def printed_documents(reader: Reader, meeting: Meeting) -> list[Document]:
    """The printed agenda and list of participants that the reader may see, with their revisions; two queries."""
    bases = DocumentVersion.objects.filter(
        state=POSTED, kind__in=(VersionKind.ORIGINAL, VersionKind.REVISION)
    )
    documents = Document.objects.visible_to(reader).filter(
        meeting=meeting,
        state=POSTED,
        category__in=(Category.AGENDA, Category.PARTICIPANTS),
        versions__files__origin=FileOrigin.RECORDS,
    )
    rows = documents.distinct().select_related("record").order_by("category", "pk")
    found = list(rows.prefetch_related(Prefetch("versions", bases.order_by("number"))))
    for each in found:
        each.meeting = meeting
    return found


def latest_version(document: Document) -> DocumentVersion | None:
    """The latest revision of a document of ``printed_documents``, else its original."""
    return next(iter(reversed(document.versions.all())), None)


def latest_symbol(document: Document) -> str:
    """The symbol of a document of ``printed_documents``, with that of its latest revision."""
    return version_symbol(document, latest_version(document))


def latest_moment(document: Document) -> datetime.datetime | None:
    """When the latest revision of a document of ``printed_documents`` was printed."""
    latest = latest_version(document)
    return latest.posted_at if latest is not None else None
