"""Conflicts in the calendar: meetings at once of bodies that share members, and dates that are no working days."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from django.utils.translation import get_language, npgettext, pgettext

from majlis.events.lifecycle import CANCELLED
from majlis.events.meetings.notice import ClosedDate, Reason, closed_days, count_notice
from majlis.events.models import ClosedDay
from majlis.kernel import clock
from majlis.look import formats
from majlis.look.bidi import filled, foreign_part
from majlis.look.parts import StrOrPromise
from majlis.parties.models import Membership
from majlis.portal.calendar.entries import CalendarEntry, Kind

_DAY = datetime.timedelta(days=1)


def mark_closed_days(entries: Sequence[CalendarEntry]) -> None:
    """Say in each entry which of its days are no working days; not of what is over. One query.

    A milestone is a fact, with which nobody plans; a deliverable that is due at a session has the days of that.
    """
    planned = [each for each in entries if is_planned(each) and each.days is not None]
    days = [each.days for each in planned if each.days is not None]
    if not days:
        return
    closed = closed_days(min(first for first, _last in days), max(last for _first, last in days))
    for entry in planned:
        entry.conflicts += closed_day_sentences(entry, closed)


def is_planned(entry: CalendarEntry) -> bool:
    """Whether people plan the date of an entry here, and it is not over, so that it should be a working day."""
    if entry.days is None or entry.days[1] < clock.today():
        return False
    if entry.kind == Kind.DUE:
        return entry.deliverable is not None and bool(entry.deliverable.due)
    if entry.meeting is not None and entry.meeting.state == CANCELLED:
        return False
    return entry.kind in (Kind.MEETING, Kind.DEADLINE)


def closed_dates(
    first: datetime.date,
    last: datetime.date,
    area: str,
    closed: Mapping[datetime.date, ClosedDay],
    language: str,
) -> tuple[ClosedDate, ...]:
    """The days from the first to the last that are no working days in an area (M49; empty for no host)."""
    return count_notice(first - _DAY, last + _DAY, 0, area, closed, language).left_out


def closed_day_sentences(
    entry: CalendarEntry, closed: Mapping[datetime.date, ClosedDay]
) -> Iterator[StrOrPromise]:
    """A sentence for each reason for which days of an entry are no working days."""
    assert entry.days is not None
    language = get_language() or "en"
    area = entry.meeting.area if entry.meeting is not None else ""
    by_reason: dict[Reason, list[str]] = defaultdict(list)
    for day in closed_dates(*entry.days, area, closed, language):
        words = formats.date(day.date, language)
        if day.name:
            name = foreign_part(day.name, day.language, language)
            words = formats.with_brackets(words, name, language)
        by_reason[day.reason].append(words)
    messages = {
        Reason.WEEKEND: pgettext("conflict in the calendar", "On a weekend: %(days)s"),
        Reason.HOLIDAY: pgettext("conflict in the calendar", "On a public holiday: %(days)s"),
        Reason.CLOSED: pgettext("conflict in the calendar", "On a non-working day: %(days)s"),
    }
    for reason, days in by_reason.items():
        listed = formats.list_separator(language).join(days)
        yield filled(messages[reason], days=listed)


def mark_overlaps(entries: Sequence[CalendarEntry]) -> None:
    """Say which meetings and sessions are on the same days as those of another body with common members. One query."""
    gatherings = [
        each
        for each in entries
        if each.days is not None
        and each.days[1] >= clock.today()
        and each.body is not None
        and not (each.meeting is not None and each.meeting.state == CANCELLED)
    ]
    pairs = list(overlapping_pairs(gatherings))
    if not pairs:
        return
    members = members_of_bodies({each.body.pk for pair in pairs for each in pair if each.body})
    for one, other in pairs:
        common = common_members(one, other, members)
        if common:
            one.conflicts.append(overlap_sentence(other, common))
            other.conflicts.append(overlap_sentence(one, common))


def overlapping_pairs(
    entries: Iterable[CalendarEntry],
) -> Iterator[tuple[CalendarEntry, CalendarEntry]]:
    """The pairs of entries of different bodies that have a day in common."""
    for one, other in combinations(entries, 2):
        assert one.days is not None and other.days is not None
        if one.body != other.body and one.days[0] <= other.days[1] and other.days[0] <= one.days[1]:
            yield one, other


type Members = Mapping[int, Sequence[tuple[int, datetime.date, datetime.date | None]]]
"""Body -> its memberships: (organization, first day, last day)."""


def members_of_bodies(bodies: Iterable[int]) -> Members:
    """The memberships of organizations in some bodies. One query."""
    found: dict[int, list[tuple[int, datetime.date, datetime.date | None]]] = defaultdict(list)
    rows = Membership.objects.filter(body__in=bodies)
    for body, organisation, since, until in rows.values_list(
        "body", "organisation", "since", "until"
    ):
        found[body].append((organisation, since, until))
    return found


def common_members(one: CalendarEntry, other: CalendarEntry, members: Members) -> int:
    """How many organizations are members of both bodies on the first day that two entries have in common."""
    assert one.days is not None and other.days is not None
    assert one.body is not None and other.body is not None
    day = max(one.days[0], other.days[0])

    def on_day(body: int) -> set[int]:
        return {
            organisation
            for organisation, since, until in members.get(body, ())
            if since <= day and (until is None or until >= day)
        }

    return len(on_day(one.body.pk) & on_day(other.body.pk))


def overlap_sentence(other: CalendarEntry, common: int) -> str:
    """That another meeting is on the same days, and how many members it shares."""
    language = get_language() or "en"
    message = npgettext(
        "conflict in the calendar",
        "Same days as %(meeting)s: %(n)s member in common",
        "Same days as %(meeting)s: %(n)s members in common",
        common,
    )
    title = foreign_part(str(other.title), other.language or language, language)
    return filled(message, meeting=title, n=formats.number(common, language))
