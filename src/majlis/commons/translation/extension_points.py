"""Extension points: further pages of work for translators, which higher rooms register.

A room registers, in ``ready`` of its application, a page that the translation queue links to::

    extension_points.register_queue_page(_("Documents awaiting translation"), "documents:untranslated")
"""

from __future__ import annotations

from django.urls import reverse

from majlis.kernel.errors import StrOrPromise
from majlis.look.parts import Link

_PAGES: dict[str, StrOrPromise] = {}


def register_queue_page(label: StrOrPromise, url_name: str) -> None:
    """Link the translation queue to a page of work; the same name of the address again replaces it."""
    _PAGES[url_name] = label


def queue_pages() -> list[Link]:
    """Links to the pages of work that rooms have registered."""
    return [Link(label, reverse(url_name)) for url_name, label in _PAGES.items()]
