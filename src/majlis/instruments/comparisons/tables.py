"""How a comparison is drawn: summary, rows and notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from majlis.instruments.citations import format
from majlis.instruments.citations.format import CitationLine
from majlis.instruments.citations.names import full_version_name
from majlis.instruments.comparisons.queries import ChangeCount, ComparedItem
from majlis.instruments.models import Version
from majlis.instruments.texts.wording import (
    LINE_BREAK,
    render_deleted,
    render_inserted,
    render_redline,
    render_wording,
)
from majlis.look import formats
from majlis.look.bidi import filled, joined
from majlis.look.languages import name_of

CHANGE_NAMES = {
    "changed": pgettext_lazy("provision", "changed"),
    "inserted": pgettext_lazy("provision", "inserted"),
    "deleted": pgettext_lazy("provision", "deleted"),
    "moved": pgettext_lazy("provision", "moved"),
    "split": pgettext_lazy("provision", "split"),
    "merged": pgettext_lazy("provision", "merged"),
}


def change_summary(counts: Sequence[ChangeCount]) -> str:
    """The number of provisions for each kind of change, in a line."""
    if not counts:
        return pgettext("comparison of versions", "No changes.")
    language = get_language() or "en"
    counted = [
        f"{CHANGE_NAMES[each.op]}{formats.colon(language)}{formats.number(each.number, language)}"
        for each in counts
    ]
    return formats.list_separator(language).join(counted)


@dataclass(frozen=True)
class ChangeLink:
    """A link to a change, with its accessible name."""

    url: str
    label: str


@dataclass(frozen=True)
class RowPlace:
    """What a row needs besides its wordings: its names, its level as a heading, the changes around it."""

    name: str
    level: int = 0
    moved_from: str = ""
    previous: ChangeLink | None = None
    next: ChangeLink | None = None


PREVIOUS_CHANGE = pgettext_lazy("comparison of versions", "Previous change")
NEXT_CHANGE = pgettext_lazy("comparison of versions", "Next change")

Row = dict[str, str | int | list[str] | ChangeLink | None]


def left_out_row(item: ComparedItem, url: str) -> Row:
    """The row in place of unchanged provisions, with the address that shows them."""
    words = ngettext(
        "%(n)s unchanged provision", "%(n)s unchanged provisions", item.change.left_out
    )
    number = formats.number(item.change.left_out, get_language() or "en")
    return {"left_out": words % {"n": number}, "url": url}


def compared_row(item: ComparedItem, place: RowPlace) -> Row:
    """An item of a comparison for the template."""
    side = item.new if item.new.wordings else item.old
    first = side.wordings[0] if side.wordings else None
    provision = first.provision if first else None
    deleted = not item.new.wordings
    renumbered = bool(
        item.old.wordings
        and item.new.wordings
        and format.bare_label(item.old.label) != format.bare_label(item.new.label)
    )
    return {
        "op": item.op,
        "id": f"{provision.eid}-old"
        if provision and deleted
        else provision.eid
        if provision
        else "",
        "also": [each.provision.eid for each in item.new.wordings[1:]],
        "url": provision.get_absolute_url() if provision else "",
        "link": _("Permanent link to %(place)s") % {"place": place.name},
        # A deleted heading heads nothing in the text as it is shown.
        "level": 0 if deleted else place.level,
        "anchor": item.change.anchor,
        "previous": place.previous,
        "next": place.next,
        "label": _changed_label(item) if renumbered else side.label,
        "words": render_wording(first)
        if first and len(item.new.wordings) == 1 and item.old.text == item.new.text
        else render_redline(item.old.text, item.new.text),
        "note": change_note(item, renumbered, place.moved_from),
    }


def _changed_label(item: ComparedItem) -> SafeString:
    return format_html(
        "{}{}{}", render_deleted(item.old.label), LINE_BREAK, render_inserted(item.new.label)
    )


def missing_language_note(shown: str, wanted: str, *, earlier: bool, later: bool) -> str:
    """Why changes are shown in another language than the reader's: which version is not available in it.

    ``earlier`` and ``later``: whether that version is. Empty where the wanted language is shown.
    """
    if shown == wanted:
        return ""
    if earlier and not later:
        words = _("Shown in %(shown)s: the later version is not available in %(wanted)s.")
    elif later and not earlier:
        words = _("Shown in %(shown)s: the earlier version is not available in %(wanted)s.")
    else:
        words = _("Shown in %(shown)s: the versions are not available in %(wanted)s.")
    return words % {"shown": name_of(shown), "wanted": name_of(wanted)}


def comparison_citation(old: Version, new: Version, address: str) -> CitationLine:
    """A citation line of a comparison: the names of both versions, and its permanent address."""
    language = get_language() or "en"
    line = filled(
        _("Changes from %(old_name)s to %(new_name)s"),
        old_name=full_version_name(old),
        new_name=full_version_name(new),
    )
    if old.reconstructed_from_id is not None:
        note = _("The earlier version is reconstructed, not authentic.")
        return CitationLine(joined(line, formats.stop(language), note), address)
    return CitationLine(joined(line, formats.stop(language)), address)


def change_note(item: ComparedItem, renumbered: bool, moved_from: str) -> str:
    """The kind of change for the margin, in words; ``moved_from``: the name of the old provision."""
    language = get_language() or "en"
    if item.op == "moved" and moved_from:
        note = filled(_("moved from %(number)s"), number=moved_from)
    elif item.op in ("split", "merged"):
        side = item.new if item.op == "split" else item.old
        numbers = [format.wording_number(each) or "¶" for each in side.wordings]
        note = f"{CHANGE_NAMES[item.op]}{formats.colon(language)}{formats.list_separator(language).join(numbers)}"
    else:
        note = "" if item.op == "equal" else str(CHANGE_NAMES[item.op])
    if renumbered and item.op in ("equal", "changed"):
        return formats.list_separator(language).join(
            each for each in (note, pgettext("provision", "renumbered")) if each
        )
    return note
