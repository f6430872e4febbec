"""The clause library: how adopted texts say that something ends, is looked at again, or goes on."""

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
from majlis.mandates.forms import filters
from majlis.mandates.forms.clauses import ClausesForm
from majlis.mandates.queries import clauses as queries
from majlis.mandates.queries import register
from majlis.mandates.show import clauses as show
from majlis.mandates.show import reach as how_far

A_PAGE = 20


def _without(count: int) -> str:
    """How many mandates in force no clause is about."""
    told = ngettext(
        "%(n)s mandate in force has no clause on its end, review or renewal",
        "%(n)s mandates in force have no clause on their end, review or renewal",
        count,
    )
    return told % {"n": formats.number(count, get_language() or "en")}


@require_safe
def clauses(request: HttpRequest) -> HttpResponseBase:
    """The clauses that are kept, with their words to copy."""
    here = get_language() or "en"
    form = ClausesForm(request.user, request.GET)
    found = queries.with_wordings(queries.clauses(request.user, form.wanted()), here)
    if downloads.requested_format(request):
        rows = queries.shown(found[: downloads.MAX_ROWS], here)
        return downloads.download_response(request, show.sheet(rows))
    page = paginate(found, A_PAGE, request.GET.get("page"))
    total = page.paginator.count
    told = ngettext("%(n)s clause", "%(n)s clauses", total) % {"n": formats.number(total, here)}
    links = [parts.Link(label, url) for label, url in downloads.download_links(request)]
    without = register.found(request.user, {"expires": register.WITHOUT_CLAUSE}).count()
    url = f"{reverse('mandates:register')}?expires={register.WITHOUT_CLAUSE}"
    about = {
        "without": parts.Link(_without(without), url) if without else None,
        "filter": form,
        "chosen": parts.ListSummary(told, filters.shown(request, form), links),
        "clauses": [show.clause(each) for each in queries.shown(page.object_list, here)],
        "reach": how_far.of(request.user),
        "cut": parts.page_links(request, page),
    }
    return render(request, "mandates/clauses.html", about)
