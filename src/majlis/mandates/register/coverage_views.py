"""The page on the coverage of the register, and the page on its method."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from majlis.kernel import downloads
from majlis.look import parts
from majlis.mandates.register import accuracy
from majlis.mandates.register import coverage as queries
from majlis.mandates.register.coverage_tables import (
    coverage_sentence,
    coverage_table,
    method_context,
    stubs_table,
)


@require_safe
def coverage_page(request: HttpRequest) -> HttpResponseBase:
    """The coverage by body and year: texts, accepted mandates, waiting findings."""
    rows = queries.by_body_and_year(request.user)
    if downloads.requested_format(request):
        return downloads.download_response(request, queries.coverage_sheet(rows))
    context = {
        "line": coverage_sentence(queries.register_coverage(request.user)),
        "chosen": parts.ListSummary("", (), file_links(request)),
        "table": coverage_table(rows),
        "stubs": stubs_table(queries.stubs_by_body(request.user)),
    }
    return render(request, "mandates/register/coverage.html", context)


def file_links(request: HttpRequest) -> list[parts.Link]:
    """Links to download the page as a file."""
    return [parts.Link(label, url) for label, url in downloads.download_links(request)]


@require_safe
def method_page(request: HttpRequest) -> HttpResponseBase:
    """The method: what a mandate is, when it is due or overdue, what figures count, how accurate the engine is."""
    rates = accuracy.accuracy_rates(request.user)
    if downloads.requested_format(request):
        return downloads.download_response(request, accuracy.accuracy_sheet(rates))
    context = method_context(rates)
    context["chosen"] = parts.ListSummary("", (), file_links(request))
    return render(request, "mandates/register/method.html", context)
