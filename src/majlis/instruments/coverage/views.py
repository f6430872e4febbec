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
from majlis.instruments.library import tables
from majlis.kernel import downloads
from majlis.look import formats, parts


@require_safe
def coverage_page(request: HttpRequest) -> HttpResponseBase:
    """What is in, by body, and up to which date; and, apart, what is cited and is not in."""
    here = get_language() or "en"
    cited = queries.cited_stubs(request.user)
    reach = queries.coverage_by_body(request.user)
    if downloads.requested_format(request):
        if downloads.requested_list(request) == "cited":
            return downloads.download_response(
                request, queries.stubs_sheet(queries.load_stubs(request.user, cited))
            )
        return downloads.download_response(request, queries.coverage_sheet(reach))
    page = Paginator(cited, tables.PAGE_SIZE).get_page(request.GET.get("page"))
    total = sum(each.texts for each in reach)
    told = ngettext("%(n)s text", "%(n)s texts", total) % {"n": formats.number(total, here)}
    outside = page.paginator.count
    apart = ngettext("%(n)s text that is cited", "%(n)s texts that are cited", outside) % {
        "n": formats.number(outside, here)
    }
    context = {
        "chosen": parts.ListSummary(told, (), tables.download_links(request)),
        "table": coverage_table(reach),
        "apart": parts.ListSummary(apart, (), tables.download_links(request, "cited")),
        "stubs": stub_table(queries.load_stubs(request.user, page)),
        "cut": parts.page_links(request, page),
        "trail": trail.texts_trail(_("What is in")),
    }
    return render(request, "instruments/coverage/coverage.html", context)
