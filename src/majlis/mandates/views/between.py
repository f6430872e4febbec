"""What changed in the mandates from one version to another."""

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
from majlis.mandates.queries import between as queries
from majlis.mandates.queries import reach as reaching
from majlis.mandates.show import between as show
from majlis.mandates.show import reach as said

A_PAGE = 50


@require_safe
def between(request: HttpRequest, old: int, new: int) -> HttpResponseBase:
    """Changed mandates first, then the new and the ended ones, then those that stayed; with the share unchanged."""
    here = get_language() or "en"
    try:
        before, after = versions_between(request.user, old, new)
    except Version.DoesNotExist:
        raise Http404(f"{old} {new}") from None
    found = queries.read(before, after)
    would = show.would(after)
    if downloads.requested_format(request):
        return downloads.download_response(request, queries.sheet(found, here, would=would))
    page = Paginator(found.rows, A_PAGE).get_page(request.GET.get("page"))
    compared = reverse("instruments:compare", args=[before.pk, after.pk])
    about: dict[str, Any] = {
        "old_name": full_version_name(before),
        "new_name": full_version_name(after),
        "old_url": version_url(before),
        "new_url": version_url(after),
        "compared": compared,
        "would": would,
        "summary": show.summary(found, proposed=would),
        "chosen": parts.ListSummary(
            "", (), [parts.Link(label, url) for label, url in downloads.download_links(request)]
        ),
        "reach": said.line(reaching.reach(request.user)),
        "parts": [
            (what, name, show.table(list(rows), name))
            for what, rows in groupby(page.object_list, key=lambda each: each.what)
            for name in [show.name_of(what, proposed=would)]
        ],
        "cut": parts.page_links(request, page),
        "trail": [
            parts.Link(full_version_name(after), version_url(after)),
            parts.Link(_("Comparison"), compared),
            parts.Link(_("Mandates")),
        ],
    }
    return render(request, "mandates/between.html", about)


def beside_compare(request: HttpRequest, pair: tuple[Version, Version]) -> dict[str, Any] | None:
    """What stands on the comparison of two versions: how many mandates changed, and the way to them."""
    before, after = pair
    found = queries.read(before, after)
    if not found.rows:
        return None
    would = show.would(after)
    return {
        "summary": show.summary(found, proposed=would),
        "would": would,
        "url": reverse("mandates:between", args=[before.pk, after.pk]),
    }
