"""The results of a search as data for downloads."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from majlis.commons.search.excerpts import Piece
from majlis.commons.search.results import Hit
from majlis.kernel.downloads import Field, Sheet


def match_label(how: str) -> str:
    """The label of the way in which a record was found."""
    return {
        "meaning": _("found by its meaning"),
        "spelling": _("spelt almost so"),
        "symbol": _("exactly this symbol"),
    }.get(how, "")


def results_sheet(hits: Iterable[Hit]) -> Sheet:
    """The search results as data, the best first."""
    return Sheet(
        "search",
        pgettext("page", "Search"),
        [
            Field("title", _("Title")),
            Field("kind", _("Kind")),
            Field("address", _("Address")),
            Field("language", _("Language")),
            Field("excerpt", _("Excerpt")),
            Field("how", _("How it was found")),
        ],
        [
            [
                plain_snippet(hit.title),
                hit.kind_name,
                hit.record.address,
                hit.language,
                plain_snippet(hit.excerpt),
                match_label(hit.how),
            ]
            for hit in hits
        ],
    )


def plain_snippet(pieces: Iterable[Piece]) -> str:
    """A snippet as plain text, without highlighting."""
    return "".join(each.text for each in pieces)
