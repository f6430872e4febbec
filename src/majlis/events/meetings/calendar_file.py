"""Meetings as events of a calendar file (iCalendar): each sitting, or the days of a meeting without sittings.

The joining link is never in a file: programs that subscribe to a calendar pass it on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import get_language

from majlis.commons.notices.ical import CANCELLED as CANCELLED_EVENT
from majlis.commons.notices.ical import CONFIRMED, TENTATIVE, CalendarEvent, calendar_bytes
from majlis.commons.notices.links import absolute_url
from majlis.events.core import names, times
from majlis.events.lifecycle import CANCELLED, DRAFT
from majlis.events.models import Meeting, Mode, Sitting
from majlis.look import formats
from majlis.look.bidi import join_pieces

PROGRAM = "Meetings"


def meeting_events(meeting: Meeting) -> Iterator[CalendarEvent]:
    """The events of a meeting in the language of the page; none for a meeting without a date.

    Reads its sittings and the wordings of it and of its body, which a caller prefetches for many meetings.
    """
    sittings = sorted(meeting.sittings.all(), key=lambda sitting: (sitting.starts, sitting.pk))
    if not sittings and meeting.first_day is not None:
        assert meeting.last_day is not None
        yield CalendarEvent(
            key=meeting.record.address,
            title=names.meeting_name(meeting).text,
            starts=meeting.first_day,
            ends=meeting.last_day,
            description=_description(meeting),
            link=meeting.get_absolute_url(),
            place=meeting.say("place").text,
            status=_status(meeting),
            changed_at=meeting.record.changed_at,
        )
    for number, sitting in enumerate(sittings, 1):
        yield _sitting_event(meeting, sitting, number)


def _sitting_event(meeting: Meeting, sitting: Sitting, number: int) -> CalendarEvent:
    language, zone = get_language() or "en", times.zone_or_utc(meeting.zone)
    comma = formats.clause_separator(language)
    where = filter(None, [sitting.room, meeting.say("place").text])
    return CalendarEvent(
        key=f"{meeting.record.address}/sittings/{sitting.pk}",
        title=join_pieces(
            formats.colon(language),
            [names.meeting_name(meeting).text, names.sitting_ordinal(number)],
        ),
        starts=sitting.starts.astimezone(zone),
        ends=sitting.ends.astimezone(zone),
        description=_description(meeting),
        link=meeting.get_absolute_url(),
        place=join_pieces(comma, where),
        status=_status(meeting),
        busy=meeting.state != CANCELLED,
        changed_at=meeting.record.changed_at,
    )


def _description(meeting: Meeting) -> str:
    mode = str(Mode(meeting.mode).label)
    return f"{mode}\n{absolute_url(meeting.get_absolute_url())}"


def _status(meeting: Meeting) -> str:
    if meeting.state == CANCELLED:
        return CANCELLED_EVENT
    return TENTATIVE if meeting.state == DRAFT else CONFIRMED


def meetings_calendar(title: str, meetings: Iterable[Meeting]) -> bytes:
    """A calendar of meetings, with the definitions of their zones."""
    events = (event for meeting in meetings for event in meeting_events(meeting))
    return calendar_bytes(title, events, name=PROGRAM)
