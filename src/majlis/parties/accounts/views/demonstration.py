"""Sign-in by one click, in a demonstration on this machine only."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from majlis.parties.accounts import demonstration
from majlis.parties.accounts.adapter import landing_page
from majlis.parties.accounts.views.entrance import BACKEND


def is_local_demonstration(request: HttpRequest) -> bool:
    """Whether this is a demonstration, and the request comes from this machine without a proxy."""
    if not settings.MAJLIS_DEMO or getattr(request, "passed_on", True):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


@never_cache
def demonstration_page(request: HttpRequest) -> HttpResponse:
    """List the fictional people, each with a button that signs in as that person."""
    if not is_local_demonstration(request):
        raise Http404
    if request.method == "POST":
        user = demonstration.find_person(request.POST.get("role", ""))
        if user is None:
            raise Http404
        login(request, user, backend=BACKEND)
        return redirect(landing_page())
    return render(
        request, "accounts/demonstration.html", {"people": demonstration.people_with_presence()}
    )
