"""What lies between two versions, or between two languages of one, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from majlis.instruments import citing
from majlis.instruments.models import Difference
from majlis.instruments.models.provision import NAMES
from majlis.instruments.queries.compare import Count, Item
from majlis.instruments.show.words import WBR, deleted, inserted, redline_words
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.look import formats

DIFFERENCES = {
    "missing": gettext_lazy("Only one of the two languages has it."),
    "label": gettext_lazy("The labels differ."),
    "date": gettext_lazy("The dates differ."),
    "citation": gettext_lazy("What they cite differs."),
    "number": gettext_lazy("The numbers differ."),
    "structure": gettext_lazy("It stands elsewhere, or under something else."),
    "length": gettext_lazy("One is much longer than the other."),
}


def differences(found: Sequence[Difference]) -> list[dict[str, Any]]:
    """Where languages are out of step, in words: which, where, what each has."""
    return [
        {
            "languages": f"{LANGUAGES_BY_CODE[each.language].name} / {LANGUAGES_BY_CODE[each.against].name}",
            "words": DIFFERENCES.get(each.kind, each.kind),
            "here": _values(each.kind, each.here, each.language),
            "there": _values(each.kind, each.there, each.against),
            "place": _place(each),
            "url": place.get_absolute_url() if place else "",
        }
        for each, place in ((each, each.provision or each.other) for each in found)
    ]


def _place(each: Any) -> str:
    """What the provision of a difference is called; ``chain`` is read with it."""
    place = each.provision or each.other
    if place is None:
        return ""
    return citing.place_among(each.chain) if each.chain else citing.place(place, "")


def _values(kind: str, found: Sequence[Any], language: str) -> SafeString:
    """What one language alone has: dates as the reader writes them, the rest as it stands there."""
    here = get_language() or "en"
    made = [
        format_html('<bdi class="nowrap">{}</bdi>', _date(str(each), here))
        if kind == "date"
        else format_html("{}", NAMES[each])
        if kind == "structure" and each in NAMES
        else format_html('<bdi lang="{}">{}</bdi>', language, each)
        for each in found
    ]
    return format_html_join(formats.list_separator(here), "{}", ((each,) for each in made))


def _date(words: str, language: str) -> str:
    try:
        return formats.date(words, language)
    except (ValueError, IndexError):
        return words


OPS = {
    "changed": pgettext_lazy("provision", "changed"),
    "inserted": pgettext_lazy("provision", "inserted"),
    "deleted": pgettext_lazy("provision", "deleted"),
    "moved": pgettext_lazy("provision", "moved"),
    "split": pgettext_lazy("provision", "split"),
    "merged": pgettext_lazy("provision", "merged"),
}


def summary(counts: Sequence[Count]) -> str:
    """How many provisions were changed in which way, in a line."""
    if not counts:
        return _("Nothing changed.")
    here = get_language() or "en"
    said = [
        f"{OPS[each.op]}{formats.colon(here)}{formats.number(each.number, here)}" for each in counts
    ]
    return formats.list_separator(here).join(said)


def compared(item: Item) -> dict[str, Any]:
    """An item of a comparison for the template."""
    own = item.new if item.new.wordings else item.old
    first = own.wordings[0] if own.wordings else None
    provision = first.provision if first else None
    deleted = not item.new.wordings
    renumbered = bool(
        item.old.wordings
        and item.new.wordings
        and citing.bare(item.old.label) != citing.bare(item.new.label)
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
        "name": citing.place(provision, own.label) if provision else "",
        "label": _relabelled(item) if renumbered else own.label,
        "words": redline_words(item.old.text, item.new.text),
        "note": note_of(item, renumbered),
    }


def _relabelled(item: Item) -> SafeString:
    return format_html("{}{}{}", deleted(item.old.label), WBR, inserted(item.new.label))


def note_of(item: Item, renumbered: bool) -> str:
    """What became of a provision, in words for its margin."""
    here = get_language() or "en"
    old = citing.bare(item.old.label)
    if item.op == "moved" and old:
        said = _("moved here from %(number)s") % {"number": old}
    elif item.op in ("split", "merged"):
        side = item.new if item.op == "split" else item.old
        numbers = [citing.bare(each.label) or "¶" for each in side.wordings]
        said = f"{OPS[item.op]}{formats.colon(here)}{formats.list_separator(here).join(numbers)}"
    else:
        said = "" if item.op == "equal" else str(OPS[item.op])
    if renumbered and item.op in ("equal", "changed"):
        return formats.list_separator(here).join(each for each in (said, _("renumbered")) if each)
    return said
