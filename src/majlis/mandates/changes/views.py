"""The page and the feed of recent changes."""

from __future__ import annotations

import datetime
from itertools import groupby

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from majlis.commons.notices import atom
from majlis.instruments.citations import format
from majlis.kernel import clock, downloads
from majlis.look import formats, parts
from majlis.look.templatetags.look import date
from majlis.mandates.changes import queries
from majlis.mandates.core import table as show
from majlis.mandates.models import Mandate
from majlis.mandates.register import coverage_tables
from majlis.mandates.register import queries as register_queries
from majlis.mandates.register.tables import disclaimer

PAGE_SIZE = 50
FEED_PERIOD = datetime.timedelta(days=92)


def requested_month(month: str, today: datetime.date) -> datetime.date:
    """The first day of the month in ``month`` (as ``2026-04``).

    This month where ``month`` is empty, invalid or in the future.
    """
    try:
        first = datetime.date.fromisoformat(f"{month}-01")
    except ValueError:
        return today.replace(day=1)
    return min(first, today.replace(day=1)) if first.year > 1 else today.replace(day=1)


def next_month(first: datetime.date) -> datetime.date:
    """The first day of the month after ``first``."""
    return (first + datetime.timedelta(days=31)).replace(day=1)


@require_safe
def changes_page(request: HttpRequest) -> HttpResponseBase:
    """The mandates that were accepted, changed, ended or reported on in a month."""
    language, today = get_language() or "en", clock.today()
    first = requested_month(request.GET.get("month", ""), today)
    until = next_month(first)
    changes = queries.register_changes(request.user, first, until)
    if downloads.requested_format(request):
        return downloads.download_response(request, queries.changes_sheet(changes))
    page = Paginator(changes, PAGE_SIZE).get_page(request.GET.get("page"))
    rows: list[queries.Change] = list(page.object_list)
    keys = {each.mandate for each in rows}
    lines = {
        each.mandate.pk: each
        for each in register_queries.page_rows(request.user, _mandates_by_key(keys), language)
    }
    columns = [
        parts.Column(_("What is asked")),
        parts.Column(_("What changed")),
        parts.Column(_("When")),
    ]
    tables_by_text = []
    for _slug, group in groupby(rows, key=lambda each: each.text):
        changes_of_text = [each for each in group if each.mandate in lines]
        if not changes_of_text:
            continue
        text = lines[changes_of_text[0].mandate].version.instrument
        symbol = format.localized_symbol(text.symbol, language) or str(text)
        cells = [
            [show.mandate_cells(lines[each.mandate])[0], each.what, date(each.at)]
            for each in changes_of_text
        ]
        tables_by_text.append((symbol, parts.Table(columns, cells, symbol, headed=True)))
    previous_month = (first - datetime.timedelta(days=1)).isoformat()[:7]
    month_links = [parts.Link(_("The month before"), f"?month={previous_month}")]
    if until <= today:
        month_links.append(parts.Link(_("The month after"), f"?month={until.isoformat()[:7]}"))
    download_links = [parts.Link(label, url) for label, url in downloads.download_links(request)]
    download_links.append(parts.Link("Atom", reverse("mandates:changes_feed")))
    context = {
        "month": formats.date(first.isoformat()[:7], language),
        "chosen": parts.ListSummary("", (), download_links),
        "ways": month_links,
        "shelves": tables_by_text,
        "reach": coverage_tables.coverage_line(request.user),
        "cut": parts.page_links(request, page),
    }
    return render(request, "mandates/changes/list.html", context)


def _mandates_by_key(keys: set[int]) -> list[Mandate]:
    return [Mandate(record_id=key) for key in sorted(keys)]


@require_safe
def changes_feed(request: HttpRequest) -> HttpResponse:
    """The latest changes as an Atom feed, in the language of the address."""
    language, today = get_language() or "en", clock.today()
    changes = queries.register_changes(
        request.user, today - FEED_PERIOD, today + datetime.timedelta(days=1)
    )
    latest = sorted(changes, key=lambda change: change.at, reverse=True)[: atom.MAX_ENTRIES]
    keys = {change.mandate for change in latest}
    lines = {
        line.mandate.pk: line
        for line in register_queries.page_rows(request.user, _mandates_by_key(keys), language)
    }
    entries = []
    for change in latest:
        line = lines.get(change.mandate)
        if line is None:
            continue
        entry_title = f"{change.slug}{formats.colon(language)}{change.what}"
        html = format_html(
            "<p>{}</p><p>{}</p><p>{}</p>", line.text, show.provision_label(line), disclaimer()
        )
        entries.append(
            atom.Entry(
                f"/mandates/{change.key}",
                entry_title,
                line.mandate.get_absolute_url(),
                change.at,
                html,
            )
        )
    title = _("What changed in the register")
    return atom.feed_response(request, title, reverse("mandates:changes"), entries)
