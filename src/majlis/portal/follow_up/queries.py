"""Reads the follow-up of a meeting, as far as the reader may see it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, Subquery, Value
from django.db.models.functions import Coalesce

from majlis.documents.library.queries import listed_documents
from majlis.documents.models import Consideration
from majlis.events.agenda.queries import continuations, in_agenda_order, items_of, prefetch_wordings
from majlis.events.models import AgendaItem, Conclusion, Meeting, Outcome
from majlis.instruments.models import Act, Version
from majlis.instruments.models.version import ADOPTING_KINDS
from majlis.kernel.models import Reader, Record
from majlis.kernel.models.record import visibility_condition
from majlis.mandates.core.rows import MandateRow, entity_title
from majlis.mandates.core.sessions import NamedOccasion, occasion_rows
from majlis.mandates.models import Deliverable, Mandate, Step
from majlis.mandates.register.queries import page_rows


@dataclass(frozen=True)
class CarriedItem:
    """An item that was carried over, and the items of later meetings in which it goes on."""

    item: AgendaItem
    later: list[AgendaItem]


@dataclass(frozen=True)
class ConsideredDocument:
    """A document at an item of the meeting, and the later items at which it is considered again."""

    consideration: Consideration
    later: list[Consideration]


@dataclass
class FollowUp:
    """The follow-up of a meeting.

    ``session``: the session of the register that it is. ``texts``: what it adopted; ``asked``: the
    mandates that these texts state. ``due`` and ``steps``: what was due at it, and the steps to be
    taken at it. ``rows``: the mandates of all these, by their key.
    """

    meeting: Meeting
    session: NamedOccasion | None
    texts: list[Version] = field(default_factory=list)
    asked: list[MandateRow] = field(default_factory=list)
    due: list[Deliverable] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    rows: dict[int, MandateRow] = field(default_factory=dict)
    documents: list[ConsideredDocument] = field(default_factory=list)
    carried: list[CarriedItem] = field(default_factory=list)
    conclusions: dict[str, int] = field(default_factory=dict)


def adopted_versions(reader: Reader, meeting: Record) -> Any:
    """The versions of texts that a meeting adopted, its conclusions among them, which the reader may see."""
    acts = Act.objects.filter(record=meeting, kind__in=ADOPTING_KINDS)
    return Version.objects.visible_to(reader).filter(
        visibility_condition(reader, "instrument__record__"), pk__in=acts.values("version")
    )


def asked_mandates(reader: Reader, meeting: Record) -> Any:
    """The mandates that texts adopted by a meeting state, in the order of their numbers."""
    versions = adopted_versions(reader, meeting)
    mandates = Mandate.objects.visible_to(reader).filter(sources__version__in=versions)
    return mandates.distinct().order_by("number")


def due_at(reader: Reader, meeting: Meeting) -> Any:
    """The deliverables that are due at a meeting, those merged into another left out."""
    return Deliverable.objects.filter(
        visibility_condition(reader, "mandate__record__"),
        occasion__meeting=meeting,
        withdrawn_at=None,
        merged_into=None,
    )


def steps_at(reader: Reader, meeting: Meeting) -> Any:
    """The steps that are to be taken at a meeting."""
    return Step.objects.filter(
        visibility_condition(reader, "deliverable__mandate__record__"),
        occasion__meeting=meeting,
        deliverable__withdrawn_at=None,
        deliverable__merged_into=None,
    )


def follow_up(reader: Reader, meeting: Meeting, language: str) -> FollowUp:
    """The follow-up of a meeting that the reader may see, with the names of all that it names. Eleven queries."""
    session = occasion_rows(language).filter(meeting=meeting).first()
    found = FollowUp(meeting, session)
    texts = adopted_versions(reader, meeting.record)
    found.texts = list(texts.select_related("record", "instrument__record").order_by("date", "pk"))
    asked = list(asked_mandates(reader, meeting.record))
    if session is not None:
        due = due_at(reader, meeting).select_related("mandate__record", "occasion")
        due = due.annotate(occasion_entity=entity_title("occasion__entity", language))
        found.due = list(due.order_by("mandate__number", "ordinal"))
        steps = steps_at(reader, meeting).select_related("deliverable__mandate__record")
        steps = steps.annotate(entity_name=entity_title("entity", language))
        found.steps = list(steps.order_by("deliverable__mandate__number", "position", "pk"))
    mandates = {
        **{each.pk: each for each in asked},
        **{each.mandate_id: each.mandate for each in found.due},
        **{each.deliverable.mandate_id: each.deliverable.mandate for each in found.steps},
    }
    found.rows = {row.mandate.pk: row for row in page_rows(reader, mandates.values(), language)}
    found.asked = [found.rows[each.pk] for each in asked if each.pk in found.rows]
    found.documents = considered_documents(reader, meeting)
    items = in_agenda_order(items_of(reader, meeting).select_related("record"))
    carried = [
        each for each in items if each.outcome == Outcome.CARRIED_OVER and each.withdrawn_at is None
    ]
    later = continuations(reader, carried) if carried else {}
    found.carried = [CarriedItem(each, later.get(each.pk, [])) for each in carried]
    found.conclusions = conclusions_by_state(reader, meeting)
    read_names(found)
    return found


def considered_documents(reader: Reader, meeting: Meeting) -> list[ConsideredDocument]:
    """The documents at the items of a meeting, in the order of the agenda, with their later considerations. One query."""
    here = Q(item__meeting=meeting)
    rows = Consideration.objects.filter(
        here | visibility_condition(reader, "item__record__"),
        document__in=listed_documents(reader).filter(considerations__item__meeting=meeting),
        item__withdrawn_at=None,
    ).select_related(
        "document__record", "item__record", "item__meeting__record", "item__meeting__body__record"
    )
    considerations = list(rows.order_by("item__meeting__first_day", "item", "position", "pk"))
    own = [each for each in considerations if each.item.meeting_id == meeting.pk]
    order = {item.pk: place for place, item in enumerate(in_agenda_order([c.item for c in own]))}
    own.sort(key=lambda each: (order.get(each.item_id, len(order)), each.position, each.pk))
    return [
        ConsideredDocument(
            each,
            [
                other
                for other in considerations
                if other.document_id == each.document_id
                and other.item.meeting_id != meeting.pk
                and is_later(other.item.meeting, meeting)
            ],
        )
        for each in own
    ]


def is_later(other: Meeting, meeting: Meeting) -> bool:
    """Whether another meeting is after this one; one without a date is still to come."""
    if other.first_day is None or meeting.first_day is None:
        return other.first_day is None
    return other.first_day > meeting.first_day


def conclusions_by_state(reader: Reader, meeting: Meeting) -> dict[str, int]:
    """How many conclusions of a meeting are in each state. One query."""
    rows = Conclusion.objects.visible_to(reader).filter(item__meeting=meeting).order_by()
    return dict(rows.values_list("state").annotate(Count("pk")))


def read_names(found: FollowUp) -> None:
    """Read the names of everything that a page names. One query."""
    later_items = [item for each in found.carried for item in each.later]
    considerations = [
        consideration
        for each in found.documents
        for consideration in (each.consideration, *each.later)
    ]
    meetings = [each.meeting for each in later_items]
    meetings += [each.item.meeting for each in considerations]
    prefetch_wordings(
        found.meeting,
        found.meeting.body,
        *found.texts,
        *(each.instrument for each in found.texts),
        *(each.item for each in found.carried),
        *later_items,
        *(each.document for each in considerations),
        *(each.item for each in considerations),
        *meetings,
        *(each.body for each in meetings),
    )


@dataclass(frozen=True)
class FollowUpCounts:
    """How much there is to follow up of a meeting: mandates asked, deliverables due, and its session of the register."""

    asked: int
    due: int
    session: int | None


def follow_up_counts(reader: Reader, meeting: Meeting) -> FollowUpCounts:
    """The counts for the page of the meeting. One query."""
    # A constant makes one group of all rows.
    asked = Mandate.objects.visible_to(reader).filter(
        sources__version__in=adopted_versions(reader, meeting.record)
    )
    asked = asked.order_by().values(group=Value(1)).annotate(n=Count("pk", distinct=True))
    due = due_at(reader, meeting).order_by().values(group=Value(1)).annotate(n=Count("pk"))
    row = (
        Meeting.objects.filter(pk=meeting.pk)
        .annotate(
            asked=Coalesce(Subquery(asked.values("n")), 0),
            due=Coalesce(Subquery(due.values("n")), 0),
        )
        .values_list("asked", "due", "occasion")
        .get()
    )
    return FollowUpCounts(*row)
