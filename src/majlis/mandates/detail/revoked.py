"""The page at the address of a mandate whose acceptance was revoked."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import pgettext

from majlis.look import parts
from majlis.mandates.extraction import revoked as queries


def revoked_page(request: HttpRequest, slug: str) -> HttpResponse | None:
    """The response for a mandate whose acceptance was revoked (status 410), or None where there is none."""
    revoked = queries.revoked_mandate(request.user, slug)
    if revoked is None:
        return None
    context = {
        "slug": slug,
        "at": revoked.entry.at,
        "reason": revoked.reason,
        "text": revoked.text,
        "history": reverse("history", args=[revoked.record.address]),
        "trail": [
            parts.Link(pgettext("page", "Mandates"), reverse("mandates:register")),
            parts.Link(slug),
        ],
    }
    return render(request, "mandates/detail/revoked.html", context, status=410)
