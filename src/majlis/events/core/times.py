"""Clock times of meetings: which moment a clock time in a zone is, which clocks a page shows, times in six languages.

A meeting states its times in its own zone; they are stored as moments. A page shows them by the clock of the
meeting and, beside it, by a second one: that of the reader, or UTC. The address chooses it (``?clock=``); each
zone is named once, at the head, and a day that differs from that of the meeting is printed::

    clocks = times.read_clocks(request, meeting.zone)
    clocks.heads([sitting.starts for sitting in sittings], language)
    clocks.cells(sitting.starts, sitting.ends, language)
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majlis.kernel.errors import InvalidInput, StrOrPromise
from majlis.look import formats, parts
from majlis.look.languages import language_of
from majlis.parties.accounts.time_zones import canonical_zone, zone_names, zone_place

MEETING, OWN, UTC = "meeting", "own", "utc"
"""The clocks: that of the meeting, that of the reader, and UTC."""

# A time of the day, where it is not hour:minute.
TIMES = {"fr": "{hour}" + formats.NO_BREAK + "h" + formats.NO_BREAK + "{minute}"}
# A weekday with its date, without the year.
DAYS = {
    "ar": "{weekday} {day} {month}",
    "zh": "{number}月{day}日{weekday}",
    "en": "{weekday} {day} {month}",
    "fr": "{weekday} {day} {month}",
    "ru": "{weekday}, {day} {month}",
    "es": "{weekday} {day} de {month}",
}
# A weekday with its date and year.
FULL_DAYS = {"zh": "{date}{weekday}", "ru": "{weekday}, {date}"}
# A day and one time of it.
DATED_TIMES = {
    "ar": "{day}، الساعة {time}",
    "zh": "{day}{time}",
    "fr": "{day} à {time}",
}
# Two times of one day. No dash between two times in Arabic: it reads as a minus, and in either direction.
RANGES = {
    "ar": "من {start} إلى {end}",
    "zh": "{start}至{end}",
    "en": "{start}–{end}",
    "fr": "de {start} à {end}",
    "ru": "{start}–{end}",
    "es": "de {start} a {end}",
}
# A day and two times of it.
DATED_RANGES = {"ar": "{day}، {times}", "zh": "{day}{times}"}
# Two days of one month, in place of the day of a date.
DAY_RANGES = {
    "ar": "من {start} إلى {end}",
    "zh": "{start}至{end}",
    "en": "{start}–{end}",
    "fr": "{start}-{end}",
    "ru": "{start}–{end}",
    "es": "{start} a {end}",
}
# Two dates.
RANGES_OF_DATES = {
    "ar": "من {start} إلى {end}",
    "zh": "{start}至{end}",
    "en": "{start} – {end}",
    "fr": "{start} – {end}",
    "ru": "{start} – {end}",
    "es": "{start} – {end}",
}
# Two times of different days, of which the first is not said, and of which both are said.
OVER_MIDNIGHT = {
    "ar": "من {start} إلى {end}",
    "zh": "{start}至{end}",
    "en": "{start}, to {end}",
    "fr": "de {start} au {end}",
    "ru": "{start} – {end}",
    "es": "de {start} al {end}",
}
OVER_DAYS = OVER_MIDNIGHT | {"fr": "du {start} au {end}", "es": "del {start} al {end}"}


# From clock times to moments and back.


def zone_of(name: str, field: str = "zone") -> ZoneInfo:
    """The zone of an IANA name. Raises InvalidInput for a name that is not among those that people choose."""
    if name not in zone_names():
        raise InvalidInput({field: _("This time zone is unknown. Select one from the list.")})
    return ZoneInfo(name)


def zone_or_utc(name: str) -> ZoneInfo:
    """The zone of a stored name; UTC where the name is unknown (any more)."""
    return ZoneInfo(name if name in zone_names() else "UTC")


def moment_in_zone(
    day: datetime.date, time: datetime.time, zone: str | ZoneInfo, field: str = "time"
) -> datetime.datetime:
    """The moment, in UTC, at which the clocks of a zone show a time.

    Of two such moments, when the clocks are set back, it is the first. Raises InvalidInput, at the field,
    for a time that no clock shows, because it is skipped when the clocks are set forward.
    """
    place = zone_of(zone) if isinstance(zone, str) else zone
    wall = datetime.datetime.combine(day, time.replace(tzinfo=None, fold=0))
    try:
        moment = wall.replace(tzinfo=place).astimezone(datetime.UTC)
    except OverflowError:
        raise InvalidInput({field: _("This date is out of range. Check the year.")}) from None
    if moment.astimezone(place).replace(tzinfo=None, fold=0) != wall:
        message = _("The clocks go forward, and this time is skipped. Enter a later time.")
        raise InvalidInput({field: message})
    return moment


def wall_clock(
    moment: datetime.datetime, zone: str | ZoneInfo
) -> tuple[datetime.date, datetime.time]:
    """The day and the time that the clocks of a zone show at a moment."""
    local = moment.astimezone(zone_or_utc(zone) if isinstance(zone, str) else zone)
    return local.date(), local.time().replace(fold=0)


# Times as text, in six languages.


@cache
def _weekdays(language: str) -> tuple[str, ...]:
    days = Locale.parse(language).days["format"]["wide"]
    return tuple(str(days[number]) for number in range(7))


def weekday(day: datetime.date, language: str) -> str:
    """The name of the weekday of a day."""
    return _weekdays(language_of(language).code)[day.weekday()]


def day_text(day: datetime.date, language: str, *, year: bool = False) -> str:
    """A weekday and its date, such as `Wednesday 24 February`; with its ``year`` on request."""
    code = language_of(language).code
    if year:
        template = FULL_DAYS.get(code, "{weekday} {date}")
        return template.format(weekday=weekday(day, code), date=formats.date(day, code))
    return DAYS[code].format(
        weekday=weekday(day, code),
        day=_day_number(day, code),
        number=day.month,
        month=formats.month_in_date(day.month, code),
    )


def days_text(first: datetime.date, last: datetime.date, language: str) -> str:
    """The first and the last day of a meeting: `24–25 February 2027`; one of them if both are the same."""
    code = language_of(language).code
    if first == last:
        return formats.date(first, code)
    if (first.year, first.month) == (last.year, last.month):
        start, end = _day_number(first, code), _day_number(last, code)
        mark = "日" if code == "zh" else ""
        days = DAY_RANGES[code].format(start=start + mark, end=end + mark)
        return formats.date(last, code).replace(end + mark, days, 1)
    return RANGES_OF_DATES[code].format(
        start=formats.date(first, code), end=formats.date(last, code)
    )


def _day_number(day: datetime.date, code: str) -> str:
    return "1er" if code == "fr" and day.day == 1 else str(day.day)


def time_text(time: datetime.time | datetime.datetime, language: str) -> str:
    """A time of the day: `09:05`, in French `09 h 05`."""
    template = TIMES.get(language_of(language).code, "{hour}:{minute}")
    return template.format(hour=f"{time.hour:02}", minute=f"{time.minute:02}")


@dataclass(frozen=True)
class _Markup:
    """How the pieces of a span are written: as plain text, or as HTML."""

    time: Callable[[datetime.datetime, str], str]
    day: Callable[[str], str]
    join: Callable[..., str]


def _text_of_time(local: datetime.datetime, words: str) -> str:
    return words


def _html_of_time(local: datetime.datetime, words: str) -> SafeString:
    return format_html(
        '<time datetime="{}"><bdi dir="ltr">{}</bdi></time>', formats.machine_date(local), words
    )


def _html_of_day(words: str) -> SafeString:
    return format_html("<b>{}</b>", words)


TEXT = _Markup(_text_of_time, str, str.format)
HTML = _Markup(_html_of_time, _html_of_day, format_html)


def _span(
    starts: datetime.datetime,
    ends: datetime.datetime | None,
    zone: ZoneInfo,
    language: str,
    day: datetime.date | None,
    year: bool,
    markup: _Markup,
) -> str:
    code = language_of(language).code
    first = starts.astimezone(zone)
    start = markup.time(first, time_text(first, code))
    dated = first.date() != day
    day_of_start = day_text(first.date(), code, year=year)
    # A day that takes the place of another is marked; where no day is known, it is none that differs.
    day_of_start = markup.day(day_of_start) if day is not None else day_of_start
    together = DATED_TIMES.get(code, "{day}, {time}")
    dated_start = markup.join(together, day=day_of_start, time=start) if dated else start
    if ends is None:
        return dated_start
    last = ends.astimezone(zone)
    end = markup.time(last, time_text(last, code))
    if last.date() != first.date():
        day_of_end = markup.day(day_text(last.date(), code, year=year))
        dated_end = markup.join(together, day=day_of_end, time=end)
        template = (OVER_DAYS if dated else OVER_MIDNIGHT)[code]
        return markup.join(template, start=dated_start, end=dated_end)
    times = markup.join(RANGES[code], start=start, end=end)
    if not dated:
        return times
    return markup.join(DATED_RANGES.get(code, "{day}, {times}"), day=day_of_start, times=times)


def span(
    starts: datetime.datetime,
    ends: datetime.datetime | None,
    zone: ZoneInfo,
    language: str,
    *,
    day: datetime.date | None = None,
    year: bool = False,
) -> str:
    """The time from a moment to another in a zone, as plain text: `Wednesday 24 February, 09:00–11:30`.

    ``day``: the day that is known already; it is not said again, but any other is. ``year``: each day has its
    year. ``ends`` may be unknown. The zone is not named: see ``zone_text``.
    """
    return _span(starts, ends, zone, language, day, year, TEXT)


def span_html(
    starts: datetime.datetime,
    ends: datetime.datetime | None,
    zone: ZoneInfo,
    language: str,
    *,
    day: datetime.date | None = None,
    year: bool = False,
) -> SafeString:
    """As ``span``, as HTML: each time in a ``time`` element, and a day that differs from the known one in bold."""
    return format_html("{}", _span(starts, ends, zone, language, day, year, HTML))


def zone_text(zone: ZoneInfo, moments: Iterable[datetime.datetime]) -> str:
    """The offset of a zone from UTC at these moments: `UTC+2`; both, in their order, if the clocks change between them."""
    offsets = dict.fromkeys(
        formats.utc_offset(moment.astimezone(zone)) for moment in sorted(moments)
    )
    return " / ".join(offsets)


def moment_text(moment: datetime.datetime, zone: ZoneInfo, language: str) -> str:
    """A day, a time and the zone: `Wednesday 24 February 2027, 23:59 (UTC+2)`."""
    words = span(moment, None, zone, language, year=True)
    return formats.with_brackets(words, zone_text(zone, [moment]), language)


def dated_span(
    starts: datetime.datetime, ends: datetime.datetime, zone: ZoneInfo, language: str
) -> str:
    """A time from a moment to another with its zone, without the weekday: `24 February 2027, 10:00–13:00 UTC+1`."""
    code = language_of(language).code
    first, last = starts.astimezone(zone), ends.astimezone(zone)
    if first.date() == last.date():
        range_words = span(starts, ends, zone, code, day=first.date())
        template = DATED_RANGES.get(code, "{day}, {times}")
        words = template.format(day=formats.date(first, code), times=range_words)
    else:
        words = span(starts, ends, zone, code, year=True)
    offset = zone_text(zone, [starts, ends])
    return f"{words} {offset}" if code == "en" else formats.with_brackets(words, offset, code)


# The clocks that a page shows.


@dataclass(frozen=True)
class Clock:
    """A clock of a page: its code, its zone, and its name."""

    code: str
    zone: ZoneInfo
    label: StrOrPromise

    def head(self, moments: Sequence[datetime.datetime], language: str) -> str:
        """The name of the clock with its offset from UTC at these moments, for the head of a column."""
        offset, label = zone_text(self.zone, moments), str(self.label)
        if not offset or label == offset:
            return label
        return formats.with_brackets(label, offset, language)


@dataclass(frozen=True)
class Clocks:
    """The clocks of a page: that of the meeting, the second one if it is shown, and what the reader may choose."""

    meeting: Clock
    other: Clock | None
    choices: tuple[Clock, ...]

    @property
    def shown(self) -> list[Clock]:
        """The clocks that the page shows, that of the meeting first."""
        return [self.meeting, self.other] if self.other is not None else [self.meeting]

    @property
    def code(self) -> str:
        """The code of the choice: that of the second clock, else that of the meeting."""
        return self.other.code if self.other is not None else MEETING

    def heads(self, moments: Sequence[datetime.datetime], language: str) -> list[str]:
        """The names of the clocks, each with its offset at these moments: once at the head of the times."""
        return [clock.head(moments, language) for clock in self.shown]

    def meeting_time(
        self,
        starts: datetime.datetime,
        ends: datetime.datetime | None,
        language: str,
        day: datetime.date | None = None,
    ) -> SafeString:
        """A time by the clock of the meeting; ``day``: the one that the page has named already."""
        return span_html(starts, ends, self.meeting.zone, language, day=day)

    def other_time(
        self, starts: datetime.datetime, ends: datetime.datetime | None, language: str
    ) -> SafeString:
        """A time by the second clock, with its day if that is not the meeting's; empty without a second clock."""
        if self.other is None:
            return SafeString()
        day = wall_clock(starts, self.meeting.zone)[0]
        return span_html(starts, ends, self.other.zone, language, day=day)

    def cells(
        self, starts: datetime.datetime, ends: datetime.datetime | None, language: str
    ) -> list[SafeString]:
        """A time by each clock: the meeting's with its day, the other's with its day where it differs."""
        first = self.meeting_time(starts, ends, language)
        return [first, self.other_time(starts, ends, language)] if self.other else [first]

    def links(self, request: HttpRequest) -> list[tuple[parts.Link, bool]]:
        """The switch: a link for each choice, and whether it is the present one."""
        return [
            (
                parts.Link(clock.label, parts.with_query(request, clock=clock.code)),
                clock.code == self.code,
            )
            for clock in self.choices
        ]


