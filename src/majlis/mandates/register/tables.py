"""The list of the register as a table, with its count, downloads and shortcuts."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import get_language, npgettext, pgettext
from django.utils.translation import gettext as _

from majlis.commons.search.queries import MIN_SIMILARITY
from majlis.look import formats, parts
from majlis.look.templatetags.look import number
from majlis.mandates.core import table
from majlis.mandates.core.rows import MandateRow
from majlis.mandates.models.choices import Force
from majlis.mandates.register import queries


def addressee_names(row: MandateRow) -> str:
    """The addressees of a mandate as text."""
    return formats.list_separator(get_language() or "en").join(
        table.entity_name(each) for each in row.entities_with_role("asked")
    )


def disclaimer() -> str:
    """The disclaimer of the register, for files and feeds."""
    return str(_("For information only. The register is not binding; the adopted text prevails."))


PAGE_SIZE = 25
SHORTCUTS = ("late", "soon", "year", "undated", "nolead")


def mandate_count(total: int) -> str:
    """The number of mandates of a list, as text."""
    language = get_language() or "en"
    return npgettext("number of mandates", "%(n)s mandate", "%(n)s mandates", total) % {
        "n": formats.number(total, language)
    }


def commitment_count(total: int) -> str:
    """The number of commitments, as text."""
    text = npgettext("number of commitments", "%(n)s commitment", "%(n)s commitments", total)
    return text % {"n": number(total)}


def similarity_note() -> str:
    """The sentence above mandates that were found by meaning: that none has the words, and the least likeness."""
    return _(
        "No mandate contains these words. The following are similar in meaning (at least "
        "%(least)s)."
    ) % {"least": number(MIN_SIMILARITY, 2)}


def commitment_link(counts: Mapping[str, int]) -> parts.Link | None:
    """The link to the commitments in force, with their number; None where there are none."""
    count = counts.get(queries.COMMITTED, 0)
    return parts.Link(commitment_count(count), f"?force={Force.COMMITS}") if count else None


def shortcut_links(counts: Mapping[str, int]) -> list[parts.Link]:
    """Links to frequent lists, each with its number of mandates in force."""
    names = {
        "late": pgettext("mandates", "Overdue"),
        "soon": pgettext("mandates", "Due within 90 days"),
        "year": pgettext("mandates", "Due within a year"),
        "undated": pgettext("mandates", "Without a date"),
        "nolead": _("No lead named"),
    }
    language = get_language() or "en"
    return [
        parts.Link(
            formats.with_brackets(names[name], number(counts.get(name, 0)), language),
            f"?state={name}",
        )
        for name in SHORTCUTS
    ]
