"""The breadcrumb that starts at the list of texts."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse
from django.utils.translation import pgettext

from majlis.kernel.errors import StrOrPromise
from majlis.look import parts


def texts_trail(last: StrOrPromise, of: str = "", then: StrOrPromise = "") -> list[parts.Link]:
    """Breadcrumb from the list of texts to a page labelled ``last``, and to ``then`` below it.

    ``of`` is the URL name of ``last``, where it is not the current page.
    """
    links = [parts.Link(pgettext("documents", "Texts"), reverse("instruments:texts"))]
    try:
        links.append(parts.Link(last, reverse(of) if of else ""))
    except NoReverseMatch:
        links.append(parts.Link(last))
    return [*links, parts.Link(then)] if then else links
