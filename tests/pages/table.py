"""All addresses of the site, and for each kind of page one place to look at it.

``PAGES`` names, for each URL name, a path in the demonstration and who looks. What is no page (a
download, a feed, an address that only takes forms) is in ``NO_PAGES`` with what it answers. A test
fails for a URL name that is in neither.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class PageKind:
    """A kind of page: the name of its URL, where one such page is, who looks at it.

    ``where`` gives the keyword arguments of the URL, from the world of the demonstration. ``who`` is
    the role of a demonstration's person, or "" for somebody who has not signed in.
    """

    url_name: str
    where: Callable[[Any], dict[str, Any]] = lambda world: {}
    who: str = ""
    query: str = ""
    status: int = 200


def names(patterns: list[Any] | None = None, namespace: str = "") -> Iterator[str]:
    """The name of every URL pattern, with its namespace; a pattern without a name gives its route."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(each, URLResolver):
            inner = ":".join(filter(None, [namespace, each.namespace]))
            yield from names(each.url_patterns, inner)
        elif isinstance(each, URLPattern):
            yield ":".join(filter(None, [namespace, each.name or str(each.pattern)]))


def portal_history(world: Any) -> dict[str, Any]:
    """A record with a history."""
    return {"address": world.record.address}


def wsis_cell(world: Any) -> dict[str, Any]:
    """A cell of the WSIS-SDG matrix."""
    return {"key": "wsis-sdg", "row": "C2", "column": "9"}


def party(kind: str, name: str, **conditions: Any) -> Callable[[Any], dict[str, Any]]:
    """A row of the parties by its number, slug or key: the last one that meets the conditions."""

    def where(world: Any) -> dict[str, Any]:
        from django.apps import apps

        found = apps.get_model("parties", kind)._default_manager.filter(**conditions)
        row = found.order_by("-pk").first()
        assert row is not None, f"the demonstration has no {kind} with {conditions}"
        return {name: getattr(row, name)}

    return where


def step(name: str) -> Callable[[Any], dict[str, Any]]:
    """A step of the registration."""
    return lambda world: {"name": name}


def of_the_focal_point(world: Any) -> dict[str, Any]:
    """The organization for which the demonstration's focal point speaks."""
    held = world.people["focal_point"].appointments.get(role="focal_point")
    return {"number": held.scope.parties_organisation.number}


def mailed(kind: str) -> Callable[[Any], dict[str, Any]]:
    """A mailed link."""

    def where(world: Any) -> dict[str, Any]:
        from majlis.parties.mail import token_of
        from majlis.parties.models import Delegation, Registration

        if kind == "registration":
            return {"token": token_of(kind, Registration.objects.get(state="waiting"))}
        return {"kind": kind, "token": token_of(kind, Delegation.objects.get(state="invited"))}

    return where


PAGES: list[PageKind] = [
    PageKind("look:parts"),
    PageKind("look:appearance"),
    PageKind("help"),
    PageKind("about"),
    PageKind("accessibility"),
    PageKind("privacy"),
    PageKind("history", portal_history),
    PageKind("framework:schemes"),
    PageKind("framework:scheme", lambda world: {"key": "sdg"}),
    PageKind("framework:scheme", lambda world: {"key": "m49"}, query="?sort=name"),
    PageKind("framework:scheme", lambda world: {"key": "m49"}, query="?q=ma"),
    PageKind("framework:concept", lambda world: {"scheme": "action-lines", "code": "C2"}),
    PageKind("framework:concept", lambda world: {"scheme": "sdg", "code": "9.c"}),
    PageKind("framework:concept", lambda world: {"scheme": "m49", "code": "012"}, "secretariat"),
    PageKind("framework:matrix", lambda world: {"key": "wsis-sdg"}),
    PageKind("framework:matrix", lambda world: {"key": "wsis-gdc"}),
    PageKind("framework:by_row", lambda world: {"key": "wsis-sdg"}),
    PageKind("framework:by_column", lambda world: {"key": "wsis-sdg"}),
    PageKind("framework:cell", wsis_cell, "secretariat"),
    PageKind("framework:cell", wsis_cell),
    PageKind("parties:organisations"),
    PageKind("parties:organisations", query="?q=fic&kind=academia&sort=-name"),
    PageKind("parties:organisation", of_the_focal_point),
    PageKind("parties:organisation", of_the_focal_point, "focal_point"),
    PageKind("parties:change", of_the_focal_point, "focal_point"),
    PageKind("parties:successor", of_the_focal_point, "secretariat"),
    PageKind("parties:close", of_the_focal_point, "focal_point"),
    PageKind("parties:delegation", of_the_focal_point, "focal_point"),
    PageKind("parties:ask", of_the_focal_point, "expert"),
    PageKind("parties:decline", party("delegation", "pk", state="asked"), "focal_point"),
    PageKind("parties:invitation", mailed("delegation")),
    PageKind("parties:register"),
    *(
        PageKind("parties:register_step", step(name))
        for name in ("organisation", "names", "evidence", "you")
    ),
    PageKind("parties:registrations", who="secretariat"),
    PageKind("parties:registrations"),
    PageKind(
        "parties:registration", party("registration", "number", state="waiting"), "secretariat"
    ),
    PageKind("parties:decide", party("registration", "number", state="waiting"), "secretariat"),
    PageKind("parties:opened", mailed("registration")),
    PageKind("parties:bodies"),
    PageKind("parties:body", party("body", "slug", slug="cwg-wsis-sdg")),
    PageKind("parties:body", party("body", "slug", slug="cwg-wsis-sdg"), "secretariat"),
    PageKind("parties:change_body", party("body", "slug"), "secretariat"),
    PageKind("parties:members", party("body", "slug"), "secretariat"),
    PageKind("parties:office", party("office", "slug")),
    PageKind("parties:roles"),
]

# What is no page -> why, and which test looks at it.
NO_PAGES: dict[str, str] = {
    "file": "a file: tests/portal/test_files.py",
    "file_named": "a file: tests/portal/test_files.py",
    "framework_data:scheme_data": "linked data: tests/framework/test_skos.py",
    "framework_data:scheme_id": "linked data: tests/framework/test_skos.py",
    "framework_data:concept_data": "linked data: tests/framework/test_skos.py",
    "framework_data:concept_id": "linked data: tests/framework/test_skos.py",
    "parties:register_sent": "only after sending: tests/parties/test_register.py",
    "parties:reopen": "only for who has left: tests/parties/test_pages.py",
    **{
        f"parties:{name}": "takes forms only: tests/parties/test_pages.py"
        for name in (
            "again",
            "withdraw",
            "withdraw_successor",
            "wake",
            "confirm",
            "withdraw_delegation",
            "end_delegation",
            "end_membership",
        )
    },
}