def own_zone(request: HttpRequest) -> ZoneInfo | None:
    """The zone of a person who has signed in; None for a visitor, whose zone is not known."""
    user = request.user
    if not user.is_authenticated or user.time_zone not in zone_names():
        return None
    return ZoneInfo(user.time_zone)


def read_clocks(request: HttpRequest, zone: str) -> Clocks:
    """The clocks for the reader of a page about a meeting in a zone: ``?clock=`` is meeting, own, utc or a zone.

    Without a choice, the second clock is the reader's own; for a visitor, it is UTC. A clock that is always
    that of the meeting is not offered.
    """
    place = zone_or_utc(zone)
    meeting = Clock(MEETING, place, pgettext_lazy("clock", "Time of the meeting"))
    others: list[Clock] = []
    own = own_zone(request)
    if own is not None:
        others.append(Clock(OWN, own, pgettext_lazy("clock", "Your time")))
    if own is None or own.key != "UTC":
        others.append(Clock(UTC, ZoneInfo("UTC"), "UTC"))
    chosen = request.GET.get("clock", "")
    if chosen in zone_names() and chosen != "UTC":
        others.append(Clock(chosen, ZoneInfo(chosen), zone_name(chosen)))
    others = [
        clock for clock in others if canonical_zone(clock.zone.key) != canonical_zone(place.key)
    ]
    by_code = {clock.code: clock for clock in others}
    default = others[0] if others else None
    other = None if chosen == MEETING else by_code.get(chosen, default)
    return Clocks(meeting, other, (meeting, *others) if others else ())


