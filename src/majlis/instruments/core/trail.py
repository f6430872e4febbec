"""The breadcrumb that starts at the list of texts."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from majlis.look import parts


def texts_trail(last: Any, of: str = "", then: Any = "") -> list[parts.Link]:
    """The way from the texts to a page: ``last``, or, with ``request_for`` the address of that, ``then`` under it."""
    links = [parts.Link(_("Texts"), reverse("instruments:texts"))]
    try:
        links.append(parts.Link(last, reverse(of) if of else ""))
    except NoReverseMatch:
        links.append(parts.Link(last))
    return [*links, parts.Link(then)] if then else links
