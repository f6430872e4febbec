"""The calendar page, the calendar file (iCalendar) and the feed of new mandates."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any, override

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from majlis.commons.notices import atom, ical
from majlis.kernel import clock
from majlis.kernel.models import Reader
from majlis.kernel.snapshot_cache import cached_value
from majlis.kit.filters import active_filters, filter_query, result_title
from majlis.look import formats, parts
from majlis.look.templatetags.look import date_words
from majlis.mandates.core import table
from majlis.mandates.core.rows import FilterValues
from majlis.mandates.register import calendar as queries
from majlis.mandates.register import calendar_tables, tables
from majlis.mandates.register import queries as register_queries
from majlis.mandates.register.forms import RegisterForm
from majlis.mandates.register.pages import CoveredPage


@dataclass(frozen=True)
class ShownDates:
    """What the calendar shows: entries by month, those without a date, and how many mandates have no clause.

    ``cut``: there are more than it shows.
    """

    months: list[tuple[str, list[parts.TimelineEntry]]]
    undated: list[parts.TimelineEntry]
    cut: bool
    without: int


class Calendar(CoveredPage):
    """The calendar of the coming months; mandates and clauses without a date stand apart."""

    template_name = "mandates/register/calendar.html"
    title = _("Calendar of mandates")

    @override
    def get_lead(self) -> str:
        until = date_words(queries.calendar_end(clock.today()))
        return _(
            "Due, end, review and renewal dates up to %(until)s. Incomplete dates are "
            "listed separately."
        ) % {"until": until}

    @override
    def get_context_data(self) -> dict[str, Any]:
        reader, today, most = self.reader, clock.today(), queries.PAGE_SIZE
        form = RegisterForm(reader, self.request.GET)
        filters = form.filter_values()
        key = tuple((name, str(value)) for name, value in filters.items())
        dates = cached_value(
            reader,
            ("mandates.calendar", today, self.language, *key),
            lambda: self.read_dates(reader, filters, today, most),
            ages=2,
        )
        query, active = filter_query(self.request), active_filters(self.request, form)
        links = [
            parts.Link("iCal", reverse("mandates:calendar_file") + query),
            parts.Link("Atom", reverse("mandates:register_feed") + query),
        ]
        return {
            **super().get_context_data(),
            "filter": form,
            "window_title": result_title(self.title, "", active),
            "summary": parts.ListSummary("", active, links, has_form=True),
            "months": dates.months,
            "undated": dates.undated,
            "cut": dates.cut,
            "query": query,
            "without": dates.without,
            "without_url": self.without_clause_url(),
        }

    def read_dates(
        self, reader: Reader, filters: FilterValues, today: datetime.date, most: int
    ) -> ShownDates:
        """The dates as the page shows them, in its language."""
        matching = queries.matching_mandates(reader, filters, today, most)
        keys = {each.pk for each in matching.undated}
        rows = register_queries.page_rows(reader, [*matching.due, *matching.undated], self.language)
        clauses = queries.dated_clauses(reader, filters, today, self.language, most)
        return ShownDates(
            calendar_tables.timeline_by_month(
                [row for row in rows if row.mandate.pk not in keys], clauses
            ),
            [
                calendar_tables.mandate_timeline_entry(row, table.due_text(row.mandate), "undated")
                for row in rows
                if row.mandate.pk in keys
            ],
            matching.cut or len(clauses) == most,
            matching.without,
        )

    def without_clause_url(self) -> str:
        """The list, with the same filters, of mandates without a clause on expiry, review or renewal."""
        query = self.request.GET.copy()
        query["expires"] = register_queries.WITHOUT_CLAUSE
        return f"{reverse('mandates:register')}?{query.urlencode()}"


@require_safe
def calendar_file(request: HttpRequest) -> HttpResponse:
    """The dates of the same list as a calendar file (iCalendar)."""
    language, today = get_language() or "en", clock.today()
    filter_values = RegisterForm(request.user, request.GET).filter_values()
    due = list(queries.due_mandates(request.user, filter_values, today)[: queries.MAX_EVENTS])
    dated = register_queries.page_rows(request.user, queries.unique_deliverables(due), language)
    clauses = queries.dated_clauses(
        request.user, filter_values, today, language, queries.MAX_EVENTS
    )
    cut = len(due) == queries.MAX_EVENTS or len(clauses) == queries.MAX_EVENTS
    list_url = reverse("mandates:register") + filter_query(request)
    content = calendar_tables.calendar_bytes(
        calendar_tables.calendar_title(), dated, clauses, list_url if cut else ""
    )
    return ical.calendar_response("mandates.ics", content)


@require_safe
def register_feed(request: HttpRequest) -> HttpResponse:
    """The feed of the mandates of the same list that were accepted last."""
    language = get_language() or "en"
    filter_values = RegisterForm(request.user, request.GET).filter_values()
    mandates = register_queries.find_mandates(request.user, filter_values).exclude(source=None)
    latest = mandates.select_related("source").order_by("-source__accepted_at", "-pk")[
        : atom.MAX_ENTRIES
    ]
    accepted_at = {each.pk: each.source.accepted_at for each in latest}
    entries = [
        atom.Entry(
            key=f"/mandates/{row.mandate.slug}",
            title=f"{row.mandate.slug} · {table.provision_label(row)}",
            link=row.mandate.get_absolute_url(),
            at=accepted_at[row.mandate.pk],
            html=format_html(
                "<p>{}</p><p>{}{}{} · {}</p><p>{}</p>",
                table.text_excerpt(row),
                pgettext("mandate", "Addressees"),
                formats.colon(language),
                tables.addressee_names(row) or pgettext("addressee", "not named"),
                table.phase_text(row),
                tables.disclaimer(),
            ),
        )
        for row in register_queries.page_rows(request.user, latest, language)
    ]
    return atom.feed_response(
        request,
        calendar_tables.calendar_title(),
        reverse("mandates:register") + filter_query(request),
        entries,
    )
