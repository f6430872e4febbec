"""Differences between the languages of a version, as a list."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy

from majlis.instruments.citations import format
from majlis.instruments.models import Difference
from majlis.instruments.models.provision import NAMES
from majlis.kernel.errors import StrOrPromise
from majlis.look import formats
from majlis.look.languages import name_of

DIFFERENCE_NAMES = {
    "missing": gettext_lazy("The provision exists in only one of the two languages."),
    "label": gettext_lazy("The labels differ."),
    "date": gettext_lazy("The dates differ."),
    "citation": gettext_lazy("The citations differ."),
    "number": gettext_lazy("The numbers differ."),
    "structure": gettext_lazy("The position in the structure differs."),
    "length": gettext_lazy("One language version is much longer than the other."),
}


def difference_rows(differences: Sequence[Difference]) -> list[dict[str, StrOrPromise]]:
    """The differences for the template: languages, kind, place, and the values of each side."""
    return [
        {
            "languages": f"{name_of(each.language)} / {name_of(each.against)}",
            "words": DIFFERENCE_NAMES.get(each.kind, each.kind),
            "here": _values(each.kind, each.here, each.language),
            "there": _values(each.kind, each.there, each.against),
            "place": _provision_name(each),
            "url": place.get_absolute_url() if place else "",
        }
        for each, place in ((each, each.provision or each.other) for each in differences)
    ]


def _provision_name(difference: Difference) -> str:
    """The name of a difference's provision; ``chain`` was read with the difference."""
    place = difference.provision or difference.other
    if place is None:
        return ""
    return (
        format.provision_reference(difference.chain)
        if difference.chain
        else format.provision_name(place)
    )


def _values(kind: str, values: Sequence[str], language: str) -> SafeString:
    """The values that only one language has: dates in the reader's format, the rest unchanged."""
    reader_language = get_language() or "en"
    items = [
        format_html('<bdi class="nowrap">{}</bdi>', _date(str(each), reader_language))
        if kind == "date"
        else format_html("{}", NAMES[each])
        if kind == "structure" and each in NAMES
        else format_html('<bdi lang="{}">{}</bdi>', language, each)
        for each in values
    ]
    return format_html_join(
        formats.list_separator(reader_language), "{}", ((each,) for each in items)
    )


def _date(words: str, language: str) -> str:
    try:
        return formats.date(words, language)
    except (ValueError, IndexError):
        return words
