"""Queries of meetings and sittings."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, F, OuterRef, Q, QuerySet, When, prefetch_related_objects
from django.db.models.functions import JSONObject

from majlis.events.lifecycle import (
    CANCELLED,
    CLOSED,
    CONFIRMED,
    CONVENED,
    DRAFT,
    OPEN,
    REPORTED,
    REQUESTED,
)
from majlis.events.models import ClosedDay, Meeting, Sitting
from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.models import Appointment, AuditEntry, Reader, Record, User
from majlis.kernel.verbs import may
from majlis.parties.models import Body

UPCOMING, PAST = "upcoming", "past"
"""The filter of lists by time: meetings that are not over, and those that are."""
OFFICERS = ("chair", "secretariat")
"""The roles of those who prepare the meetings of a body."""


def meetings(
    reader: Reader,
    *,
    body: str = "",
    state: str = "",
    year: int | None = None,
    time: str = "",
) -> QuerySet[Meeting]:
    """The meetings that the reader may see, the latest first, with their names and those of their bodies.

    ``body``: the slug of a body; ``year``: in which a day of the meeting is; ``time``: upcoming or past, of which
    cancelled meetings are neither.
    """
    rows: QuerySet[Meeting] = Meeting.objects.visible_to(reader).with_wordings()
    rows = rows.select_related("body__record").prefetch_related("body__record__wordings")
    if body:
        rows = rows.filter(body__slug=body)
    if state:
        rows = rows.filter(state=state)
    if year is not None:
        rows = rows.filter(first_day__year__lte=year, last_day__year__gte=year)
    if time:
        rows = rows.exclude(state=CANCELLED).filter(is_past() if time == PAST else ~is_past())
    return rows


@dataclass(frozen=True)
class StepEntry:
    """A verb by which a meeting came to its state: when it was done, and for what reason.

    ``notice``: the working days of notice, of the verb that convened it.
    """

    verb: str
    at: datetime.datetime
    reason: str
    notice: int | None


@dataclass(frozen=True)
class MeetingPage:
    """A meeting as its page reads it: its steps, the oldest first, and the meetings before and after it."""

    meeting: Meeting
    steps: list[StepEntry]
    before: Meeting | None
    after: list[Meeting]


STEP_VERBS = (
    "events.create_meeting",
    "events.convene_meeting",
    "events.open_meeting",
    "events.close_meeting",
    "events.reopen_meeting",
    "events.report_meeting",
    "events.cancel_meeting",
)
"""The verbs by which a meeting comes to its states."""


def meeting_page(reader: Reader, slug: str) -> MeetingPage | None:
    """The meeting with that slug, if the reader may see it, with the names of it, its body and its neighbours.

    Two queries.
    """
    entries = AuditEntry.objects.filter(record=OuterRef("pk"), verb__in=STEP_VERBS)
    values = JSONObject(verb="verb", at="at", reason="reason", notice="new__notice")
    rows = (
        Meeting.objects.visible_to(reader)
        .filter(Q(slug=slug) | Q(following__slug=slug) | Q(previous__slug=slug))
        .annotate(step_entries=ArraySubquery(entries.order_by("at", "pk").values(json=values)))
        .select_related("record", "body__record", "body__meeting_rules")
        .order_by("first_day", "pk")
        .distinct()
    )
    found = list(rows)
    meeting = next((row for row in found if row.slug == slug), None)
    if meeting is None:
        return None
    prefetch_related_objects([row.record for row in found] + [meeting.body.record], "wordings")
    steps = [
        StepEntry(
            entry["verb"],
            datetime.datetime.fromisoformat(entry["at"]),
            entry["reason"],
            entry["notice"],
        )
        for entry in meeting.step_entries
    ]
    before = next((row for row in found if row.pk == meeting.previous_id), None)
    after = [row for row in found if row.previous_id == meeting.pk]
    return MeetingPage(meeting, steps, before, after)


def is_past() -> Q:
    """A condition: the meeting is over, or was closed."""
    is_over = Q(last_day__isnull=False, last_day__lt=clock.today())
    return is_over | Q(state__in=(CLOSED, REPORTED))


def nearest_first(rows: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Meetings in the order of a list: those to come, the nearest first, then those that are over, the latest first."""
    coming = Case(When(~is_past() & ~Q(state=CANCELLED), then=F("first_day")))
    return rows.order_by(coming.asc(nulls_last=True), F("first_day").desc(nulls_first=True), "-pk")


