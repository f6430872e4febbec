"""Calendar files for all rooms (iCalendar, RFC 5545)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from majlis.commons.notices.links import absolute_url
from majlis.kernel import clock

if TYPE_CHECKING:
    from icalendar import Event, Timezone

CALENDAR = "text/calendar; charset=utf-8"
CONFIRMED, TENTATIVE, CANCELLED = "CONFIRMED", "TENTATIVE", "CANCELLED"
"""The statuses of an event."""


@dataclass(frozen=True)
class CalendarEvent:
    """An event of a calendar: whole days, or a time.

    ``key`` is a permanent path, the same in every language. ``starts`` and ``ends`` are both days, of which the
    last is included, or both moments, of which the zone is that of the event. ``link`` is a path of this site.
    An event is ``busy`` for those who take part in it; a date that is only to be known is not.
    """

    key: str
    title: str
    starts: datetime.date
    ends: datetime.date
    description: str = ""
    link: str = ""
    place: str = ""
    status: str = ""
    busy: bool = False
    changed_at: datetime.datetime | None = None


def calendar_bytes(
    title: str, events: Iterable[CalendarEvent], description: str = "", name: str = "Majlis"
) -> bytes:
    """A calendar with these events; their zones are defined in it. ``name``: the program part that made it."""
    from icalendar import Calendar  # noqa: PLC0415 - heavy

    events = list(events)
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//Majlis//{name}//EN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)
    if description:
        calendar.add("x-wr-caldesc", description)
    for zone, moments in _moments_by_zone(events).items():
        calendar.add_component(zone_component(zone, moments))
    for event in events:
        calendar.add_component(_component(event))
    return bytes(calendar.to_ical())


def calendar_response(name: str, content: bytes) -> HttpResponse:
    """A calendar as a file of that name, which a browser may hand to a calendar program."""
    response = HttpResponse(content, content_type=CALENDAR)
    response["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    return response


def _component(event: CalendarEvent) -> Event:
    from icalendar import Event  # noqa: PLC0415 - heavy

    component = Event()
    host = absolute_url("").partition("://")[2].partition("/")[0] or "majlis"
    component.add("uid", f"{event.key.replace('/', '-')}@{host}")
    component.add("dtstamp", clock.now())
    component.add("dtstart", _in_utc_if_so(event.starts))
    is_whole_days = not isinstance(event.ends, datetime.datetime)
    # The end of whole days is the day after the last.
    end = event.ends + datetime.timedelta(days=1) if is_whole_days else event.ends
    component.add("dtend", _in_utc_if_so(end))
    component.add("summary", event.title)
    if event.description:
        component.add("description", event.description)
    if event.link:
        component.add("url", absolute_url(event.link))
    if event.place:
        component.add("location", event.place)
    if event.status:
        component.add("status", event.status)
    if event.changed_at is not None:
        component.add("last-modified", event.changed_at.astimezone(datetime.UTC))
    component.add("transp", "OPAQUE" if event.busy else "TRANSPARENT")
    return component


def _in_utc_if_so(value: datetime.date) -> datetime.date:
    """A moment in the zone UTC as Python's own UTC, which is written with a ``Z`` and needs no definition."""
    if isinstance(value, datetime.datetime) and _zone_of(value) is None:
        return value.astimezone(datetime.UTC)
    return value


def _zone_of(moment: datetime.datetime) -> ZoneInfo | None:
    """The zone of a moment; None for UTC."""
    zone = moment.tzinfo
    return zone if isinstance(zone, ZoneInfo) and zone.key != "UTC" else None


def _moments_by_zone(
    events: Iterable[CalendarEvent],
) -> dict[ZoneInfo, list[datetime.datetime]]:
    found: dict[ZoneInfo, list[datetime.datetime]] = {}
    for event in events:
        for value in (event.starts, event.ends):
            if isinstance(value, datetime.datetime) and (zone := _zone_of(value)) is not None:
                found.setdefault(zone, []).append(value)
    return found


# Zones.


def zone_component(zone: ZoneInfo, moments: Sequence[datetime.datetime]) -> Timezone:
    """The definition of a zone for these moments: its offsets from the year of the first to that of the last."""
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard  # noqa: PLC0415 - heavy

    first = datetime.datetime(min(moments).year, 1, 1, tzinfo=datetime.UTC)
    first -= datetime.timedelta(days=1)
    last = datetime.datetime(max(moments).year, 12, 31, tzinfo=datetime.UTC)
    last += datetime.timedelta(days=1)
    component = Timezone()
    component.add("tzid", zone.key)
    for moment, before in _offset_changes(zone, first, last):
        local = moment.astimezone(zone)
        after = local.utcoffset() or datetime.timedelta()
        part = TimezoneDaylight() if local.dst() else TimezoneStandard()
        # The time that the clocks show just before they change.
        part.add("dtstart", (moment + before).replace(tzinfo=None))
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("tzname", local.tzname() or zone.key)
        component.add_component(part)
    return component


def _offset_changes(
    zone: ZoneInfo, first: datetime.datetime, last: datetime.datetime
) -> Iterator[tuple[datetime.datetime, datetime.timedelta]]:
    """The first moment, and each at which the offset changes until the last: (moment, offset before it)."""

    def offset(moment: datetime.datetime) -> datetime.timedelta:
        return moment.astimezone(zone).utcoffset() or datetime.timedelta()

    yield first, offset(first)
    day = datetime.timedelta(days=1)
    moment = first
    while moment < last:
        if offset(moment) != offset(moment + day):
            low, high = moment, moment + day
            while high - low > datetime.timedelta(minutes=1):
                middle = low + (high - low) // 2
                middle = middle.replace(second=0, microsecond=0)
                low, high = (middle, high) if offset(middle) == offset(low) else (low, middle)
            yield high, offset(low)
        moment += day
