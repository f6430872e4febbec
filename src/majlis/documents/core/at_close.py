"""How a report, a follow-up or an archive cites a document: by the version that a meeting had before it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import DateTimeField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from majlis.documents.core.symbols import version_symbol
from majlis.documents.lifecycle import POSTED
from majlis.documents.models import Document, DocumentVersion, VersionKind
from majlis.events.models import Meeting
from majlis.kernel.models import AuditEntry

END_OF_TIME = datetime.datetime(9999, 1, 1, tzinfo=datetime.UTC)
"""When a meeting is closed that is not."""
BASE_KINDS = (VersionKind.ORIGINAL, VersionKind.REVISION)
"""The kinds of versions of which the latest is the text of the document."""


def closing_times(meetings: Iterable[Meeting]) -> dict[int, datetime.datetime]:
    """When meetings were closed last, by key; none for those that were not closed on this site. One query."""
    rows = AuditEntry.objects.filter(
        record__in=[each.pk for each in meetings], verb="events.close_meeting"
    ).order_by("at", "pk")
    return {record: at for record, at in rows.values_list("record", "at") if record is not None}


def version_at(
    versions: Iterable[DocumentVersion], closed: datetime.datetime | None
) -> DocumentVersion | None:
    """The text of a document at a moment: the latest revision that was posted by then, else the original.

    ``closed`` is None where the moment is not known or is still to come.
    """
    bases = [
        each
        for each in versions
        if each.kind in BASE_KINDS
        and each.state == POSTED
        and (
            each.kind == VersionKind.ORIGINAL
            or closed is None
            or (each.posted_at is not None and each.posted_at <= closed)
        )
    ]
    return max(bases, key=lambda each: each.number, default=None)


def revision_at_close(meeting: Meeting) -> Subquery:
    """The number of the latest revision of an outer row's ``document`` at the close of a meeting; null for none."""
    closed = AuditEntry.objects.filter(record=meeting.pk, verb="events.close_meeting")
    moment = Subquery(closed.order_by("-at", "-pk").values("at")[:1])
    revisions = DocumentVersion.objects.filter(
        document=OuterRef("document"), kind=VersionKind.REVISION, state=POSTED
    ).filter(posted_at__lte=Coalesce(moment, Value(END_OF_TIME), output_field=DateTimeField()))
    return Subquery(revisions.order_by("-number").values("number")[:1])


def symbol_of_revision(document: Document, number: int | None) -> str:
    """The symbol of a document with that of a revision; of the original where there is no number."""
    if not number:
        return version_symbol(document)
    return version_symbol(document, DocumentVersion(kind=VersionKind.REVISION, number=number))


def symbol_at(document: Document, closed: datetime.datetime | None) -> str:
    """The symbol of a document at a moment. Its versions, and the rules of its body, should be loaded."""
    return version_symbol(document, version_at(document.versions.all(), closed))
