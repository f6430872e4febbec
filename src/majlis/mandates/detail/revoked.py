"""The page at the address of a mandate whose acceptance was revoked."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from majlis.look import parts
from majlis.mandates.extraction import revoked as queries


def revoked_page(request: HttpRequest, slug: str) -> HttpResponse | None:
    """What to answer at the address of a mandate that was taken back; nothing where none was."""
    found = queries.revoked_at(request.user, slug)
    if found is None:
        return None
    context = {
        "slug": slug,
        "at": found.entry.at,
        "reason": found.reason,
        "text": found.text,
        "history": reverse("history", args=[found.record.address]),
        "trail": [
            parts.Link(_("Mandates"), reverse("mandates:register")),
            parts.Link(slug),
        ],
    }
    return render(request, "mandates/detail/revoked.html", context, status=410)
