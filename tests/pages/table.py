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


PAGES: list[PageKind] = [
    PageKind("look:parts"),
    PageKind("look:appearance"),
    PageKind("help"),
    PageKind("about"),
    PageKind("accessibility"),
    PageKind("privacy"),
    PageKind("history", portal_history),
]

# What is no page -> why, and which test looks at it.
NO_PAGES: dict[str, str] = {
    "file": "a file: tests/portal/test_files.py",
    "file_named": "a file: tests/portal/test_files.py",
}
