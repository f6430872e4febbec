"""Reads the follow-up of a meeting, as far as the reader may see it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject
from django.shortcuts import get_object_or_404

from majlis.documents.core.at_close import revision_at_close, symbol_of_revision
from majlis.documents.lifecycle import WITHDRAWN
from majlis.documents.models import Consideration, Document, TransmittedText
from majlis.documents.posted_documents.queries import listed_documents
from majlis.events.agenda.queries import continuations, in_agenda_order, items_of, prefetch_wordings
from majlis.events.models import AgendaItem, Conclusion, Meeting, Outcome
from majlis.instruments.models import Act, Version
from majlis.instruments.models.version import ADOPTING_KINDS
from majlis.kernel.models import Reader, Record
from majlis.kernel.models.record import visibility_condition
from majlis.mandates.core.display import session_name
from majlis.mandates.core.rows import MandateRow, entity_title
from majlis.mandates.lifecycle import WAITING
from majlis.mandates.models import Deliverable, Finding, Mandate, Step
from majlis.mandates.register.queries import page_rows


@dataclass(frozen=True)
class StepAtMeeting:
    """A step that is to be taken at a meeting: of which deliverable, by which entity, and when it was taken."""

    deliverable: Deliverable
    task: str
    entity: str
    done_on: str


@dataclass(frozen=True)
class CarriedItem:
    """An item that was carried over, and the items of later meetings in which it goes on."""

    item: AgendaItem
    later: list[AgendaItem]


@dataclass(frozen=True)
class ConsideredDocument:
    """A document at an item of the meeting, and the later items at which it is considered again.

    ``symbol``: with that of its latest revision at the close of the meeting.
    """

    consideration: Consideration
    later: list[Consideration]
    symbol: str


@dataclass(frozen=True)
class SubmittedReport:
    """A report on the meeting, the items at which it is considered, and the versions that it submits for a decision."""

    document: Document
    considerations: list[Consideration]
    texts: list[Version]


@dataclass
class FollowUp:
    """The follow-up of a meeting.

    ``session``: the session of the register that it is. ``texts``: what it adopted; ``asked``: the
    mandates that these texts state, and ``unchecked`` how many findings in them wait for review. ``due`` and ``steps``: what was due at it, and the steps to be
    taken at it. ``rows``: the mandates of all these, by their key. ``conclusions``: how many are in each state.
    ``reports``: those that cover it.
    """

    meeting: Meeting
    session: str
    texts: list[Version] = field(default_factory=list)
    asked: list[MandateRow] = field(default_factory=list)
    unchecked: int = 0
    due: list[Deliverable] = field(default_factory=list)
    steps: list[StepAtMeeting] = field(default_factory=list)
    rows: dict[int, MandateRow] = field(default_factory=dict)
    documents: list[ConsideredDocument] = field(default_factory=list)
    carried: list[CarriedItem] = field(default_factory=list)
    conclusions: dict[str, int] = field(default_factory=dict)
    reports: list[SubmittedReport] = field(default_factory=list)


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


def visible_deliverables(reader: Reader) -> Any:
    """The deliverables that a reader may see; those merged into another left out."""
    return Deliverable.objects.filter(
        visibility_condition(reader, "mandate__record__"), withdrawn_at=None, merged_into=None
    )


def get_meeting(reader: Reader, slug: str, language: str) -> Meeting:
    """A meeting that the reader may see, with its session of the register and the name of that. Raises Http404."""
    meetings = Meeting.objects.visible_to(reader).select_related(
        "record", "body__record", "occasion"
    )
    named = meetings.annotate(session_entity=entity_title("occasion__entity", language))
    meeting: Meeting = get_object_or_404(named, slug=slug)
    return meeting


def session_of(meeting: Meeting) -> str:
    """The name of the session of the register that a meeting of ``get_meeting`` is; empty for none."""
    occasion = getattr(meeting, "occasion", None)
    if occasion is None:
        return ""
    return session_name(occasion, getattr(meeting, "session_entity", "") or "")


def follow_up(reader: Reader, meeting: Meeting, language: str) -> FollowUp:
    """The follow-up of a meeting of ``get_meeting``, with the names of all that it names. Nine queries; eleven with reports."""
    found = FollowUp(meeting, session_of(meeting))
    texts = adopted_versions(reader, meeting.record)
    waiting = Finding.objects.filter(version=OuterRef("pk"), state=WAITING).order_by()
    texts = texts.annotate(
        unchecked=Coalesce(
            Subquery(waiting.values("version").annotate(n=Count("pk")).values("n")), 0
        )
    )
    found.texts = list(texts.select_related("record", "instrument__record").order_by("date", "pk"))
    found.unchecked = sum(each.unchecked for each in found.texts)  # type: ignore[attr-defined]
    asked = list(asked_mandates(reader, meeting.record)) if found.texts else []
    if found.session:
        read_deliverables(reader, found, language)
    mandates = {each.pk: each for each in asked}
    mandates |= {each.mandate_id: each.mandate for each in found.due}
    mandates |= {each.deliverable.mandate_id: each.deliverable.mandate for each in found.steps}
    found.rows = {row.mandate.pk: row for row in page_rows(reader, mandates.values(), language)}
    found.asked = [found.rows[each.pk] for each in asked if each.pk in found.rows]
    found.documents = considered_documents(reader, meeting)
    found.reports = submitted_reports(reader, meeting)
    read_items(reader, found)
    read_names(found)
    return found


def read_deliverables(reader: Reader, found: FollowUp, language: str) -> None:
    """Read what was due at the meeting, and the steps to be taken at it or taken by its body on its days. One query."""
    meeting, here = found.meeting, Q(occasion__meeting=found.meeting)
    if meeting.first_day and meeting.last_day:
        days = (meeting.first_day.isoformat(), meeting.last_day.isoformat())
        here |= Q(entity__body=meeting.body_id, done_on__range=days)
    steps = Step.objects.filter(here, deliverable=OuterRef("pk"))
    values = JSONObject(
        task=F("task"), done_on=F("done_on"), entity=entity_title("entity", language)
    )
    rows = visible_deliverables(reader).filter(Q(occasion__meeting=found.meeting) | Exists(steps))
    rows = rows.select_related("mandate__record", "occasion").annotate(
        occasion_entity=entity_title("occasion__entity", language),
        steps_here=ArraySubquery(steps.order_by("position", "pk").values(json=values)),
    )
    for row in rows.order_by("mandate__number", "ordinal"):
        if row.occasion is not None and row.occasion.meeting_id == found.meeting.pk:
            found.due.append(row)
        found.steps += [
            StepAtMeeting(row, step["task"], step["entity"] or "", step["done_on"])
            for step in row.steps_here
        ]


def read_items(reader: Reader, found: FollowUp) -> None:
    """Read the items that were carried over, where they went, and how many conclusions are in each state. Two queries."""
    states = Conclusion.objects.visible_to(reader).filter(item=OuterRef("pk")).order_by("pk")
    rows = items_of(reader, found.meeting).select_related("record")
    items = in_agenda_order(rows.annotate(states=ArraySubquery(states.values("state"))))
    found.conclusions = Counter(state for each in items for state in each.states)  # type: ignore[attr-defined]
    carried = [
        each for each in items if each.outcome == Outcome.CARRIED_OVER and each.withdrawn_at is None
    ]
    later = continuations(reader, carried) if carried else {}
    found.carried = [CarriedItem(each, later.get(each.pk, [])) for each in carried]


def considered_documents(reader: Reader, meeting: Meeting) -> list[ConsideredDocument]:
    """The documents at the items of a meeting, in the order of the agenda, with their later considerations. One query."""
    here = Q(item__meeting=meeting)
    rows = Consideration.objects.filter(
        here | visibility_condition(reader, "item__record__"),
        document__in=listed_documents(reader).filter(considerations__item__meeting=meeting),
        item__withdrawn_at=None,
    ).exclude(document__state=WITHDRAWN, outcome="")
    rows = rows.select_related(
        "document__record",
        "document__meeting__body__document_rules",
        "item__record",
        "item__meeting__record",
        "item__meeting__body__record",
    )
    rows = rows.annotate(revision_number=revision_at_close(meeting))
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
            symbol_of_revision(each.document, each.revision_number),
        )
        for each in own
    ]


def submitted_reports(reader: Reader, meeting: Meeting) -> list[SubmittedReport]:
    """The reports that cover a meeting, with what the bodies that received them decided. One query; three with reports."""
    placed = Consideration.objects.filter(
        visibility_condition(reader, "item__record__"), item__withdrawn_at=None
    ).select_related("item__record", "item__meeting__record", "item__meeting__body__record")
    texts = TransmittedText.objects.filter(
        visibility_condition(reader, "version__record__"),
        visibility_condition(reader, "version__instrument__record__"),
    ).select_related("version__record", "version__instrument__record")
    rows = (
        listed_documents(reader)
        .filter(reported_meetings__meeting=meeting)
        .select_related("record")
        .prefetch_related(
            Prefetch("considerations", placed.order_by("item__meeting__first_day", "pk")),
            Prefetch("transmitted_texts", texts),
        )
    )
    return [
        SubmittedReport(
            each,
            list(each.considerations.all()),
            [text.version for text in each.transmitted_texts.all()],
        )
        for each in rows.order_by("posted_at", "pk")
    ]


def is_later(other: Meeting, meeting: Meeting) -> bool:
    """Whether another meeting is after this one; one without a date is still to come."""
    if other.first_day is None or meeting.first_day is None:
        return other.first_day is None
    return other.first_day > meeting.first_day


def read_names(found: FollowUp) -> None:
    """Read the names of everything that a page names. One query."""
    later_items = [item for each in found.carried for item in each.later]
    considerations = [
        consideration
        for each in found.documents
        for consideration in (each.consideration, *each.later)
    ]
    considerations += [each for report in found.reports for each in report.considerations]
    submitted = [version for report in found.reports for version in report.texts]
    meetings = [each.meeting for each in later_items]
    meetings += [each.item.meeting for each in considerations]
    prefetch_wordings(
        found.meeting,
        found.meeting.body,
        *found.texts,
        *(each.instrument for each in found.texts),
        *submitted,
        *(each.instrument for each in submitted),
        *(each.document for each in found.reports),
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
    due = (
        visible_deliverables(reader)
        .filter(occasion__meeting=meeting)
        .order_by()
        .values(group=Value(1))
        .annotate(n=Count("pk"))
    )
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
