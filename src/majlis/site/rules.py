"""Permission rule of the outbox: administrators; in a demonstration any visitor on this machine."""

from __future__ import annotations

from ipaddress import ip_address

import rules
from django.conf import settings
from django.http import HttpRequest

from majlis.kernel.models import Reader
from majlis.kernel.roles import is_administrator


@rules.predicate
def is_local_demonstration(user: Reader, request: HttpRequest | None) -> bool:
    """A rule: the site is a demonstration, and the request comes from this machine without a proxy."""
    if not settings.MAJLIS_DEMO or request is None or getattr(request, "passed_on", True):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


RULES = {"site.read_outbox": is_administrator | is_local_demonstration}

for name, rule in RULES.items():
    rules.add_perm(name, rule)
