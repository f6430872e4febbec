"""The entries of the calendar: what they have in common, whatever they are dates of."""

from __future__ import annotations

import datetime
from calendar import monthrange
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.safestring import SafeString
from django.utils.translation import pgettext_lazy

from majlis.commons.notices.ical import CalendarEvent
from majlis.events.models import Meeting
from majlis.look.parts import StrOrPromise
from majlis.mandates.models import Deliverable
from majlis.parties.models import Body
from majlis.portal.calendar.milestones import Milestone


class Kind(models.TextChoices):
    """What an entry of the calendar is."""

    MEETING = "meeting", pgettext_lazy("calendar", "Meetings")
    SESSION = "session", pgettext_lazy("calendar", "Sessions not held in Majlis")
    DEADLINE = "deadline", pgettext_lazy("calendar", "Deadlines of meetings")
    DUE = "due", pgettext_lazy("calendar", "Due dates of deliverables")
    CLAUSE = "clause", pgettext_lazy("calendar", "Expiry and review dates")
    MILESTONE = "milestone", pgettext_lazy("calendar", "Milestones of the process")


@dataclass(frozen=True)
class Period:
    """The days from ``first`` to ``last``, both included. ``whole_years``: dates of which only the year is known belong to it."""

    first: datetime.date
    last: datetime.date
    whole_years: bool = True

    @property
    def partial_dates(self) -> list[str]:
        """The months of the period as partial dates, and its years with ``whole_years``."""
        months, day = [], self.first.replace(day=1)
        while day <= self.last:
            months.append(day.isoformat()[:7])
            day = (day + datetime.timedelta(days=32)).replace(day=1)
        return [*sorted({month[:4] for month in months}), *months] if self.whole_years else months

    def has(self, date: str, until: str = "") -> bool:
        """Whether a date or a range of dates, which may be partial, is in the period, at least in part."""
        if len(date) == 4 and not self.whole_years:
            return False
        return earliest(date) <= self.last and latest(until or date) >= self.first


def earliest(date: str) -> datetime.date:
    """The first day of a full or partial date."""
    year, month, day = (*map(int, date.split("-")), 1, 1)[:3]
    return datetime.date(year, month, day)


def latest(date: str) -> datetime.date:
    """The last day of a full or partial date."""
    parts = [int(each) for each in date.split("-")]
    if len(parts) == 3:
        return datetime.date(*parts)
    month = parts[1] if len(parts) == 2 else 12
    return datetime.date(parts[0], month, monthrange(parts[0], month)[1])


def month_period(month: datetime.date) -> Period:
    """The days of the month of a date; a year alone is no date in it."""
    first = month.replace(day=1)
    return Period(first, first.replace(day=monthrange(first.year, first.month)[1]), False)


@dataclass
class CalendarEntry:
    """An entry of the calendar.

    ``key`` is a permanent path, the same in every language. ``date`` and ``until`` may be partial; ``moment`` is
    the time of a deadline, in the ``zone`` of its office. ``language``: that of the title, where it is not the
    page's. ``conflicts``: sentences on what it conflicts with. ``event``: it in a calendar file, where it is no
    meeting. What it is a date of: ``meeting``, ``milestone`` or ``deliverable``, whose words are read for the
    entries of a page only.
    """

    key: str
    kind: Kind
    date: str
    until: str = ""
    title: StrOrPromise = ""
    language: str = ""
    url: str = ""
    body: Body | None = None
    body_name: str = ""
    place: str = ""
    state: tuple[str, StrOrPromise] | None = None
    note: StrOrPromise | SafeString = ""
    moment: datetime.datetime | None = None
    zone: str = ""
    meeting: Meeting | None = None
    milestone: Milestone | None = None
    deliverable: Deliverable | None = None
    conflicts: list[StrOrPromise] = field(default_factory=list)
    event: CalendarEvent | None = None

    @property
    def sort_key(self) -> tuple[Any, ...]:
        """Entries are sorted by date: what has no day comes after its month, what has no month after its year."""
        return (self.date.ljust(10, "~"), self.until, list(Kind).index(self.kind), self.key)

    @property
    def days(self) -> tuple[datetime.date, datetime.date] | None:
        """The first and the last day; None where one of them is partial."""
        last = self.until or self.date
        if len(self.date) != 10 or len(last) != 10:
            return None
        return datetime.date.fromisoformat(self.date), datetime.date.fromisoformat(last)
