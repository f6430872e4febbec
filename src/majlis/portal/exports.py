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
        "meaning": pgettext("search result", "similar meaning"),
        "spelling": pgettext("search result", "similar spelling"),
        "symbol": pgettext("search result", "exact symbol"),
    }.get(how, "")


def results_sheet(hits: Iterable[Hit]) -> Sheet:
    """The search results as data, the best first."""
    return Sheet(
        "search",
        pgettext("page", "Search"),
        [
            Field("title", pgettext("title of a record", "Title")),
            Field("kind", pgettext("kind of a record", "Kind")),
            Field("address", pgettext("web address", "Web address")),
            Field("language", pgettext("language", "Language")),
            Field("excerpt", pgettext("search result", "Excerpt")),
            Field("how", _("Type of match")),
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
