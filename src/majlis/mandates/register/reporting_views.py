"""The page of the map of reports."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from majlis.kernel import downloads
from majlis.kernel.pagination import paginate
from majlis.kit import filters
from majlis.look import formats, parts
from majlis.look.templatetags.look import date, percent
from majlis.mandates.core import periods, table
from majlis.mandates.core.rows import MandateRow
from majlis.mandates.models.choices import DeliverableKind
from majlis.mandates.register import coverage_tables
from majlis.mandates.register import queries as register_queries
from majlis.mandates.register import reporting as queries
from majlis.mandates.register.forms import RegisterForm
from majlis.mandates.register.tables import PAGE_SIZE, addressee_names, mandate_count


@require_safe
def reports_page(request: HttpRequest) -> HttpResponseBase:
    """The map of reports: who submits what, to whom, how often, the newest document, similar requests."""
    language = get_language() or "en"
    form = RegisterForm(request.user, request.GET)
    filter_values = form.filter_values()
    mandates = queries.reporting_mandates(request.user, filter_values)
    if downloads.requested_format(request):
        return downloads.download_response(
            request, _reports_sheet(request, list(mandates), language)
        )
    page = paginate(mandates, PAGE_SIZE, request.GET.get("page"))
    page_rows = register_queries.page_rows(request.user, page.object_list, language)
    context: dict[str, Any] = {
        "filter": form,
        "chosen": parts.ListSummary(
            mandate_count(page.paginator.count),
            filters.active_filters(request, form),
            [parts.Link(label, url) for label, url in downloads.download_links(request)],
        ),
        "reach": coverage_tables.coverage_line(request.user),
        "table": _reports_table(request, page_rows, language),
        "cut": parts.page_links(request, page),
    }
    return render(request, "mandates/register/reporting.html", context)


def _recurrences(rows: list[MandateRow]) -> dict[int, str]:
    """Mandate -> recurrence, as read with the rows."""
    return {row.mandate.pk: getattr(row.mandate, "recurs", "") or "" for row in rows}


def _reports_sheet(request: HttpRequest, mandates: list[Any], language: str) -> downloads.Sheet:
    page_rows = register_queries.page_rows(request.user, mandates, language)
    keys = [each.mandate.pk for each in page_rows]
    similar = queries.similar_requests(request.user, keys, language)
    return queries.reports_sheet(
        page_rows, _recurrences(page_rows), queries.latest_submissions(request.user, keys), similar
    )


def _reports_table(request: HttpRequest, rows: list[MandateRow], language: str) -> parts.Table:
    keys = [each.mandate.pk for each in rows]
    similar = queries.similar_requests(request.user, keys, language)
    recurs, latest = _recurrences(rows), queries.latest_submissions(request.user, keys)
    columns = [
        parts.Column(_("What is asked")),
        parts.Column(pgettext("mandate", "What is to come of it")),
        parts.Column(pgettext("mandates", "For whom")),
        parts.Column(pgettext("mandates", "How often")),
        parts.Column(_("By when")),
        parts.Column(_("Newest")),
        parts.Column(_("Like the one before"), number=True),
        parts.Column(_("Asked alike at")),
    ]
    comma = formats.list_separator(language)
    table_rows = []
    for row in rows:
        mandate = row.mandate
        links = format_html_join(
            comma,
            '<a href="{}"><bdi>{}</bdi></a>',
            ((one.get_absolute_url(), one.slug) for one in similar.get(mandate.pk, [])),
        )
        note = format_html(
            "<bdi>{}</bdi> · {} · {}",
            mandate.slug,
            addressee_names(row),
            table.provision_label(row),
        )
        cells = [
            parts.Cell(table.text_excerpt(row), mandate.get_absolute_url(), note),
            DeliverableKind(mandate.kind).label,
            table.entity_links(row.entities_with_role("recipient")),
            periods.period_text(recurs.get(mandate.pk, "")) or _("once, or not said"),
            table.due_text(mandate),
        ]
        table_rows.append([*cells, *_latest_cells(latest.get(mandate.pk)), links or "—"])
    return parts.Table(columns, table_rows, _("Reports asked for"), headed=True)


def _latest_cells(latest: queries.LatestSubmission | None) -> tuple[str, str]:
    """The date of the newest document, and how similar it is to the one before."""
    if latest is None:
        return "—", "—"
    if latest.similarity is None:
        return date(latest.day), _("not compared")
    # Rounded down: 100% only where no word was changed.
    return date(latest.day), percent(int(latest.similarity * 100))
