"""How much one source may send: the guard of the site is asked, where it is installed."""

from __future__ import annotations

from importlib import import_module

from django.apps import apps
from django.http import HttpRequest

GUARD = "majlis.commons.guard"


def check(request: HttpRequest, what: str) -> None:
    """Ask the guard whether this request may do ``what``; it raises Faulty where it may not yet.

    Without the guard only the limits that stand in the verbs themselves hold.
    """
    if apps.is_installed(GUARD):
        import_module(f"{GUARD}.limits").check(request, what)
