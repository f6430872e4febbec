"""The notice of a meeting: working days before its first day, and the hour at which it begins in each region.

Weekends and public holidays of the host country (library ``holidays``) and the days on which the organization
does not work are no working days. Where the library does not know the country, or the meeting has no host, the
weekend is Saturday and Sunday and there are no public holidays.
"""

from __future__ import annotations

import csv
import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

from majlis.events.core.times import wall_clock
from majlis.events.models import ClosedDay, Meeting, MeetingRules
from majlis.events.models.meeting import DEFAULT_NOTICE_DAYS
from majlis.kernel import clock
from majlis.look.languages import base_code, language_of
from majlis.parties import areas
from majlis.parties.models import Body

if TYPE_CHECKING:
    from holidays import HolidayBase

REGIONS_PATH = Path(__file__).parent / "data" / "region_zones.tsv"
WEEKEND = frozenset({5, 6})
"""Saturday and Sunday, as ``date.weekday`` counts them: the weekend where the host country is not known."""
NIGHT_BEGINS, NIGHT_ENDS = 22, 6
"""The hours of the night: from 22:00 until before 06:00."""
LONGEST_LOOK_BACK = 3 * 366
"""Days before a meeting among which the day to convene it is sought: more than any rule requires."""
LANGUAGES = {"ar": "ar", "zh": "zh_CN", "en": "en_US", "fr": "fr", "ru": "ru", "es": "es"}
"""The languages of names of public holidays, as the library calls them."""


class Reason(StrEnum):
    """Why a day is no working day."""

    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    CLOSED = "closed"


@dataclass(frozen=True)
class ClosedDate:
    """A day that is no working day, and why; ``name`` and its ``language`` for a day that has a name."""

    date: datetime.date
    reason: Reason
    name: str = ""
    language: str = ""


@dataclass(frozen=True)
class Notice:
    """The notice of a meeting: ``days`` working days after ``start`` and before ``first_day``.

    ``required``: the working days that the rule of the body asks for. ``left_out``: the other days between the
    two. ``known``: whether the public holidays of the host are known; False for a meeting without a host.
    """

    start: datetime.date
    first_day: datetime.date
    required: int
    days: int
    left_out: tuple[ClosedDate, ...]
    known: bool

    @property
    def is_short(self) -> bool:
        """Whether the notice is shorter than the rule, so that it needs a reason."""
        return self.days < self.required

    @property
    def weekend_days(self) -> int:
        """How many of the days that are left out are weekends."""
        return sum(day.reason == Reason.WEEKEND for day in self.left_out)

    @property
    def named(self) -> list[ClosedDate]:
        """The days that are left out and are no weekends: public holidays, and days of the organization."""
        return [day for day in self.left_out if day.reason != Reason.WEEKEND]


@cache
def _calendar(alpha2: str, language: str) -> HolidayBase | None:
    """The public holidays of a country with names in a language, else in English, else in its own."""
    import holidays  # noqa: PLC0415 - heavy

    if not alpha2:
        return None
    try:
        known = holidays.country_holidays(alpha2)
    except NotImplementedError:
        return None
    wanted = LANGUAGES[language]
    offered = known.supported_languages
    for code in (wanted, "en_US"):
        if code in offered:
            return holidays.country_holidays(alpha2, language=code)
    return known


def closed_date(
    day: datetime.date, calendar: HolidayBase | None, closed: Mapping[datetime.date, ClosedDay]
) -> ClosedDate | None:
    """Why a day is no working day by the calendar of a host country; None for a working day.

    ``calendar``: None where it is not known. ``closed``: the days on which the organization does not work. A
    weekend on which a country works, to make up for another day, is a working day.
    """
    if calendar is None:
        if day.weekday() in WEEKEND:
            return ClosedDate(day, Reason.WEEKEND)
    elif (name := calendar.get(day)) is not None:
        spoken = getattr(calendar, "language", None) or calendar.default_language or ""
        return ClosedDate(day, Reason.HOLIDAY, name, base_code(spoken) if spoken else "")
    elif calendar.is_weekend(day) and day not in calendar.weekend_workdays:
        return ClosedDate(day, Reason.WEEKEND)
    if day in closed:
        return ClosedDate(day, Reason.CLOSED, closed[day].name, closed[day].language)
    return None


