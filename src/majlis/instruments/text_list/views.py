"""The list of texts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_safe

from majlis.instruments.text_list import queries
from majlis.instruments.text_list.forms import TextFilterForm
from majlis.instruments.text_list.tables import PAGE_SIZE, download_links, text_table
from majlis.kernel import downloads
from majlis.kernel.pagination import paginate
from majlis.look import formats, parts

FILTERS = ("q", "body", "kind", "year", "state", "language", "concept")


@require_safe
def text_list(request: HttpRequest) -> HttpResponseBase:
    """The list of held texts, with filters and downloads."""
    language = get_language() or "en"
    form = TextFilterForm(request.user, request.GET)
    filters = form.filter_values()
    texts = queries.find_texts(request.user, filters).select_related("record")
    if downloads.requested_format(request):
        return downloads.download_response(
            request, queries.texts_sheet(queries.with_list_details(texts, request.user), filters)
        )
    page = paginate(texts, PAGE_SIZE, request.GET.get("page"))
    total = page.paginator.count
    count = ngettext("%(n)s text", "%(n)s texts", total) % {"n": formats.number(total, language)}
    context: dict[str, Any] = {
        "filter": form,
        "chosen": parts.ListSummary(
            count, parts.active_filters(request, form, FILTERS), download_links(request)
        ),
        "table": text_table(
            request, queries.with_list_details(page.object_list, request.user), filters
        ),
        "cut": parts.page_links(request, page),
    }
    return render(request, "instruments/text_list/list.html", context)
