"""The page of coverage and the page of the method."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from majlis.kernel import downloads
from majlis.look import parts
from majlis.mandates.register import accuracy as rated
from majlis.mandates.register import coverage as queries
from majlis.mandates.register import coverage_tables as show
from majlis.mandates.register.coverage_tables import coverage_table, method_context, stubs_table


@require_safe
def coverage_page(request: HttpRequest) -> HttpResponseBase:
    """What is in, by body and year: texts, mandates that a person accepted, findings that wait."""
    rows = queries.by_body_and_year(request.user)
    if downloads.requested_format(request):
        return downloads.download_response(request, queries.coverage_sheet(rows))
    context = {
        "line": show.coverage_sentence(queries.register_coverage(request.user)),
        "chosen": parts.ListSummary("", (), file_links(request)),
        "table": coverage_table(rows),
        "stubs": stubs_table(queries.stubs_by_body(request.user)),
    }
    return render(request, "mandates/register/coverage.html", context)


def file_links(request: HttpRequest) -> list[parts.Link]:
    """The ways to take the page away as a file."""
    return [parts.Link(label, url) for label, url in downloads.download_links(request)]


@require_safe
def method_page(request: HttpRequest) -> HttpResponseBase:
    """What is a mandate, how a date becomes due or late, what each figure counts, how often the engine is right."""
    found = rated.accuracy_rates(request.user)
    if downloads.requested_format(request):
        return downloads.download_response(request, rated.accuracy_sheet(found))
    context = method_context(found)
    context["chosen"] = parts.ListSummary("", (), file_links(request))
    return render(request, "mandates/register/method.html", context)