def zone_name(zone: str) -> str:
    """The place of a zone in the language of the page: `Switzerland – Zurich`; UTC is named so."""
    known = canonical_zone(zone)
    if known == "UTC" or zone not in zone_names():
        return known
    return zone_place(known, language_of(get_language()).code)


def deadline_html(
    moment: datetime.datetime, zone: str, request: HttpRequest, language: str
) -> SafeString:
    """A deadline: in the reader's time first, and below it in that of the office, each with its zone.

    A visitor, whose zone is not known, reads that of the office, and UTC below it.
    """
    office = zone_or_utc(zone)
    own = own_zone(request)
    first, second = (own, office) if own is not None else (office, ZoneInfo("UTC"))
    words = _dated_html(moment, first, language)
    if first.utcoffset(moment.astimezone(first)) == second.utcoffset(moment.astimezone(second)):
        return words
    label = (
        pgettext("clock", "Time of the meeting") if own is not None else pgettext("clock", "In UTC")
    )
    return format_html(
        '{}<br><span class="small quiet">{}{}{}</span>',
        words,
        label,
        formats.colon(language),
        _dated_html(moment, second, language),
    )


def _dated_html(moment: datetime.datetime, zone: ZoneInfo, language: str) -> SafeString:
    local = moment.astimezone(zone)
    before, offset, after = formats.moment_parts(local, language)
    return format_html(
        '<time datetime="{}">{}<bdi dir="ltr">{}</bdi>{}</time>',
        formats.machine_date(local),
        before,
        offset,
        after,
    )
