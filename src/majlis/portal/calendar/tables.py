"""How the calendar is drawn: entries as a timeline by month, or in the weeks of one month."""

from __future__ import annotations

import datetime
from calendar import Calendar as Weeks
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from django.http import HttpRequest
from django.utils.html import conditional_escape, format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext, pgettext_lazy

from majlis.events.core import times
from majlis.kernel import clock
from majlis.kernel.languages import direction
from majlis.look import formats, parts
from majlis.look.templatetags.look import state as badge
from majlis.mandates.core.display import date_to_be_set
from majlis.portal.calendar.entries import CalendarEntry, Kind
from majlis.portal.calendar.milestones import Verification

ENTRIES_OF_DAY = 4
"""Entries that a day of the month shows; the others are in the list."""
KINDS = {
    Kind.MEETING: pgettext_lazy("entry of the calendar", "meeting"),
    Kind.SESSION: pgettext_lazy("entry of the calendar", "session"),
    Kind.DEADLINE: pgettext_lazy("entry of the calendar", "deadline"),
    Kind.DUE: pgettext_lazy("entry of the calendar", "due date"),
    Kind.CLAUSE: pgettext_lazy("entry of the calendar", "expiry or review date"),
    Kind.MILESTONE: pgettext_lazy("entry of the calendar", "milestone"),
}
"""What one entry of each kind is called."""
VERIFICATION_BADGES = {Verification.PARTLY: "would", Verification.NO: "open"}


def language() -> str:
    """The language of the page."""
    return get_language() or "en"


def plain_title(entry: CalendarEntry) -> str:
    """The title of an entry as plain text."""
    return strip_tags(str(entry.title))


def body_name(entry: CalendarEntry) -> str:
    """The name of the body of an entry in the language of the page; empty for none."""
    if entry.body is None:
        return entry.body_name
    return entry.body.say("title", language()).text or entry.body.slug


def marked_title(entry: CalendarEntry) -> SafeString | str:
    """The title of an entry, marked with its language where it is not the page's."""
    title = (
        entry.title if isinstance(entry.title, SafeString) else conditional_escape(str(entry.title))
    )
    if not entry.language:
        return title
    code = entry.language
    return format_html('<span lang="{}" dir="{}">{}</span>', code, direction(code), title)


def dates_text(entry: CalendarEntry) -> str:
    """The date or the dates of an entry, as far as they are known."""
    if entry.days is not None:
        return times.days_text(*entry.days, language())
    if entry.kind == Kind.DUE:
        return date_to_be_set(entry.date)
    return formats.date_range(entry.date, entry.until or entry.date, language())


def when_html(entry: CalendarEntry, request: HttpRequest) -> SafeString | str:
    """When an entry is: its days; the time of a deadline by the reader's clock, and below it by that of its office."""
    if entry.moment is not None:
        return times.deadline_html(entry.moment, entry.zone, request, language())
    return format_html('<time datetime="{}">{}</time>', entry.date, dates_text(entry))


def sitting_lines(entry: CalendarEntry, request: HttpRequest) -> list[SafeString]:
    """The sittings of a meeting by its clock and by that of the reader: a line a clock, which names the zone once."""
    if entry.meeting is None or entry.kind != Kind.MEETING:
        return []
    sittings = list(entry.meeting.sittings.all())
    if not sittings:
        return []
    clocks = times.read_clocks(request, entry.zone)
    heads = clocks.heads([each.starts for each in sittings], language())
    cells = [clocks.cells(each.starts, each.ends, language()) for each in sittings]
    separator = SafeString("; ") if language() != "zh" else SafeString("；")
    return [
        format_html(
            "{}{}{}",
            head,
            formats.colon(language()),
            format_html_join(separator, "{}", ((cell[place],) for cell in cells)),
        )
        for place, head in enumerate(heads)
    ]


def entry_notes(entry: CalendarEntry, request: HttpRequest) -> list[SafeString | str]:
    """What stands below an entry: kind, body and place; its state; sittings; where its date was read; conflicts."""
    comma = formats.clause_separator(language())
    kind = KINDS[entry.kind]
    if entry.milestone is not None:
        kind = entry.milestone.kind.label
    pieces = [str(kind), body_name(entry), entry.place]
    first: SafeString | str = comma.join(filter(None, pieces))
    if entry.state is not None:
        first = format_html("{} {}", first, SafeString(badge(*entry.state)))
    notes = [first]
    if entry.note:
        notes.append(format_html("{}", entry.note))
    notes += sitting_lines(entry, request)
    if entry.milestone is not None:
        notes.append(source_note(entry))
    notes += [
        format_html('<span class="state soon">{}</span>', sentence) for sentence in entry.conflicts
    ]
    return notes


