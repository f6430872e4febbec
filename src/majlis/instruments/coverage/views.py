"""The coverage page."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from majlis.instruments.core import trail
from majlis.instruments.coverage import queries
from majlis.instruments.coverage.tables import coverage_table, stub_table
from majlis.instruments.text_list import tables
from majlis.kernel import downloads
from majlis.look import formats, parts


@require_safe
def coverage_page(request: HttpRequest) -> HttpResponseBase:
    """The coverage by body and date, and the cited texts that are not held."""
    language = get_language() or "en"
    cited = queries.cited_stubs(request.user)
    coverage = queries.coverage_by_body(request.user)
    if downloads.requested_format(request):
        if downloads.requested_list(request) == "cited":
            return downloads.download_response(
                request, queries.stubs_sheet(queries.load_stubs(request.user, cited))
            )
        return downloads.download_response(request, queries.coverage_sheet(coverage))
    page = Paginator(cited, tables.PAGE_SIZE).get_page(request.GET.get("page"))
    total = sum(each.texts for each in coverage)
    text_count = ngettext("%(n)s text", "%(n)s texts", total) % {
        "n": formats.number(total, language)
    }
    stub_total = page.paginator.count
    stub_count = ngettext("%(n)s text that is cited", "%(n)s texts that are cited", stub_total) % {
        "n": formats.number(stub_total, language)
    }
    context = {
        "chosen": parts.ListSummary(text_count, (), tables.download_links(request)),
        "table": coverage_table(coverage),
        "apart": parts.ListSummary(stub_count, (), tables.download_links(request, "cited")),
        "stubs": stub_table(queries.load_stubs(request.user, page)),
        "cut": parts.page_links(request, page),
        "trail": trail.texts_trail(_("What is in")),
    }
    return render(request, "instruments/coverage/coverage.html", context)
