"""The sources of the calendar: reads and words the entries of a period that a reader may see."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce, JSONObject
from django.utils.html import format_html
from django.utils.translation import pgettext

from majlis.commons.notices.ical import CalendarEvent
from majlis.commons.notices.links import absolute_url
from majlis.documents.core.body_rules import contributions_due
from majlis.events.agenda.queries import prefetch_wordings
from majlis.events.core import times
from majlis.events.core.names import meeting_name
from majlis.events.lifecycle import CANCELLED, CONVENED, DRAFT, MEETING, OPEN
from majlis.events.meetings.tables import BADGES
from majlis.events.models import Correspondence, Meeting
from majlis.kernel import clock
from majlis.kernel.models import Reader
from majlis.kernel.models.record import visibility_condition
from majlis.look import formats
from majlis.look.bidi import foreign_part, join_pieces
from majlis.mandates.core import table
from majlis.mandates.core.rows import entity_title
from majlis.mandates.core.sessions import occasion_name, occasion_rows
from majlis.mandates.deliverables import tables as deliverable_tables
from majlis.mandates.lifecycle import ACTIVE
from majlis.mandates.models import Addressee, Deliverable, Mandate
from majlis.mandates.models.choices import LegalStatus
from majlis.mandates.register import calendar as register_calendar
from majlis.mandates.register import calendar_tables as register_tables
from majlis.mandates.register import queries as register_queries
from majlis.mandates.register.tables import addressee_names
from majlis.parties.models import Body
from majlis.portal.calendar.conflicts import mark_closed_days, mark_overlaps
from majlis.portal.calendar.entries import CalendarEntry, Kind, Period
from majlis.portal.calendar.milestones import Milestone, milestones

MAX_ENTRIES = 5000
"""The most entries of each kind."""
LONGEST_NOTICE = datetime.timedelta(days=120)
"""How long before its meeting a deadline is looked for."""
WITH_USUAL_DEADLINE = (DRAFT, CONVENED, OPEN)
"""States of meetings whose deadline for contributions is shown where it is that of the rules of the body."""
type Bodies = Mapping[int, Body]


def visible_bodies(reader: Reader) -> dict[int, Body]:
    """The bodies that a reader may see, by their key; their names are read with those of the meetings. One query."""
    bodies = Body.objects.visible_to(reader).select_related("record", "document_rules")
    return {each.pk: each for each in bodies.order_by("position", "pk")}


def calendar_entries(
    reader: Reader,
    period: Period,
    bodies: Bodies,
    language: str,
    kinds: Collection[Kind] = tuple(Kind),
    body: Body | None = None,
) -> list[CalendarEntry]:
    """The entries of a period that a reader may see, in their order; those of some kinds, and of a body.

    It reads the names of the ``bodies`` too. The words of deliverables are left out: see ``complete_entries``.
    """
    meetings = read_meetings(reader, period, bodies)
    prefetch_wordings(*bodies.values(), *meetings)
    entries = gatherings(reader, meetings, period, bodies, language)
    if Kind.DEADLINE in kinds:
        entries += deadline_entries(meetings, period, language)
        entries += correspondence_entries(meetings, period, language)
    if Kind.DUE in kinds:
        entries += due_entries(reader, period, bodies, body, language)
    if Kind.CLAUSE in kinds:
        entries += clause_entries(reader, period, bodies, body, language)
    if Kind.MILESTONE in kinds:
        held = {(each.body.slug, each.first_day) for each in meetings if each.first_day}
        entries += milestone_entries(period, bodies, held, language)
    shown = [
        each
        for each in entries
        if each.kind in kinds
        and (body is None or each.kind in (Kind.DUE, Kind.CLAUSE) or each.body == body)
    ]
    mark_closed_days(shown)
    return sorted(shown, key=lambda each: each.sort_key)


def gatherings(
    reader: Reader, meetings: Sequence[Meeting], period: Period, bodies: Bodies, language: str
) -> list[CalendarEntry]:
    """The meetings and sessions of a period; each says which others are on the same days."""
    month = datetime.timedelta(days=31)
    # Of what begins or ends outside the period, the common days may be there.
    around = Period(period.first - month, period.last + month, period.whole_years)
    entries = [
        *meeting_entries(meetings, around, language),
        *session_entries(reader, around, bodies, language),
    ]
    mark_overlaps(entries)
    return [each for each in entries if period.has(each.date, each.until)]


# Meetings and their deadlines.


def read_meetings(reader: Reader, period: Period, bodies: Bodies) -> list[Meeting]:
    """The meetings that a reader may see, of which a day or a deadline can be in a period. Two queries.

    Each has its open decisions by correspondence in ``correspondences``; its names are not read. A meeting whose
    body the reader may not see is left out.
    """
    moments = (_moment(period.first), _moment(period.last + datetime.timedelta(days=2)))
    correspondences = Correspondence.objects.filter(
        visibility_condition(reader, "conclusion__record__"), state=OPEN
    )
    own = correspondences.filter(conclusion__item__meeting=OuterRef("pk")).order_by("pk")
    month = datetime.timedelta(days=31)
    in_period = Q(first_day__lte=period.last + LONGEST_NOTICE, last_day__gte=period.first - month)
    deadline = Q(contributions_due__range=moments) | Q(registration_closes__range=moments)
    decides = Q(pk__in=correspondences.values("conclusion__item__meeting"))
    rows = Meeting.objects.visible_to(reader).filter(in_period | deadline | decides)
    values = JSONObject(
        pk=F("pk"), closes_at=F("closes_at"), address=F("conclusion__record__address")
    )
    rows = rows.annotate(correspondences=ArraySubquery(own.values(json=values)))
    meetings = []
    related = rows.select_related("record").prefetch_related("sittings")
    for meeting in related.order_by("first_day", "pk")[:MAX_ENTRIES]:
        if meeting.body_id in bodies:
            meeting.body = bodies[meeting.body_id]
            meetings.append(meeting)
    return meetings


def _moment(day: datetime.date) -> datetime.datetime:
    """A moment that is before the day begins in any zone."""
    start = datetime.datetime.combine(day, datetime.time(), datetime.UTC)
    return start - datetime.timedelta(days=1)


def meeting_entries(
    meetings: Sequence[Meeting], period: Period, language: str
) -> Iterator[CalendarEntry]:
    """The meetings with a day in a period."""
    for meeting in meetings:
        if meeting.first_day is None or meeting.last_day is None:
            continue
        first, last = meeting.first_day.isoformat(), meeting.last_day.isoformat()
        if period.has(first, last):
            name = meeting_name(meeting, language)
            yield CalendarEntry(
                key=meeting.record.address,
                kind=Kind.MEETING,
                date=first,
                until=last if last != first else "",
                title=name.text,
                language=name.language if name.language != language else "",
                url=meeting.get_absolute_url(),
                body=meeting.body,
                place=meeting.say("place", language).text,
                state=(BADGES[meeting.state], MEETING.states[meeting.state]),
                meeting=meeting,
                zone=meeting.zone,
            )


def deadline_entries(
    meetings: Sequence[Meeting], period: Period, language: str
) -> Iterator[CalendarEntry]:
    """The deadlines of meetings that are in a period, by the clock of the meeting."""
    for meeting in meetings:
        if meeting.state == CANCELLED:
            continue
        usual = meeting.state in WITH_USUAL_DEADLINE
        due = contributions_due(meeting) if usual else meeting.contributions_due
        for name, moment, label in (
            ("contributions", due, pgettext("calendar", "Contributions due: %(meeting)s")),
            (
                "registration",
                meeting.registration_closes,
                pgettext("calendar", "Registration closes: %(meeting)s"),
            ),
        ):
            if moment is not None:
                entry = _deadline(
                    meeting, f"{meeting.record.address}/{name}", moment, label, language
                )
                if period.has(entry.date):
                    yield entry


def _deadline(
    meeting: Meeting, key: str, moment: datetime.datetime, label: str, language: str
) -> CalendarEntry:
    name = meeting_name(meeting, language)
    title = label % {"meeting": foreign_part(name.text, name.language, language)}
    zone, url = times.zone_or_utc(meeting.zone), meeting.get_absolute_url()
    local = moment.astimezone(zone)
    # A deadline is shown as the half hour before it, which all calendar programs draw.
    event = CalendarEvent(
        key, title, local - datetime.timedelta(minutes=30), local, absolute_url(url), url
    )
    return CalendarEntry(
        key=key,
        kind=Kind.DEADLINE,
        date=times.wall_clock(moment, zone)[0].isoformat(),
        title=title,
        url=url,
        body=meeting.body,
        moment=moment,
        zone=meeting.zone,
        meeting=meeting,
        event=event,
    )


def correspondence_entries(
    meetings: Sequence[Meeting], period: Period, language: str
) -> Iterator[CalendarEntry]:
    """The closing dates of decisions by correspondence on conclusions of meetings that are in a period."""
    label = pgettext("calendar", "Replies by correspondence due: %(meeting)s")
    for meeting in meetings:
        for row in meeting.correspondences:  # type: ignore[attr-defined]
            key = f"{row['address']}/correspondence/{row['pk']}"
            closes_at = datetime.datetime.fromisoformat(row["closes_at"])
            entry = _deadline(meeting, key, closes_at, label, language)
            entry.url = f"/{language}/{row['address']}/"
            if period.has(entry.date):
                yield entry


# Dates of the register.


def session_entries(
    reader: Reader, period: Period, bodies: Bodies, language: str
) -> Iterator[CalendarEntry]:
    """The dated sessions in a period that are no meeting that the reader may see. One query."""
    years = (period.first.year - 1, period.last.year + 1)
    shown_as_meeting = Q(meeting__isnull=False) & visibility_condition(reader, "meeting__record__")
    rows = occasion_rows(language).exclude(date="").exclude(shown_as_meeting)
    for row in rows.filter(year__range=years)[:MAX_ENTRIES]:
        if not period.has(row.date, row.until):
            continue
        entity, title = row.entity, occasion_name(row)
        until = row.until if row.until != row.date else ""
        entry = CalendarEntry(
            key=f"sessions/{row.pk}",
            kind=Kind.SESSION,
            date=row.date,
            until=until,
            title=title,
            url=entity.get_absolute_url(),
            body=bodies.get(entity.body_id or 0),
            body_name=row.called or "",
        )
        entry.event = whole_days_event(entry, row.source)
        yield entry


def whole_days_event(entry: CalendarEntry, description: str = "") -> CalendarEvent | None:
    """An entry as an event of a calendar file; None where a date is partial."""
    if entry.days is None:
        return None
    first, last = entry.days
    lines = [description, absolute_url(entry.url) if entry.url else ""]
    return CalendarEvent(
        entry.key,
        str(entry.title),
        first,
        last,
        "\n".join(filter(None, lines)),
        entry.url,
        entry.place,
    )


def due_entries(
    reader: Reader, period: Period, bodies: Bodies, body: Body | None, language: str
) -> Iterator[CalendarEntry]:
    """What is due in a period under mandates in force; ``body``: at its sessions, to it, or from it. One query.

    Merged deliverables are the one into which they were merged.
    """
    day = Case(When(~Q(due=""), then=F("due")), default=Coalesce(F("occasion__date"), Value("")))
    rows = Deliverable.objects.filter(
        visibility_condition(reader, "mandate__record__"),
        withdrawn_at=None,
        outdated=False,
        merged_into=None,
        mandate__legal_status=LegalStatus.IN_FORCE,
        mandate__lifecycle_state=ACTIVE,
    ).annotate(day=day, occasion_entity=entity_title("occasion__entity", language))
    rows = rows.filter(
        Q(day__gte=period.first.isoformat(), day__lte=period.last.isoformat())
        | Q(day__in=period.partial_dates)
    )
    if body is not None:
        addressed = Addressee.objects.filter(entity__body=body).values("source")
        rows = rows.filter(
            Q(occasion__entity__body=body)
            | Q(mandate__source__in=addressed)
            | Q(mandate__lead__body=body)
        )
    related = rows.select_related("occasion__entity", "mandate__record").order_by("day", "pk")
    for row in related[:MAX_ENTRIES]:
        occasion = row.occasion
        # ``day`` compares texts: a year sorts before its first day.
        if len(row.day) == 10 or period.has(row.day):
            yield CalendarEntry(
                key=f"mandates/{row.mandate.slug}/deliverables/{row.ordinal}",
                kind=Kind.DUE,
                date=row.day,
                title=row.mandate.slug,
                url=deliverable_tables.deliverable_url(row.mandate, row),
                body=bodies.get((occasion.entity.body_id if occasion else 0) or 0),
                deliverable=row,
            )


def complete_entries(
    reader: Reader, entries: Sequence[CalendarEntry], language: str
) -> Sequence[CalendarEntry]:
    """The entries with the words of their deliverables. One query."""
    mandates: dict[int, Mandate] = {
        each.deliverable.mandate_id: each.deliverable.mandate
        for each in entries
        if each.deliverable is not None
    }
    rows = register_queries.page_rows(reader, mandates.values(), language)
    by_key = {row.mandate.pk: row for row in rows}
    for entry in entries:
        deliverable = entry.deliverable
        row = by_key.get(deliverable.mandate_id) if deliverable is not None else None
        if deliverable is None or row is None:
            continue
        named = deliverable_tables.deliverable_title(deliverable)
        text = foreign_part(table.as_title(row.text), row.language, language)
        entry.title, entry.language = table.title_html(row), ""
        pieces = [row.mandate.slug, addressee_names(row), named]
        note = formats.clause_separator(language).join(filter(None, pieces))
        entry.note = table.note_below_title(row, format_html("{}", note))
        days = entry.days
        if days is not None:
            title = join_pieces(formats.colon(language), filter(None, [addressee_names(row), text]))
            entry.event = register_tables.date_event(
                entry.key, days[0], title, f"{named}, {table.provision_label(row)}", entry.url
            )
    return entries


def clause_entries(
    reader: Reader, period: Period, bodies: Bodies, body: Body | None, language: str
) -> Iterator[CalendarEntry]:
    """The clauses on expiry, review or renewal whose date is still to come, in a period. One query."""
    today = clock.today()
    if period.last < today:
        return
    rows = register_calendar.dated_clauses(reader, {}, today, language)
    shown = [each for each in rows if period.has(each.clause.deadline)]
    for each in shown:
        if body is not None and each.version.body_id != body.pk:
            continue
        yield CalendarEntry(
            key=f"clauses/{each.clause.pk}",
            kind=Kind.CLAUSE,
            date=each.clause.deadline,
            title=register_tables.clause_text(each),
            url=register_tables.clause_url(each),
            body=bodies.get(each.version.body_id or 0),
            note=register_tables.clause_place(each),
            event=register_tables.clause_event(each),
        )


# Milestones.


def milestone_entries(
    period: Period, bodies: Bodies, held: Collection[tuple[str, datetime.date]], language: str
) -> Iterator[CalendarEntry]:
    """The milestones of the process in a period; not those that are a meeting of this site, by body and first day."""
    by_slug = {each.slug: each for each in bodies.values()}
    meetings = {(slug, day.isoformat()) for slug, day in held}
    for milestone in milestones():
        if (milestone.body, milestone.date) in meetings:
            continue
        if period.has(milestone.date, milestone.until):
            yield milestone_entry(milestone, by_slug.get(milestone.body), language)


def milestone_entry(milestone: Milestone, body: Body | None, language: str) -> CalendarEntry:
    """A milestone as an entry of the calendar."""
    place = join_pieces(
        formats.clause_separator(language),
        filter(None, [milestone.place(language), milestone.country]),
    )
    entry = CalendarEntry(
        key=f"milestones/{milestone.code}",
        kind=Kind.MILESTONE,
        date=milestone.date,
        until=milestone.until,
        title=milestone.title(language),
        body=body,
        place=place,
        milestone=milestone,
    )
    entry.event = whole_days_event(entry, milestone.source)
    return entry
