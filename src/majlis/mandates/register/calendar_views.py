"""The calendar page, the calendar file (iCalendar) and the feed of new mandates."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language, pgettext
from django.views.decorators.http import require_safe

from majlis.commons.notices import atom
from majlis.kernel import clock
from majlis.look import parts
from majlis.mandates.core import filters
from majlis.mandates.core import table as lines_shown
from majlis.mandates.register import calendar as queries
from majlis.mandates.register import calendar_tables, tables
from majlis.mandates.register import coverage_tables as how_far
from majlis.mandates.register import queries as register_queries
from majlis.mandates.register.forms import RegisterForm
from majlis.mandates.register.tables import filter_query

CALENDAR = "text/calendar; charset=utf-8"


@require_safe
def calendar_page(request: HttpRequest) -> HttpResponseBase:
    """The months ahead: what is due, what ends or is reviewed; what has no date yet stands apart."""
    here, today = get_language() or "en", clock.today()
    form = RegisterForm(request.user, request.GET)
    wanted = form.wanted()
    found = list(queries.due_mandates(request.user, wanted, today)[: queries.PAGE_SIZE])
    due = queries.unique_deliverables(found)
    waiting = list(queries.undated_mandates(request.user, wanted, today)[: queries.PAGE_SIZE])
    keys = {each.pk for each in waiting}
    lines = register_queries.page_rows(request.user, [*due, *waiting], here)
    dated = [each for each in lines if each.mandate.pk not in keys]
    undated = [each for each in lines if each.mandate.pk in keys]
    clauses = queries.dated_clauses(request.user, wanted, today, here, queries.PAGE_SIZE)
    query = filter_query(request)
    context: dict[str, Any] = {
        "filter": form,
        "chosen": parts.ListSummary(
            "",
            filters.active_filters(request, form),
            [
                parts.Link("iCal", reverse("mandates:calendar_file") + query),
                parts.Link("Atom", reverse("mandates:register_feed") + query),
            ],
        ),
        "months": calendar_tables.moments_by_month(dated, clauses),
        "undated": [
            calendar_tables.mandate_moment(each, lines_shown.due_text(each.mandate), "undated")
            for each in undated
        ],
        "cut": any(len(each) == queries.PAGE_SIZE for each in (found, waiting, clauses)),
        "until": queries.calendar_end(today),
        "reach": how_far.coverage_line(request.user),
        "query": query,
        "without": queries.count_without_clause(request.user, wanted, today),
        "without_url": _without_clause_url(request),
    }
    return render(request, "mandates/register/calendar.html", context)


def _without_clause_url(request: HttpRequest) -> str:
    """The list of what says nothing of an end, a review or a renewal, of the same filters."""
    query = request.GET.copy()
    query["expires"] = register_queries.WITHOUT_CLAUSE
    return f"{reverse('mandates:register')}?{query.urlencode()}"


@require_safe
def calendar_file(request: HttpRequest) -> HttpResponse:
    """The dates of the same list as a calendar that programs read."""
    here, today = get_language() or "en", clock.today()
    wanted = RegisterForm(request.user, request.GET).wanted()
    due = list(queries.due_mandates(request.user, wanted, today)[: queries.MAX_EVENTS])
    dated = register_queries.page_rows(request.user, queries.unique_deliverables(due), here)
    clauses = queries.dated_clauses(request.user, wanted, today, here, queries.MAX_EVENTS)
    cut = len(due) == queries.MAX_EVENTS or len(clauses) == queries.MAX_EVENTS
    listed = request.build_absolute_uri(reverse("mandates:register") + filter_query(request))
    made = calendar_tables.calendar_bytes(
        calendar_tables.calendar_title(), dated, clauses, listed if cut else ""
    )
    answer = HttpResponse(made, content_type=CALENDAR)
    answer["Content-Disposition"] = 'inline; filename="mandates.ics"'
    return answer


@require_safe
def register_feed(request: HttpRequest) -> HttpResponse:
    """The mandates of the same list that were accepted last."""
    here = get_language() or "en"
    wanted = RegisterForm(request.user, request.GET).wanted()
    found = register_queries.find_mandates(request.user, wanted).exclude(source=None)
    rows = found.select_related("source").order_by("-source__accepted_at", "-pk")[
        : atom.MAX_ENTRIES
    ]
    at = {each.pk: each.source.accepted_at for each in rows}
    entries = [
        atom.Entry(
            key=f"/mandates/{line.mandate.slug}",
            title=f"{line.mandate.slug} · {lines_shown.provision_label(line)}",
            link=line.mandate.get_absolute_url(),
            at=at[line.mandate.pk],
            html=format_html(
                "<p>{}</p><p>{} · {} · {}</p><p>{}</p>",
                line.text,
                pgettext("mandates", "Who is asked"),
                tables.addressee_names(line),
                lines_shown.phase_text(line),
                tables.disclaimer(),
            ),
        )
        for line in register_queries.page_rows(request.user, rows, here)
    ]
    return atom.feed_response(
        request,
        calendar_tables.calendar_title(),
        reverse("mandates:register") + filter_query(request),
        entries,
    )
