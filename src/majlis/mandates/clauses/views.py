"""The page of the clause library."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_safe

from majlis.kernel import downloads
from majlis.kernel.pagination import paginate
from majlis.look import formats, parts
from majlis.mandates.clauses import queries
from majlis.mandates.clauses import tables as show
from majlis.mandates.clauses.forms import ClauseFilters
from majlis.mandates.core import filters
from majlis.mandates.register import coverage_tables
from majlis.mandates.register import queries as register_queries

PAGE_SIZE = 20


def _without_clause(count: int) -> str:
    """A sentence with the number of mandates in force that have no clause."""
    sentence = ngettext(
        "%(n)s mandate in force has no clause on its end, review or renewal",
        "%(n)s mandates in force have no clause on their end, review or renewal",
        count,
    )
    return sentence % {"n": formats.number(count, get_language() or "en")}


@require_safe
def clause_list(request: HttpRequest) -> HttpResponseBase:
    """The list of clauses, with their wording to copy."""
    language = get_language() or "en"
    form = ClauseFilters(request.user, request.GET)
    clauses = queries.with_wordings(
        queries.find_clauses(request.user, form.filter_values()), language
    )
    if downloads.requested_format(request):
        rows = queries.clause_rows(clauses[: downloads.MAX_ROWS], language)
        return downloads.download_response(request, show.clauses_sheet(rows))
    page = paginate(clauses, PAGE_SIZE, request.GET.get("page"))
    total = page.paginator.count
    summary = ngettext("%(n)s clause", "%(n)s clauses", total) % {
        "n": formats.number(total, language)
    }
    links = [parts.Link(label, url) for label, url in downloads.download_links(request)]
    without = register_queries.find_mandates(
        request.user, {"expires": register_queries.WITHOUT_CLAUSE}
    ).count()
    url = f"{reverse('mandates:register')}?expires={register_queries.WITHOUT_CLAUSE}"
    context = {
        "without": parts.Link(_without_clause(without), url) if without else None,
        "filter": form,
        "chosen": parts.ListSummary(summary, filters.active_filters(request, form), links),
        "clauses": [
            show.clause_context(each) for each in queries.clause_rows(page.object_list, language)
        ],
        "reach": coverage_tables.coverage_line(request.user),
        "cut": parts.page_links(request, page),
    }
    return render(request, "mandates/clauses/list.html", context)
