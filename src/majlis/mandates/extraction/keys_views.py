"""The page of the single keys of the review, where they are turned off and on."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from majlis.look.parts import Link, return_address
from majlis.mandates.extraction.keys import KEYS, KEYS_COOKIE, KEYS_OFF, are_keys_on

ONE_YEAR = 365 * 24 * 60 * 60


@require_http_methods(["GET", "HEAD", "POST"])
def review_keys(request: HttpRequest) -> HttpResponse:
    """List the keys, and turn them off or on; the choice is stored in a cookie, as that of the appearance."""
    page = reverse("mandates:review_keys")
    if request.method == "POST":
        response = redirect(return_address(request, page))
        if request.POST.get("keys") == KEYS_OFF:
            response.set_cookie(
                KEYS_COOKIE, KEYS_OFF, max_age=ONE_YEAR, samesite="Lax", secure=request.is_secure()
            )
        else:
            response.delete_cookie(KEYS_COOKIE, samesite="Lax")
        messages.success(request, _("The choice was saved on this device for one year."))
        return response
    title = pgettext("review of findings", "Keys of the review")
    mandates = Link(pgettext("page", "Mandates"), reverse("mandates:register"))
    context = {
        "title": title,
        "trail": [mandates, Link(title)],
        "keys": KEYS,
        "keys_on": are_keys_on(request),
        "next": return_address(request, page),
    }
    return render(request, "mandates/extraction/keys.html", context)