def bodies_of_officer(actor: Actor) -> list[Body]:
    """The bodies of which somebody may create meetings, in their order, with their names; none for a visitor."""
    if actor.user is None:
        return []
    rows = Body.objects.visible_to(actor.user).with_wordings().select_related("record")
    return [body for body in rows if may(actor, "events.create_meeting", body)]


def meetings_of_body(reader: Reader, body: Record, limit: int) -> list[Meeting]:
    """The latest meetings of a body that the reader may see, those without a date first. Two queries."""
    rows = meetings(reader).filter(body=body.pk)
    return list(rows[:limit])


def bodies_with_meetings(reader: Reader) -> list[Body]:
    """The bodies with a meeting that the reader may see, in their order, with their names."""
    shown = Meeting.objects.visible_to(reader).order_by().values("body")
    return list(Body.objects.filter(pk__in=shown).with_wordings().order_by("position", "pk"))


def years_of_meetings(reader: Reader) -> list[int]:
    """The years in which meetings that the reader may see begin, the latest first."""
    days = Meeting.objects.visible_to(reader).order_by().exclude(first_day=None)
    return [day.year for day in days.dates("first_day", "year", order="DESC")]


def other_meetings(reader: Reader, body: Body, meeting: Meeting | None = None) -> list[Meeting]:
    """The other meetings of a body from which items may be carried over, the latest first. Two queries."""
    rows: QuerySet[Meeting] = Meeting.objects.visible_to(reader).with_wordings()
    rows = rows.filter(body=body).exclude(state=CANCELLED).select_related("body__record")
    return list(rows.exclude(pk=meeting.pk) if meeting is not None else rows)


def sittings_of(meeting: Meeting) -> list[Sitting]:
    """The sittings of a meeting in their order, prefetched. One query."""
    prefetch_related_objects([meeting], "sittings")
    sittings: list[Sitting] = list(meeting.sittings.all())
    for sitting in sittings:
        sitting.meeting = meeting
    return sittings


def is_confirmed_participant(reader: Reader, meeting: Meeting) -> bool:
    """Whether the reader is a confirmed participant of a meeting. One query, none for a visitor."""
    if not reader.is_authenticated:
        return False
    return meeting.participants.filter(user=reader, state=CONFIRMED).exists()


def all_closed_days(year: int | None = None) -> QuerySet[ClosedDay]:
    """The days on which the organization does not work, the latest first."""
    rows = ClosedDay.objects.order_by("-date")
    return rows.filter(date__year=year) if year is not None else rows


# Who is notified, and what waits.


def representatives_of_members(body: Body) -> QuerySet[User]:
    """The focal points and delegates of the members of a body, and its individual members."""
    today = clock.today()
    members = body.memberships.filter(since__lte=today).filter(
        Q(until__isnull=True) | Q(until__gte=today)
    )
    held = Appointment.objects.today().filter(
        Q(role__in=("focal_point", "delegate"), scope__in=members.values("organisation"))
        | Q(role="member", scope=body.record_id)
    )
    return User.objects.filter(is_active=True, pk__in=held.values("user"))


def registered_people(meeting: Meeting) -> QuerySet[User]:
    """The people with an account who are registered for a meeting."""
    active = meeting.participants.filter(user__isnull=False, state__in=(REQUESTED, CONFIRMED))
    return User.objects.filter(is_active=True, pk__in=active.values("user"))


def meetings_of_officer(user: User) -> QuerySet[Meeting]:
    """The meetings that a person prepares, as chair or secretariat of the body or as secretariat of the site."""
    rows: QuerySet[Meeting] = Meeting.objects.with_wordings()
    if user.holds("secretariat"):
        return rows
    scopes = [
        appointment.scope_id
        for appointment in user.appointments_today()
        if appointment.role in OFFICERS and appointment.scope_id is not None
    ]
    return rows.filter(body__in=scopes) if scopes else rows.none()


def meetings_that_wait(user: User, until: datetime.date) -> Sequence[Meeting]:
    """The meetings that wait for an officer: drafts that begin until a day, and those to open or to close."""
    today = clock.today()
    rows = meetings_of_officer(user).filter(
        Q(state=DRAFT, first_day__gte=today, first_day__lte=until)
        | Q(state=CONVENED, first_day__lte=today)
        | Q(state=OPEN, last_day__lt=today)
    )
    return list(rows.select_related("body__meeting_rules").order_by("first_day", "pk"))
