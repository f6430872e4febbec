"""The list of the register, with its files, shortcuts and empty state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from majlis.kernel import clock, downloads
from majlis.kernel.pagination import paginate
from majlis.kernel.snapshot_cache import cached_value
from majlis.look import parts
from majlis.mandates.core import filters
from majlis.mandates.core.representation import may_create_review
from majlis.mandates.register import columns, empty_state, queries
from majlis.mandates.register import coverage_tables as said
from majlis.mandates.register.forms import RegisterForm
from majlis.mandates.register.tables import (
    PAGE_SIZE,
    download_links,
    filter_query,
    mandate_count,
    register_table,
    shortcut_links,
)

_UNCOUNTED = ("sort", "language")


@require_safe
def register_list(request: HttpRequest) -> HttpResponseBase:
    """Who is asked for what, by when, and what came of it."""
    here = get_language() or "en"
    form = RegisterForm(request.user, request.GET)
    wanted = form.wanted()
    found = queries.find_mandates(request.user, wanted)
    if downloads.requested_format(request):
        return downloads.download_response(request, columns.register_sheet(found, clock.today()))
    page = paginate(
        found, PAGE_SIZE, request.GET.get("page"), _cached_count(request.user, wanted, found)
    )
    rows = queries.page_rows(request.user, page.object_list, here)
    context: dict[str, Any] = {
        "filter": form,
        "chosen": parts.ListSummary(
            mandate_count(page.paginator.count),
            filters.active_filters(request, form),
            download_links(request),
        ),
        "short": shortcut_links(request),
        "reach": said.coverage_line(request.user),
        "table": register_table(request, rows),
        "cut": parts.page_links(request, page),
        "query": filter_query(request),
        "collects": may_create_review(request.user),
    }
    if not rows and not wanted["nothing"]:
        away = parts.with_query(request, standing=queries.ALL, page=None)
        context["gaps"] = [
            said.empty_reason_text(each, away)
            for each in empty_state.empty_reasons(request.user, wanted)
        ]
    return render(request, "mandates/register/list.html", context)


def _cached_count(user: Any, wanted: dict[str, Any], found: QuerySet[Any]) -> Callable[[], int]:
    """How many there are: counted once for all who ask for the same before anything changes."""
    fit = tuple((name, str(value)) for name, value in wanted.items() if name not in _UNCOUNTED)
    key = ("mandates.register", clock.today(), *fit)
    return lambda: cached_value(user, key, found.order_by().count)
