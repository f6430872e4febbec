"""The register as a list, with its short links, its files, and why it is empty."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from majlis.kernel import clock, downloads
from majlis.kernel.pagination import paginate
from majlis.kernel.snapshot_cache import cached_value
from majlis.look import formats, parts
from majlis.look.templatetags.look import number
from majlis.mandates import datasheet
from majlis.mandates.forms import filters
from majlis.mandates.forms.register import RegisterForm
from majlis.mandates.queries import gaps
from majlis.mandates.queries import register as queries
from majlis.mandates.rules.review import reviews_any
from majlis.mandates.show import lines as show
from majlis.mandates.show import reach as said

A_PAGE = 25
_ORDER = ("sort", "language")
SHORT = ("late", "soon", "year", "undated", "nolead")


@require_safe
def register(request: HttpRequest) -> HttpResponseBase:
    """Who is asked for what, by when, and what came of it."""
    here = get_language() or "en"
    form = RegisterForm(request.user, request.GET)
    wanted = form.wanted()
    found = queries.found(request.user, wanted)
    if downloads.requested_format(request):
        return downloads.download_response(request, datasheet.sheet(found, clock.today()))
    page = paginate(found, A_PAGE, request.GET.get("page"), _number(request.user, wanted, found))
    rows = queries.shown(request.user, page.object_list, here)
    about: dict[str, Any] = {
        "filter": form,
        "chosen": parts.ListSummary(
            counted(page.paginator.count), filters.shown(request, form), taken(request)
        ),
        "short": short(request),
        "reach": said.of(request.user),
        "table": table(request, rows),
        "cut": parts.page_links(request, page),
        "query": asked(request),
        "collects": reviews_any(request.user),
    }
    if not rows and not wanted["nothing"]:
        away = parts.with_query(request, standing=queries.ALL, page=None)
        about["gaps"] = [said.gap(each, away) for each in gaps.gaps(request.user, wanted)]
    return render(request, "mandates/register.html", about)


def _number(user: Any, wanted: dict[str, Any], found: QuerySet[Any]) -> Callable[[], int]:
    """How many there are: counted once for all who ask for the same before anything changes."""
    fit = tuple((name, str(value)) for name, value in wanted.items() if name not in _ORDER)
    key = ("mandates.register", clock.today(), *fit)
    return lambda: cached_value(user, key, found.order_by().count)


def counted(total: int) -> str:
    """How many mandates a list has."""
    here = get_language() or "en"
    return ngettext("%(n)s mandate", "%(n)s mandates", total) % {"n": formats.number(total, here)}


def asked(request: HttpRequest) -> str:
    """The filters of this address, for the calendar and the feeds of the same list."""
    query = request.GET.copy()
    for name in ("page", "sort", "download"):
        query.pop(name, None)
    return f"?{query.urlencode()}" if query else ""


def taken(request: HttpRequest) -> list[parts.Link]:
    """The ways to take the list away: as files, as a calendar, as a feed."""
    ways = [parts.Link(label, url) for label, url in downloads.download_links(request)]
    query = asked(request)
    ways.append(parts.Link("iCal", reverse("mandates:ics") + query))
    ways.append(parts.Link("Atom", reverse("mandates:feed") + query))
    return ways


def short(request: HttpRequest) -> list[parts.Link]:
    """The lists asked for most, each with how many mandates in force it has."""
    counts = queries.parts_of(request.user)
    names = {
        "late": pgettext("mandates", "Late"),
        "soon": pgettext("mandates", "Due within 90 days"),
        "year": pgettext("mandates", "Due within a year"),
        "undated": pgettext("mandates", "Without a date"),
        "nolead": _("No lead named"),
    }
    here = get_language() or "en"
    return [
        parts.Link(
            formats.with_brackets(names[name], number(counts.get(name, 0)), here), f"?state={name}"
        )
        for name in SHORT
    ]


def table(request: HttpRequest, rows: list[Any]) -> parts.Table:
    """The list, to be sorted by text, actor and date."""
    what, who, force, when, state = show.columns()
    columns = [
        parts.sortable_column(request, what.label, "text"),
        parts.sortable_column(request, who.label, "actor"),
        force,
        parts.sortable_column(request, when.label, "due"),
        state,
    ]
    return parts.Table(columns, [show.row(each) for each in rows], _("Mandates"), headed=True)
