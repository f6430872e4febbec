"""Clauses as the library draws them, with their wording marked, and as data."""

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
from majlis.mandates.clauses.queries import ClauseRow, ClauseWording
from majlis.mandates.models import Clause


def clause_place(each: ClauseRow) -> str:
    """Which provision of which text."""
    here = get_language() or "en"
    text = each.version.instrument
    symbol = format.localized_symbol(text.symbol, here) or str(text)
    at = format.provision_reference(each.chain) if each.chain else ""
    return f"{symbol}{formats.list_separator(here)}{at}" if at else symbol


def clause_url(each: ClauseRow) -> str:
    """The page of the provision."""
    return each.chain[-1][0].get_absolute_url() if each.chain else each.version.get_absolute_url()


def marked_wording(words: ClauseWording) -> Any:
    """The words of the provision, those that are the clause marked."""
    if words.own is None:
        return words.text
    start, end = words.own
    text = words.text
    return format_html("{}<mark>{}</mark>{}", text[:start], text[start:end], text[end:])


def clause_context(each: ClauseRow) -> dict[str, Any]:
    """A clause for the page."""
    kept = each.clause
    first, others = each.words[:1], each.words[1:]
    return {
        "key": kept.pk,
        "kind": Clause.Kind(kept.kind).label,
        "when": date(kept.deadline) if kept.deadline else kept.occasion,
        "body": each.body,
        "place": clause_place(each),
        "url": clause_url(each),
        "first": [_wording_context(words) for words in first],
        "others": [_wording_context(words) for words in others],
    }


def _wording_context(words: ClauseWording) -> dict[str, Any]:
    return {
        "language": words.language,
        "direction": direction(words.language),
        "name": LANGUAGES_BY_CODE[words.language].name,
        "text": marked_wording(words),
    }


def clauses_sheet(rows: Sequence[ClauseRow]) -> Sheet:
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
    return Sheet("clauses", _("Clauses"), fields, [_sheet_row(each) for each in rows])


def _sheet_row(each: ClauseRow) -> list[Any]:
    kept = each.clause
    words = next((one for one in each.words if one.language == kept.language), None)
    return [
        kept.kind,
        each.version.instrument.symbol,
        clause_place(each),
        kept.deadline,
        kept.occasion,
        each.body,
        kept.language,
        words.text if words else "",
        clause_url(each).lstrip("/").partition("/")[2],
    ]
