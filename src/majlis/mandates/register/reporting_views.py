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
from majlis.look import formats, parts
from majlis.look.templatetags.look import date, percent
from majlis.mandates.core import filters, periods
from majlis.mandates.core import table as show
from majlis.mandates.core.rows import MandateRow
from majlis.mandates.models.choices import DeliverableKind
from majlis.mandates.register import coverage_tables as said
from majlis.mandates.register import queries as register_queries
from majlis.mandates.register import reporting as queries
from majlis.mandates.register.forms import RegisterForm
from majlis.mandates.register.tables import PAGE_SIZE, addressee_names, mandate_count


@require_safe
def reports_page(request: HttpRequest) -> HttpResponseBase:
    """Who hands in what, to whom, how often, how new the newest is, and what is asked alike elsewhere."""
    here = get_language() or "en"
    form = RegisterForm(request.user, request.GET)
    wanted = form.wanted()
    found = queries.reporting_mandates(request.user, wanted)
    if downloads.requested_format(request):
        return downloads.download_response(request, _reports_sheet(request, list(found), here))
    page = paginate(found, PAGE_SIZE, request.GET.get("page"))
    lines = register_queries.page_rows(request.user, page.object_list, here)
    context: dict[str, Any] = {
        "filter": form,
        "chosen": parts.ListSummary(
            mandate_count(page.paginator.count),
            filters.active_filters(request, form),
            [parts.Link(label, url) for label, url in downloads.download_links(request)],
        ),
        "reach": said.coverage_line(request.user),
        "table": _reports_table(request, lines, here),
        "cut": parts.page_links(request, page),
    }
    return render(request, "mandates/register/reporting.html", context)


def _recurrences(lines: list[MandateRow]) -> dict[int, str]:
    """How often each comes round, as it was read with the lines."""
    return {each.mandate.pk: getattr(each.mandate, "recurs", "") or "" for each in lines}


def _reports_sheet(request: HttpRequest, rows: list[Any], here: str) -> downloads.Sheet:
    lines = register_queries.page_rows(request.user, rows, here)
    keys = [each.mandate.pk for each in lines]
    alike = queries.similar_requests(request.user, keys, here)
    return queries.reports_sheet(
        lines, _recurrences(lines), queries.latest_submissions(request.user, keys), alike
    )


def _reports_table(request: HttpRequest, lines: list[MandateRow], here: str) -> parts.Table:
    keys = [each.mandate.pk for each in lines]
    alike = queries.similar_requests(request.user, keys, here)
    recurs, last = _recurrences(lines), queries.latest_submissions(request.user, keys)
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
    comma = formats.list_separator(here)
    rows = []
    for each in lines:
        mandate = each.mandate
        linked = format_html_join(
            comma,
            '<a href="{}"><bdi>{}</bdi></a>',
            ((one.get_absolute_url(), one.slug) for one in alike.get(mandate.pk, [])),
        )
        note = format_html(
            "<bdi>{}</bdi> · {} · {}",
            mandate.slug,
            addressee_names(each),
            show.provision_label(each),
        )
        cells = [
            parts.Cell(show.text_excerpt(each), mandate.get_absolute_url(), note),
            DeliverableKind(mandate.kind).label,
            show.entity_links(each.entities_with_role("recipient")),
            periods.period_text(recurs.get(mandate.pk, "")) or _("once, or not said"),
            show.due_text(mandate),
        ]
        rows.append([*cells, *_latest_cells(last.get(mandate.pk)), linked or "—"])
    return parts.Table(columns, rows, _("Reports asked for"), headed=True)


def _latest_cells(found: queries.LatestSubmission | None) -> tuple[str, str]:
    """The date of the newest document, and how like it is to the one before it."""
    if found is None:
        return "—", "—"
    if found.likeness is None:
        return date(found.day), _("not compared")
    # All of them only where not a word changed.
    return date(found.day), percent(int(found.likeness * 100))
