"""Clauses as HTML for the library, with their wording marked."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString

from majlis.instruments.citations import format, names
from majlis.kernel.languages import direction
from majlis.look.languages import name_of
from majlis.look.templatetags.look import date
from majlis.mandates.clauses.queries import ClauseRow, ClauseWording
from majlis.mandates.core.display import Context
from majlis.mandates.models import Clause


def clause_place(row: ClauseRow) -> str:
    """The symbol of the text and the reference of the provision."""
    symbol = names.instrument_symbol(row.version.instrument)
    return format.provision_of_text(symbol, row.chain) if row.chain else symbol


def clause_url(row: ClauseRow) -> str:
    """The address of the provision, or of the version where no provision is known."""
    return row.chain[-1][0].get_absolute_url() if row.chain else row.version.get_absolute_url()


def marked_wording(wording: ClauseWording) -> SafeString | str:
    """The text of the provision, with the part that states the clause in ``<mark>``."""
    if wording.own is None:
        return wording.text
    start, end = wording.own
    text = wording.text
    return format_html("{}<mark>{}</mark>{}", text[:start], text[start:end], text[end:])


def clause_context(row: ClauseRow) -> Context:
    """The template context of a clause."""
    clause = row.clause
    first, others = row.words[:1], row.words[1:]
    return {
        "key": clause.pk,
        "kind": Clause.Kind(clause.kind).label,
        "when": date(clause.deadline) if clause.deadline else clause.occasion,
        "body": row.body,
        "place": clause_place(row),
        "url": clause_url(row),
        "first": [_wording_context(wording) for wording in first],
        "others": [_wording_context(wording) for wording in others],
    }


def _wording_context(wording: ClauseWording) -> dict[str, str]:
    return {
        "language": wording.language,
        "direction": direction(wording.language),
        "name": name_of(wording.language),
        "text": marked_wording(wording),
    }


def wording_of_clause(row: ClauseRow) -> str:
    """The wording in the language in which the clause was accepted; empty if there is none."""
    language = row.clause.language
    return next((wording.text for wording in row.words if wording.language == language), "")


def clause_address(row: ClauseRow) -> str:
    """The address of the provision without the language of the page."""
    return clause_url(row).lstrip("/").partition("/")[2]
