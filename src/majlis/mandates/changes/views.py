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
from majlis.mandates.register import coverage_tables as how_far
from majlis.mandates.register import queries as register_queries
from majlis.mandates.register.tables import disclaimer

PAGE_SIZE = 50
FEED_PERIOD = datetime.timedelta(days=92)


def requested_month(given: str, today: datetime.date) -> datetime.date:
    """The first day of the month that an address names; of this month where it names none, or one to come."""
    try:
        asked = datetime.date.fromisoformat(f"{given}-01")
    except ValueError:
        return today.replace(day=1)
    return min(asked, today.replace(day=1)) if asked.year > 1 else today.replace(day=1)


def next_month(first: datetime.date) -> datetime.date:
    """The first day of the month after."""
    return (first + datetime.timedelta(days=31)).replace(day=1)


@require_safe
def changes_page(request: HttpRequest) -> HttpResponseBase:
    """What was accepted, asked otherwise, ended or answered in a month."""
    here, today = get_language() or "en", clock.today()
    first = requested_month(request.GET.get("month", ""), today)
    until = next_month(first)
    found = queries.register_changes(request.user, first, until)
    if downloads.requested_format(request):
        return downloads.download_response(request, queries.changes_sheet(found))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    rows: list[queries.Change] = list(page.object_list)
    keys = {each.mandate for each in rows}
    lines = {
        each.mandate.pk: each
        for each in register_queries.page_rows(request.user, _mandates_by_key(keys), here)
    }
    columns = [
        parts.Column(_("What is asked")),
        parts.Column(_("What changed")),
        parts.Column(_("When")),
    ]
    shelves = []
    for _slug, per in groupby(rows, key=lambda each: each.text):
        inside = [each for each in per if each.mandate in lines]
        if not inside:
            continue
        text = lines[inside[0].mandate].version.instrument
        symbol = format.localized_symbol(text.symbol, here) or str(text)
        cells = [
            [show.mandate_cells(lines[each.mandate])[0], each.what, date(each.at)]
            for each in inside
        ]
        shelves.append((symbol, parts.Table(columns, cells, symbol, headed=True)))
    before = (first - datetime.timedelta(days=1)).isoformat()[:7]
    ways = [parts.Link(_("The month before"), f"?month={before}")]
    if until <= today:
        ways.append(parts.Link(_("The month after"), f"?month={until.isoformat()[:7]}"))
    taken = [parts.Link(label, url) for label, url in downloads.download_links(request)]
    taken.append(parts.Link("Atom", reverse("mandates:changes_feed")))
    context = {
        "month": formats.date(first.isoformat()[:7], here),
        "chosen": parts.ListSummary("", (), taken),
        "ways": ways,
        "shelves": shelves,
        "reach": how_far.coverage_line(request.user),
        "cut": parts.page_links(request, page),
    }
    return render(request, "mandates/changes/list.html", context)


def _mandates_by_key(keys: set[int]) -> list[Mandate]:
    return [Mandate(record_id=key) for key in sorted(keys)]


@require_safe
def changes_feed(request: HttpRequest) -> HttpResponse:
    """The latest changes, in the language of the address."""
    here, today = get_language() or "en", clock.today()
    found = queries.register_changes(
        request.user, today - FEED_PERIOD, today + datetime.timedelta(days=1)
    )
    latest = sorted(found, key=lambda each: each.at, reverse=True)[: atom.MAX_ENTRIES]
    keys = {each.mandate for each in latest}
    lines = {
        each.mandate.pk: each
        for each in register_queries.page_rows(request.user, _mandates_by_key(keys), here)
    }
    entries = []
    for each in latest:
        line = lines.get(each.mandate)
        if line is None:
            continue
        told = f"{each.slug}{formats.colon(here)}{each.what}"
        html = format_html(
            "<p>{}</p><p>{}</p><p>{}</p>", line.text, show.provision_label(line), disclaimer()
        )
        entries.append(
            atom.Entry(
                f"/mandates/{each.key}", told, line.mandate.get_absolute_url(), each.at, html
            )
        )
    title = _("What changed in the register")
    return atom.feed_response(request, title, reverse("mandates:changes"), entries)