def count_notice(
    start: datetime.date,
    first_day: datetime.date,
    required: int,
    area: str,
    closed: Mapping[datetime.date, ClosedDay],
    language: str = "en",
) -> Notice:
    """The notice that a meeting has which is convened on one day and begins on another.

    ``area``: the M49 code of the host, empty for none. Neither of the two days counts. The notice is 0 where the
    meeting has begun.
    """
    calendar = _calendar(areas.alpha2_of(area), language_of(language).code)
    between = (
        start + datetime.timedelta(days=step) for step in range(1, max(0, (first_day - start).days))
    )
    days, left_out = 0, []
    for day in between:
        reason = closed_date(day, calendar, closed)
        if reason is None:
            days += 1
        else:
            left_out.append(reason)
    return Notice(start, first_day, required, days, tuple(left_out), calendar is not None)


def closed_days(first: datetime.date, last: datetime.date) -> dict[datetime.date, ClosedDay]:
    """The days between two on which the organization does not work."""
    return {day.date: day for day in ClosedDay.objects.filter(date__range=(first, last))}


def rules_of(body: Body) -> MeetingRules:
    """The rules of a body for its meetings; those of a body without a row are the defaults."""
    return MeetingRules.objects.filter(body=body).first() or MeetingRules(body=body)


def notice_of(meeting: Meeting, required: int = DEFAULT_NOTICE_DAYS) -> Notice | None:
    """The notice of a meeting, from the day on which it was convened, or today; None without a first day.

    The days are those of the meeting's zone. One query.
    """
    if meeting.first_day is None:
        return None
    start = wall_clock(meeting.convened_at or clock.now(), meeting.zone)[0]
    closed = closed_days(start, meeting.first_day)
    language = get_language() or "en"
    return count_notice(start, meeting.first_day, required, meeting.area, closed, language)


def last_day_to_convene(first_day: datetime.date, required: int, area: str) -> datetime.date:
    """The last day on which a meeting can be convened with the working days that the rule requires. One query."""
    calendar = _calendar(areas.alpha2_of(area), "en")
    closed = closed_days(first_day - datetime.timedelta(days=LONGEST_LOOK_BACK), first_day)
    day, counted = first_day - datetime.timedelta(days=1), 0
    while counted < required and (first_day - day).days < LONGEST_LOOK_BACK:
        counted += closed_date(day, calendar, closed) is None
        day -= datetime.timedelta(days=1)
    return day


# The hour in each region.


@dataclass(frozen=True)
class RegionZone:
    """A zone that stands for a region; a wide region has several."""

    region: str
    zone: ZoneInfo
    names: Mapping[str, str]

    @property
    def name(self) -> str:
        """The name of the region in the language of the page."""
        return self.names[language_of(get_language()).code]


@dataclass(frozen=True)
class RegionHour:
    """The time at which a meeting begins and ends in a zone that stands for a region."""

    place: RegionZone
    starts: datetime.datetime
    ends: datetime.datetime

    @property
    def is_night(self) -> bool:
        """Whether any of it is between 22:00 and 06:00 there."""
        step, last = datetime.timedelta(minutes=15), self.ends
        moment = self.starts
        while moment < last:
            if is_night(moment.astimezone(self.place.zone)):
                return True
            moment += step
        return False


def is_night(local: datetime.datetime) -> bool:
    """Whether a local time is between 22:00 and 06:00."""
    return local.hour >= NIGHT_BEGINS or local.hour < NIGHT_ENDS


@cache
def region_zones() -> tuple[RegionZone, ...]:
    """The zones that stand for the regions, in the order of the table."""
    with REGIONS_PATH.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        return tuple(
            RegionZone(
                row["region"], ZoneInfo(row["zone"]), {code: row[code] for code in LANGUAGES}
            )
            for row in rows
        )


def region_hours(starts: datetime.datetime, ends: datetime.datetime) -> list[RegionHour]:
    """The time of a sitting in each region."""
    return [RegionHour(place, starts, ends) for place in region_zones()]


def nights(hours: Iterable[RegionHour]) -> list[RegionHour]:
    """Those in whose night the sitting is."""
    return [hour for hour in hours if hour.is_night]
