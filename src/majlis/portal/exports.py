"""The portal's lists as data for downloads: search results, histories, redactions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import unescape

from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from majlis.commons.search.excerpts import Piece
from majlis.commons.search.results import Hit
from majlis.kernel.downloads import Field, Sheet
from majlis.kernel.models import AuditEntry, Record, Redaction
from majlis.kernel.verbs import verb_name
from majlis.portal import history

LINE_BREAK = "\n"


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


def history_sheet(
    record: Record, entries: Iterable[AuditEntry], titles: Mapping[str, str]
) -> Sheet:
    """The history of a record: action, time, person, and each value before and after."""
    return Sheet(
        f"history-{record.pk}",
        _("History"),
        [
            Field("what", _("What was done")),
            Field("at", _("When")),
            Field("who", _("By whom")),
            Field("before", _("Before")),
            Field("after", _("After")),
            Field("reason", _("Reason")),
        ],
        [
            [
                verb_name(entry.verb),
                entry.at.isoformat(),
                history.actor_name(entry),
                *(
                    LINE_BREAK.join(map(plain_text, side))
                    for side in history.values_before_and_after(entry, titles)
                ),
                entry.reason,
            ]
            for entry in entries
        ],
    )


def plain_text(html: str) -> str:
    """HTML as plain text."""
    return unescape(strip_tags(html))


def redactions_sheet(redactions: Iterable[Redaction]) -> Sheet:
    """The pending redactions: record, reason, proposer, time."""
    return Sheet(
        "personal-data",
        _("Personal data to empty"),
        [
            Field("record", _("Record")),
            Field("address", _("Address")),
            Field("reason", _("Reason")),
            Field("who", _("By whom")),
            Field("at", _("When")),
        ],
        [
            [
                redaction.record or _("Values that stand in no record"),
                redaction.record.address if redaction.record else "",
                redaction.reason,
                redaction.proposed_by,
                redaction.proposed_at.isoformat(),
            ]
            for redaction in redactions
        ],
    )
