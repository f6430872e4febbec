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
from majlis.kernel.models import Reader
from majlis.kernel.pagination import paginate
from majlis.kernel.snapshot_cache import cached_value
from majlis.kit import filters
from majlis.look import parts
from majlis.mandates.core.representation import may_create_review
from majlis.mandates.register import columns, coverage_tables, empty_state, queries
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
    """The list of the register, with its filters, downloads and shortcuts."""
    language = get_language() or "en"
    form = RegisterForm(request.user, request.GET)
    filter_values = form.filter_values()
    mandates = queries.find_mandates(request.user, filter_values)
    if downloads.requested_format(request):
        return downloads.download_response(request, columns.register_sheet(mandates, clock.today()))
    page = paginate(
        mandates,
        PAGE_SIZE,
        request.GET.get("page"),
        _cached_count(request.user, filter_values, mandates),
    )
    rows = queries.page_rows(request.user, page.object_list, language)
    context: dict[str, Any] = {
        "filter": form,
        "chosen": parts.ListSummary(
            mandate_count(page.paginator.count),
            filters.active_filters(request, form),
            download_links(request),
        ),
        "short": shortcut_links(request),
        "reach": coverage_tables.coverage_line(request.user),
        "table": register_table(request, rows),
        "cut": parts.page_links(request, page),
        "query": filter_query(request),
        "collects": may_create_review(request.user),
    }
    if not rows and not filter_values["nothing"]:
        all_url = parts.with_query(request, standing=queries.ALL, page=None)
        context["gaps"] = [
            coverage_tables.empty_reason_text(each, all_url)
            for each in empty_state.empty_reasons(request.user, filter_values)
        ]
    return render(request, "mandates/register/list.html", context)


def _cached_count(
    user: Reader, filter_values: dict[str, Any], mandates: QuerySet[Any]
) -> Callable[[], int]:
    """A function that counts the matches; readers with the same filters share the count until data changes."""
    filters_key = tuple(
        (name, str(value)) for name, value in filter_values.items() if name not in _UNCOUNTED
    )
    key = ("mandates.register", clock.today(), *filters_key)
    return lambda: cached_value(user, key, mandates.order_by().count)
