"""The figures of a report, each counted from the records of one meeting."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from majlis.documents.lifecycle import POSTED, WITHDRAWN
from majlis.documents.models import Document, Purpose
from majlis.events.agenda.numbering import label_key
from majlis.events.floor.queries import Grouping, SpeakingTotal, speaking_totals
from majlis.events.lifecycle import (
    AGREED,
    AGREED_WITH_STATEMENTS,
    BY_CORRESPONDENCE,
    NOT_AGREED,
    PLANNED,
)
from majlis.events.models import Conclusion, Meeting
from majlis.events.people.queries import ParticipantCounts, participant_counts

DECIDED = (AGREED, AGREED_WITH_STATEMENTS, NOT_AGREED, BY_CORRESPONDENCE)
"""The states of conclusions that a report prints, in this order."""


@dataclass(frozen=True)
class MeetingFigures:
    """What a report counts of one meeting.

    ``for_action`` and ``for_information``: documents that were posted, those withdrawn since included and
    counted again in ``withdrawn``. ``conclusions``: state -> number. ``speaking``: time by group of speakers.
    """

    sittings: int
    participants: ParticipantCounts
    for_action: int
    for_information: int
    withdrawn: int
    conclusions: dict[str, int]
    speaking: Sequence[SpeakingTotal]


def posted_documents(meeting: Meeting) -> list[Document]:
    """The documents of a meeting that were posted, in the order of their symbols; printed lists and drafts too."""
    rows = (
        Document.objects.filter(
            meeting=meeting,
            state__in=(POSTED, WITHDRAWN),
            number__isnull=False,
            posted_at__isnull=False,
            members_only=False,
        )
        .with_wordings()
        .select_related("series", "meeting__body__document_rules")
        .prefetch_related(
            "sources__organisation__record__wordings", "considerations__item", "versions"
        )
        .order_by("series__position", "series", "number")
    )
    return list(rows)


def decided_conclusions(meeting: Meeting) -> list[Conclusion]:
    """The conclusions of a meeting that are decided, in the order of the agenda."""
    rows = Conclusion.objects.filter(
        item__meeting=meeting, item__withdrawn_at__isnull=True, state__in=DECIDED
    )
    found = (
        rows.with_wordings()
        .select_related("item__record")
        .prefetch_related("item__record__wordings", "statements__organisation__record__wordings")
    )
    return sorted(found, key=lambda each: (label_key(each.item.label), each.number))


def sittings_held(meeting: Meeting) -> int:
    """How many sittings were held: those that were opened; all of them where none was opened on the site."""
    return meeting.sittings.exclude(state=PLANNED).count() or meeting.sittings.count()


def meeting_figures(meeting: Meeting, now: datetime.datetime) -> MeetingFigures:
    """The figures of a meeting at a moment."""
    documents = posted_documents(meeting)
    conclusions = dict.fromkeys(DECIDED, 0)
    for conclusion in decided_conclusions(meeting):
        conclusions[conclusion.state] += 1
    return MeetingFigures(
        sittings=sittings_held(meeting),
        participants=participant_counts(meeting),
        for_action=sum(each.purpose == Purpose.ACTION for each in documents),
        for_information=sum(each.purpose == Purpose.INFORMATION for each in documents),
        withdrawn=sum(each.state == WITHDRAWN for each in documents),
        conclusions=conclusions,
        speaking=speaking_totals(meeting, Grouping.GROUP, now),
    )
