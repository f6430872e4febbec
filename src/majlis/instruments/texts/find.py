"""Search inside one text: the provisions that have all words, with the matches marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from majlis.commons.search.excerpts import Piece, excerpt, mark_matches
from majlis.commons.search.parse import ParsedQuery, parse_query
from majlis.instruments.models import LanguageVersion
from majlis.instruments.texts.outline import Outline
from majlis.look import parts

MOST_FOUND = 50
"""Most provisions in the list of matches."""
MOST_WORDS = 8
"""Words of a search that are looked for; the rest is ignored."""
LONGEST_SEARCH = 200
"""Characters of the field."""


@dataclass(frozen=True)
class Match:
    """A provision that has the words: its name, its address, and the passage with the words marked."""

    name: str
    url: str
    pieces: list[Piece]


def find_context(
    request: HttpRequest, words: str, here: LanguageVersion, outline: Outline
) -> dict[str, Any]:
    """What the page of a text shows of a search in it; nothing without words.

    The lines of the outline have their whole wording.
    """
    if not words:
        return {"find": ""}
    query = parse_query(words, [here.language])
    found = find_provisions(outline, here.language, words)
    names = outline.names([eid for eid, _text in found[:MOST_FOUND]])
    matches = [
        Match(
            names.get(eid, ""),
            f"{parts.with_query(request, part=None, find=None, at=eid)}#{eid}",
            excerpt(text, query, here.language),
        )
        for eid, text in found[:MOST_FOUND]
    ]
    return {
        "find": words,
        "found": matches,
        "found_count": len(found),
        "without_find": parts.with_query(request, find=None),
    }


def requested_words(request: HttpRequest) -> str:
    """The words to find in the text; empty without a search."""
    return " ".join(request.GET.get("find", "")[:LONGEST_SEARCH].replace("\x00", "").split())


def find_provisions(outline: Outline, language: str, words: str) -> list[tuple[str, str]]:
    """The provisions whose wording in a language has all words: identifier and wording."""
    parsed = (parse_query(word, [language]) for word in words.split()[:MOST_WORDS])
    queries = [query for query in parsed if query.tsquery]
    if not queries:
        return []
    return [
        (line.eid, line.words)
        for line in outline.lines
        if line.language == language and _has_all(line.words, queries, language)
    ]


def _has_all(text: str, queries: Sequence[ParsedQuery], language: str) -> bool:
    """Whether each word matches somewhere; of Chinese characters in a row, all of their words."""
    return all(_has(text, query, language) for query in queries)


def _has(text: str, query: ParsedQuery, language: str) -> bool:
    if language == "zh" and len(query.lexemes) > 1 and query.plain not in text:
        return all(word in text for word in query.lexemes)
    return any(piece.marked for piece in mark_matches(text, query, language))
