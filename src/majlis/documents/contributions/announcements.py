"""Notices of what was posted, gathered: one for a meeting, and not one for each document."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from majlis.documents.core.symbols import version_symbol
from majlis.documents.lifecycle import POSTED
from majlis.documents.models import DocumentVersion
from majlis.events.models import Meeting
from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.models import Record
from majlis.kernel.verbs import Act, verb

GATHERED_FOR = datetime.timedelta(minutes=15)
"""How long the first document that was posted waits for others."""
OLDEST_NEWS = datetime.timedelta(days=7)
"""What was posted earlier is no news: it was brought in with its date."""


@verb("documents.announce_documents")
def announce_documents(
    act: Act, meeting: Meeting, /, *, versions: Sequence[DocumentVersion]
) -> list[DocumentVersion]:
    """Notify the followers of a meeting of all that was posted for it, once.

    Documents that fewer people may see than the meeting are announced by an entry of their own, about the first of
    them, so that only those people read of it.
    """
    keys = [each.pk for each in versions]
    waiting = list(
        DocumentVersion.objects.select_for_update(of=("self",))
        .filter(pk__in=keys, announced_at__isnull=True, state=POSTED)
        .select_related("document__record", "document__meeting__body__document_rules")
        .order_by("posted_at", "pk")
    )
    if not waiting:
        act.unchanged()
        return []
    DocumentVersion.objects.filter(pk__in=[each.pk for each in waiting]).update(
        announced_at=clock.now()
    )
    audience = (meeting.record.access, meeting.record.circle_id)
    groups: dict[tuple[str, int | None], list[DocumentVersion]] = {}
    for each in waiting:
        group = (each.document.record.access, each.document.record.circle_id)
        groups.setdefault(group, []).append(each)
    for group, rows in groups.items():
        record: Record = meeting.record if group == audience else rows[0].document.record
        act.note(
            record=record,
            new={
                "meeting": meeting.record.address,
                "symbols": [version_symbol(each.document, each) for each in rows],
            },
        )
    return waiting


def meetings_with_news() -> list[tuple[Meeting, list[DocumentVersion]]]:
    """The meetings for which something was posted and is to be announced now, with all of it."""
    now = clock.now()
    rows = DocumentVersion.objects.filter(
        state=POSTED, announced_at__isnull=True, posted_at__gte=now - OLDEST_NEWS
    ).exclude(document__symbol="")
    by_meeting: dict[Meeting, list[DocumentVersion]] = {}
    for each in rows.select_related("document__meeting__record").order_by("posted_at", "pk"):
        by_meeting.setdefault(each.document.meeting, []).append(each)
    return [
        (meeting, versions)
        for meeting, versions in by_meeting.items()
        if versions[0].posted_at is not None and versions[0].posted_at <= now - GATHERED_FOR
    ]


def announce_all(actor: Actor) -> int:
    """Announce what was posted for each meeting; return the number of meetings."""
    news = meetings_with_news()
    for meeting, versions in news:
        announce_documents(actor, meeting, versions=versions)
    return len(news)
