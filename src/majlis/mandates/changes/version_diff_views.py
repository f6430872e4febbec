"""The page that compares the mandates of two versions."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from majlis.instruments.citations.names import full_version_name, version_url
from majlis.instruments.comparisons.queries import versions_between
from majlis.instruments.models import Version
from majlis.kernel import downloads
from majlis.look import parts
from majlis.mandates.changes import version_diff as queries
from majlis.mandates.changes import version_diff_tables as show
from majlis.mandates.register import coverage, coverage_tables

PAGE_SIZE = 50


@require_safe
def version_diff_page(request: HttpRequest, old: int, new: int) -> HttpResponseBase:
    """The mandates of two versions compared: changed, new and ended ones first, with the share unchanged."""
    language = get_language() or "en"
    try:
        before, after = versions_between(request.user, old, new)
    except Version.DoesNotExist:
        raise Http404(f"{old} {new}") from None
    diff = queries.version_diff(before, after)
    would = show.is_proposed(after)
    if downloads.requested_format(request):
        return downloads.download_response(request, queries.diff_sheet(diff, language, would=would))
    page = Paginator(diff.rows, PAGE_SIZE).get_page(request.GET.get("page"))
    compared = reverse("instruments:compare", args=[before.pk, after.pk])
    context: dict[str, Any] = {
        "old_name": full_version_name(before),
        "new_name": full_version_name(after),
        "old_url": version_url(before),
        "new_url": version_url(after),
        "compared": compared,
        "would": would,
        "summary": show.diff_summary(diff, proposed=would),
        "chosen": parts.ListSummary(
            "", (), [parts.Link(label, url) for label, url in downloads.download_links(request)]
        ),
        "reach": coverage_tables.coverage_sentence(coverage.register_coverage(request.user)),
        "parts": [
            (what, name, show.diff_table(list(rows), name))
            for what, rows in groupby(page.object_list, key=lambda each: each.what)
            for name in [show.change_heading(what, proposed=would)]
        ],
        "cut": parts.page_links(request, page),
        "trail": [
            parts.Link(full_version_name(after), version_url(after)),
            parts.Link(_("Comparison"), compared),
            parts.Link(_("Mandates")),
        ],
    }
    return render(request, "mandates/changes/version_diff.html", context)