def source_note(entry: CalendarEntry) -> SafeString:
    """Where the date of a milestone was read, and whether it was checked."""
    milestone = entry.milestone
    assert milestone is not None
    source: SafeString | str = milestone.source
    if source.startswith("https://"):
        source = format_html(
            '<a href="{}" rel="external"><bdi dir="ltr">{}</bdi></a>', source, source
        )
    else:
        source = format_html('<span lang="en" dir="ltr">{}</span>', source)
    label = pgettext("source of information", "Source")
    verified = milestone.verified
    mark: SafeString | str = str(verified.label)
    if verified in VERIFICATION_BADGES:
        mark = SafeString(badge(VERIFICATION_BADGES[verified], verified.label))
    note = format_html("{}{}{} · {}", label, formats.colon(language()), source, mark)
    if milestone.note:
        return format_html('{}<br><span lang="en" dir="ltr">{}</span>', note, milestone.note)
    return note


def timeline_entry(entry: CalendarEntry, request: HttpRequest) -> parts.TimelineEntry:
    """An entry of the timeline."""
    today, days = clock.today(), entry.days
    phase = "undated"
    if days is not None:
        phase = "past" if days[1] < today else "now" if days[0] <= today else "coming"
    notes = entry_notes(entry, request)
    return parts.TimelineEntry(
        marked_title(entry),
        when_html(entry, request),
        phase,
        entry.url,
        note=format_html_join(SafeString("<br>"), "{}", ((each,) for each in notes)),
    )


def timeline_by_month(
    entries: Iterable[CalendarEntry], request: HttpRequest
) -> list[tuple[str, list[parts.TimelineEntry]]]:
    """The entries by month; those with only a year stand under that year, after its months."""
    return [
        (formats.date(month, language()), [timeline_entry(each, request) for each in group])
        for month, group in groupby(entries, key=lambda each: each.date[:7])
    ]


# The weeks of a month.


@dataclass
class DayCell:
    """A day in the weeks of a month. ``more``: how many entries are not shown."""

    date: datetime.date
    label: str
    in_month: bool
    is_today: bool
    entries: list[parts.Cell] = field(default_factory=list)
    more: int = 0


@dataclass(frozen=True)
class MonthWeeks:
    """A month as weeks that begin on Monday, and the entries of which only the month is known."""

    title: str
    weekdays: Sequence[str]
    weeks: Sequence[Sequence[DayCell]]
    undated: Sequence[CalendarEntry]


def month_weeks(month: datetime.date, entries: Iterable[CalendarEntry]) -> MonthWeeks:
    """The entries of a month in its weeks; an entry of several days stands on each of them."""
    by_day: dict[datetime.date, list[CalendarEntry]] = defaultdict(list)
    undated = []
    first, *_between, last = Weeks().itermonthdates(month.year, month.month)
    for entry in entries:
        if entry.days is None:
            undated.append(entry)
            continue
        day = max(entry.days[0], first)
        while day <= min(entry.days[1], last):
            by_day[day].append(entry)
            day += datetime.timedelta(days=1)
    weeks = [
        [day_cell(day, month, by_day[day]) for day in week]
        for week in Weeks().monthdatescalendar(month.year, month.month)
    ]
    weekdays = [times.weekday(day.date, language()) for day in weeks[0]]
    return MonthWeeks(formats.date(month.isoformat()[:7], language()), weekdays, weeks, undated)


def day_cell(day: datetime.date, month: datetime.date, entries: Sequence[CalendarEntry]) -> DayCell:
    """A day with its entries. A day of a neighbouring month shows none: its own month does."""
    in_month = (day.year, day.month) == (month.year, month.month)
    shown = entries[:ENTRIES_OF_DAY] if in_month else ()
    return DayCell(
        day,
        times.day_text(day, language()),
        in_month,
        in_month and day == clock.today(),
        [entry_cell(each) for each in shown],
        max(0, len(entries) - ENTRIES_OF_DAY) if in_month else 0,
    )


def entry_cell(entry: CalendarEntry) -> parts.Cell:
    """An entry on a day of the month: its title and body; conflicts are marked, and told in the list."""
    note: SafeString | str = body_name(entry)
    if entry.conflicts:
        mark = pgettext("calendar", "conflict")
        note = format_html('{} <span class="state soon">{}</span>', note, mark)
    return parts.Cell(marked_title(entry), entry.url, note)
