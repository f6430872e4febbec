"""Suggestions while a person types: in the search field, and in fields for a symbol or number."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

from majlis.commons.search import registry
from majlis.commons.search.index import fold_title
from majlis.commons.search.models import SearchEntry
from majlis.commons.search.parse import parse_query
from majlis.commons.search.symbols import canonical_symbol
from majlis.kernel.models import Reader
from majlis.kernel.models.record import visibility_condition
from majlis.kernel.record_kinds import RECORD_KINDS

MAX_SUGGESTIONS = 8
MAX_TYPED_LENGTH = 100
"""Characters of what is typed that are used; the rest is ignored."""
_ROWS = MAX_SUGGESTIONS * 12  # of which the best are suggested


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A record that is suggested: ``value`` is what a field gets; ``note`` is that value, or the kind of the record."""

    value: str
    title: str
    language: str
    note: str | Promise
    url: str


def suggestions(
    user: Reader, typed: str, language: str = "en", field: str = ""
) -> list[Suggestion]:
    """The visible records whose titles or symbols match what is typed, at most eight.

    Exact symbols come first, then titles that begin so, then titles in the reader's language. ``field`` is what a field asks for: "" for anything, or
    the name under which kinds of records are suggested there. Two statements, or three with a field.
    """
    rows = suggested_entries(user, typed, language, field)
    values: dict[int, str] = {}
    for kind, source in registry.SOURCES.items():
        keys = [row.record_id for row in rows if row.kind == kind]
        if keys and source.suggested is not None and field:
            values |= source.suggested.values(keys, language)
    found = []
    for row in rows:
        title, written = registry.title_for_reader(row.kind, row.title, row.language, language)
        kind_name = RECORD_KINDS[row.kind].name if row.kind in RECORD_KINDS else ""
        value = values.get(row.record_id, "") if field else title
        note = value if field else kind_name
        if value:
            found.append(Suggestion(value, title, written, note, row.record.get_absolute_url()))
    # Versions of one text have one symbol.
    return list({each.value: each for each in reversed(found)}.values())[::-1]


def suggested_entries(
    user: Reader, typed: str, language: str = "en", field: str = ""
) -> list[SearchEntry]:
    """The rows that are suggested, one for each record; one statement."""
    query = parse_query(typed[:MAX_TYPED_LENGTH], unfinished=True)
    if not query.tsquery:
        return []
    rows = SearchEntry.objects.filter(
        visibility_condition(user, "record__"), heading__match=query.tsquery
    )
    if field:
        rows = rows.filter(kind__in=_kinds_for(field))
    found = rows.select_related("record").only(
        "record", "language", "title", "folded", "symbols", "kind"
    )[:_ROWS]
    leading, name = registry.leading_kinds(), fold_title(query.plain)
    ordered = sorted(
        found,
        key=lambda row: (
            canonical_symbol(query.plain) not in row.symbols,
            not row.folded.startswith(name),
            row.language != language,
            row.kind not in leading,
            len(row.title),
            row.pk,
        ),
    )
    first: dict[int, SearchEntry] = {}
    for row in ordered:
        first.setdefault(row.record_id, row)
    return list(first.values())[:MAX_SUGGESTIONS]


def _kinds_for(field: str) -> list[str]:
    return [
        kind
        for kind, source in registry.SOURCES.items()
        if source.suggested is not None and source.suggested.field == field
    ]
