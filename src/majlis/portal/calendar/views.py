"""The pages of the calendar, and it as a file to which programs subscribe."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from itertools import batched
from typing import Any, override

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import get_language, gettext, npgettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from majlis.commons.notices import ical
from majlis.commons.notices.ical import CalendarEvent
from majlis.events.agenda.queries import prefetch_wordings
from majlis.events.core import times
from majlis.events.meetings.calendar_file import meeting_events
from majlis.kernel import clock, downloads
from majlis.kernel.models import Reader
from majlis.kit.columns import Column
from majlis.kit.filters import filter_query
from majlis.kit.table_page import TablePage
from majlis.look import parts
from majlis.mandates.register.calendar import calendar_end
from majlis.parties.models import Body
from majlis.portal.calendar import sources, tables
from majlis.portal.calendar.entries import CalendarEntry, Kind, Period, month_period
from majlis.portal.calendar.forms import ALL_YEARS, CalendarFilters

FIRST_YEAR, LAST_YEAR = 1900, 2200
"""The years of a calendar of all years."""
MONTHS_BACK = 12
"""How many months a calendar file begins before today: programs show what was subscribed for some time."""
MONTH = "month"


def filtered_body(bodies: sources.Bodies, slug: str) -> Body | None:
    """The body that is filtered by; None for all."""
    return next((each for each in bodies.values() if each.slug == slug), None) if slug else None


def filtered_kinds(kind: str) -> Collection[Kind]:
    """The kinds that are shown."""
    return (Kind(kind),) if kind else tuple(Kind)


def filtered_period(year: str, kind: str, *, first: datetime.date) -> Period:
    """The period of the filters: a year, all years, or from a first day on. Milestones are of all years."""
    if year == ALL_YEARS or (not year and kind == Kind.MILESTONE):
        return Period(datetime.date(FIRST_YEAR, 1, 1), datetime.date(LAST_YEAR, 12, 31))
    if year:
        return Period(datetime.date(int(year), 1, 1), datetime.date(int(year), 12, 31))
    return Period(first, calendar_end(clock.today()))


class Calendar(TablePage[CalendarEntry]):
    """The calendar of the site: a list by month, or the weeks of one month."""

    template_name = "portal/calendar.html"
    title = pgettext_lazy("page", "Calendar")
    lead = _("Meetings of all bodies, dates of the register, and milestones of the process.")
    paginate_by = 100
    file_name = "calendar"
    empty = _("No dates in this period.")
    columns = (
        Column("kind", pgettext_lazy("calendar", "Kind of date"), value=lambda row: row.kind),
        Column(
            "date",
            pgettext_lazy("date of an entry", "Date"),
            value=lambda row: row.date,
            meaning=_("first day; a year or a month where the day is not known"),
        ),
        Column(
            "until",
            pgettext_lazy("date of an entry", "Last day"),
            value=lambda row: row.until,
            meaning=_("blank if it is the first day"),
        ),
        Column(
            "moment",
            pgettext_lazy("date of an entry", "Time"),
            value=lambda row: row.moment.isoformat() if row.moment else "",
            meaning=_("time of a deadline, in UTC"),
        ),
        Column("title", pgettext_lazy("calendar", "Title"), value=tables.plain_title),
        Column("body", pgettext_lazy("calendar", "Body"), value=tables.body_name),
        Column("place", pgettext_lazy("meeting", "Place"), value=lambda row: row.place),
        Column(
            "status",
            pgettext_lazy("calendar", "Status"),
            value=lambda row: row.state[1] if row.state else "",
        ),
        Column(
            "conflicts",
            pgettext_lazy("calendar", "Conflicts"),
            value=lambda row: [str(each) for each in row.conflicts],
            meaning=_("meetings on the same days with common members; days that are not worked"),
        ),
        Column(
            "verified",
            pgettext_lazy("calendar", "Date checked"),
            value=lambda row: row.milestone.verified.value if row.milestone else "",
            meaning=_("of milestones: yes, partly or no"),
        ),
        Column(
            "source",
            pgettext_lazy("source of information", "Source"),
            value=lambda row: row.milestone.source if row.milestone else "",
        ),
        Column("address", pgettext_lazy("web address", "Web address"), value=lambda row: row.url),
    )

    @cached_property
    def bodies(self) -> sources.Bodies:
        """The bodies that the reader may see."""
        return sources.visible_bodies(self.reader)

    @override
    def get_filter_form(self) -> CalendarFilters:
        return CalendarFilters(self.request.GET, bodies=self.bodies.values())

    @property
    def is_month(self) -> bool:
        """Whether the page shows the weeks of one month."""
        return bool(self.filters["view"] == MONTH)

    @property
    def month(self) -> datetime.date:
        """The first day of the month that is shown: the chosen one, else the first of the year, else the present."""
        chosen, year = self.filters["month"], self.filters["year"]
        in_year = year in ("", ALL_YEARS, str(getattr(chosen, "year", "")))
        if isinstance(chosen, datetime.date) and in_year:
            return chosen
        if year and year != ALL_YEARS:
            return datetime.date(int(year), 1, 1)
        return clock.today().replace(day=1)

    @override
    def get_rows(self) -> list[CalendarEntry]:
        kind, year = self.filters["kind"], self.filters["year"]
        period = (
            month_period(self.month)
            if self.is_month
            else filtered_period(year, kind, first=clock.today().replace(day=1))
        )
        body = filtered_body(self.bodies, self.filters["body"])
        entries = sources.calendar_entries(
            self.reader, period, self.bodies, self.language, filtered_kinds(kind), body
        )
        zone = times.own_zone(self.request)
        if zone is None or downloads.requested_format(self.request):
            return entries
        # The page shows a deadline by the reader's clock: it stands on that day, and in its month.
        for entry in entries:
            if entry.moment is not None:
                entry.date = entry.moment.astimezone(zone).date().isoformat()
        return sorted(entries, key=lambda entry: entry.sort_key)

    @override
    def complete_rows(self, rows: Sequence[CalendarEntry]) -> Sequence[CalendarEntry]:
        return sources.complete_entries(self.reader, rows, self.language)

    @override
    def get_count(self, total: int) -> str:
        return npgettext("calendar", "%(n)s date", "%(n)s dates", total)

    @override
    def get_download_links(self) -> list[parts.Link]:
        url = reverse("calendar_file") + file_query(self.request.GET)
        return [*super().get_download_links(), parts.Link("iCal", url)]

    @override
    def get_context_data(self) -> dict[str, Any]:
        if self.filters["nothing"]:
            prefetch_wordings(*self.bodies.values())
        context = super().get_context_data()
        if self.is_month:
            # All entries of the month, and not those of one page.
            entries = self.complete_rows(list(self.rows))
            month = tables.month_weeks(self.month, entries)
            shown = {
                "month": month,
                "undated": [tables.timeline_entry(each, self.request) for each in month.undated],
                "pages": None,
            }
        else:
            shown = {"months": tables.timeline_by_month(context["rows"], self.request)}
        return {
            **context,
            **shown,
            "views": self.view_links(),
            "neighbours": self.month_links() if self.is_month else [],
            "conflicts": any(each.conflicts for each in self.rows),
            "cut": is_cut(self.rows),
            "register_query": filter_query(self.request),
        }

    def view_links(self) -> list[tuple[parts.Link, bool]]:
        """Links to the two views, and whether each is the present one."""
        views = (
            (pgettext("view of the calendar", "List"), None, not self.is_month),
            (pgettext("view of the calendar", "Month"), MONTH, self.is_month),
        )
        return [
            (
                parts.Link(label, parts.with_query(self.request, view=view, month=None, page=None)),
                current,
            )
            for label, view, current in views
        ]

    def month_links(self) -> list[parts.Link]:
        """Links to the month before, to the present one and to the next."""
        before = (self.month - datetime.timedelta(days=1)).replace(day=1)
        after = (self.month + datetime.timedelta(days=32)).replace(day=1)
        labels = (
            (pgettext("month of the calendar", "Previous month"), before),
            (pgettext("month of the calendar", "This month"), clock.today()),
            (pgettext("month of the calendar", "Next month"), after),
        )
        return [
            parts.Link(
                label,
                parts.with_query(self.request, month=day.isoformat()[:7], year=None, page=None),
            )
            for label, day in labels
        ]


def file_query(query: QueryDict) -> str:
    """The query of the calendar file with the filters of a page."""
    chosen = query.copy()
    for name in set(chosen) - {"kind", "body", "year"}:
        chosen.pop(name)
    for name in [each for each in chosen if not chosen[each]]:
        chosen.pop(name)
    return f"?{chosen.urlencode()}" if chosen else ""


def calendar_events(
    reader: Reader, entries: Sequence[CalendarEntry], language: str
) -> Iterator[CalendarEvent]:
    """The events of a calendar file: each sitting of a meeting, deadlines as times, other dates as whole days."""
    for some in batched(entries, 500):
        for entry in sources.complete_entries(reader, some, language):
            if entry.meeting is not None and entry.kind == Kind.MEETING:
                yield from meeting_events(entry.meeting)
            elif entry.event is not None:
                yield entry.event


@require_safe
def calendar_file(request: HttpRequest) -> HttpResponse:
    """The calendar as a file (iCalendar) for programs that subscribe to it; by kind, by body, by year."""
    language, bodies = get_language() or "en", sources.visible_bodies(request.user)
    form = CalendarFilters(request.GET, bodies=bodies.values())
    filters = form.filter_values()
    entries: list[CalendarEntry] = []
    if filters["nothing"]:
        prefetch_wordings(*bodies.values())
    else:
        first = clock.today().replace(day=1) - datetime.timedelta(days=30 * MONTHS_BACK)
        entries = sources.calendar_entries(
            request.user,
            filtered_period(filters["year"], filters["kind"], first=first),
            bodies,
            language,
            filtered_kinds(filters["kind"]),
            filtered_body(bodies, filters["body"]),
        )
    title = " · ".join(
        [
            pgettext("title of a calendar file", "Majlis: calendar"),
            *(value for _n, _l, value in form.active()),
        ]
    )
    cut = is_cut(entries)
    description = (
        gettext("This calendar is incomplete. Select a kind, a body or a year.") if cut else ""
    )
    events = calendar_events(request.user, entries, language)
    content = ical.calendar_bytes(title, events, description, name="Calendar")
    return ical.calendar_response("calendar.ics", content)


def is_cut(entries: Sequence[CalendarEntry]) -> bool:
    """Whether there may be more entries of a kind than the calendar reads."""
    return max(Counter(each.kind for each in entries).values(), default=0) >= sources.MAX_ENTRIES
