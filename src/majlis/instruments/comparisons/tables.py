"""How a comparison is drawn: summary, rows and notes."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from majlis.instruments.citations import format
from majlis.instruments.comparisons.queries import ChangeCount, ComparedItem
from majlis.instruments.texts.wording import (
    LINE_BREAK,
    render_deleted,
    render_inserted,
    render_redline,
)
from majlis.look import formats

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


def compared_row(item: ComparedItem) -> dict[str, str | list[str]]:
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
        "name": format.provision_name(provision, first) if provision else "",
        "label": _changed_label(item) if renumbered else side.label,
        "words": render_redline(item.old.text, item.new.text),
        "note": change_note(item, renumbered),
    }


def _changed_label(item: ComparedItem) -> SafeString:
    return format_html(
        "{}{}{}", render_deleted(item.old.label), LINE_BREAK, render_inserted(item.new.label)
    )


def change_note(item: ComparedItem, renumbered: bool) -> str:
    """The kind of change for the margin, in words."""
    language = get_language() or "en"
    old = format.wording_number(item.old.wordings[0]) if item.old.wordings else ""
    if item.op == "moved" and old:
        note = _("moved from %(number)s") % {"number": old}
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
