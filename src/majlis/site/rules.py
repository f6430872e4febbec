"""Permission rule of the outbox: administrators; in a demonstration any visitor on this machine."""

from __future__ import annotations

import rules
from django.http import HttpRequest

from majlis.kernel.models import Reader
from majlis.kernel.roles import is_administrator
from majlis.parties.accounts.demonstration import is_local_demonstration


@rules.predicate
def at_local_demonstration(user: Reader, request: HttpRequest | None) -> bool:
    """A rule: the site is a demonstration, and the request comes from this machine without a proxy."""
    return request is not None and is_local_demonstration(request)


RULES = {"site.read_outbox": is_administrator | at_local_demonstration}

for name, rule in RULES.items():
    rules.add_perm(name, rule)
