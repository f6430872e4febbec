"""Clauses as the library shows them: their words, marked, in each language, to copy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.html import format_html
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from majlis.instruments.citations import format
from majlis.kernel.downloads import Field, Sheet
from majlis.kernel.languages import LANGUAGES_BY_CODE, direction
from majlis.look import formats
from majlis.look.templatetags.look import date
from majlis.mandates.models import Clause
from majlis.mandates.queries.clauses import Shown, Words


def place(each: Shown) -> str:
    """Which provision of which text."""
    here = get_language() or "en"
    text = each.version.instrument
    symbol = format.localized_symbol(text.symbol, here) or str(text)
    at = format.provision_reference(each.chain) if each.chain else ""
    return f"{symbol}{formats.list_separator(here)}{at}" if at else symbol


def url(each: Shown) -> str:
    """The page of the provision."""
    return each.chain[-1][0].get_absolute_url() if each.chain else each.version.get_absolute_url()


def marked(words: Words) -> Any:
    """The words of the provision, those that are the clause marked."""
    if words.own is None:
        return words.text
    start, end = words.own
    text = words.text
    return format_html("{}<mark>{}</mark>{}", text[:start], text[start:end], text[end:])


def clause(each: Shown) -> dict[str, Any]:
    """A clause for the page."""
    kept = each.clause
    first, others = each.words[:1], each.words[1:]
    return {
        "key": kept.pk,
        "kind": Clause.Kind(kept.kind).label,
        "when": date(kept.deadline) if kept.deadline else kept.occasion,
        "body": each.body,
        "place": place(each),
        "url": url(each),
        "first": [_in(words) for words in first],
        "others": [_in(words) for words in others],
    }


def _in(words: Words) -> dict[str, Any]:
    return {
        "language": words.language,
        "direction": direction(words.language),
        "name": LANGUAGES_BY_CODE[words.language].name,
        "text": marked(words),
    }


def sheet(rows: Sequence[Shown]) -> Sheet:
    """The clauses as data."""
    fields = (
        Field("kind", pgettext("clause", "Kind")),
        Field("text", _("Text")),
        Field("place", _("Provision")),
        Field("date", pgettext("clause", "Date")),
        Field("occasion", _("Occasion")),
        Field("body", _("Who reviews or renews")),
        Field("language", _("Language")),
        Field("words", _("Words")),
        Field("address", _("Address")),
    )
    return Sheet("clauses", _("Clauses"), fields, [_row(each) for each in rows])


def _row(each: Shown) -> list[Any]:
    kept = each.clause
    words = next((one for one in each.words if one.language == kept.language), None)
    return [
        kept.kind,
        each.version.instrument.symbol,
        place(each),
        kept.deadline,
        kept.occasion,
        each.body,
        kept.language,
        words.text if words else "",
        url(each).lstrip("/").partition("/")[2],
    ]
