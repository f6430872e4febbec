"""How a paragraph opens: the verb that makes it preambular or operative."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from majlis.textkit.lexicon import Lexicon, Verb, fold, lexicon

Part = Literal["preambular", "operative"]


_LONGEST = 240  # characters of a paragraph in which its verb stands
# What may stand before a quoted paragraph.
_BEFORE = re.compile("[\\s\"“„«‘'\\[(…]*")


@dataclass(frozen=True, slots=True)
class Opening:
    """The verb at the start of a paragraph. ``start``/``end`` span it (with its adverbs) in the text.

    ``parts``: which parts the form may open; two where the language uses one word for both.
    ``certain``: found in the lexicon; False where only its ending speaks.
    """

    verb: Verb | None
    parts: frozenset[str]
    start: int
    end: int
    certain: bool = True


def opening(text: str, language: str, prefer: Part | None = None) -> Opening | None:
    """The opening of a paragraph (label already removed), or None where no verb opens it.

    ``prefer`` chooses the verb where the form belongs to both parts.
    """
    return _opening(text[:_LONGEST], language, prefer)


@lru_cache(maxsize=4096)
def _opening(text: str, language: str, prefer: Part | None) -> Opening | None:
    lex = lexicon(language)
    # Markdown leaves signs around an emphasised verb
    folded = fold(text.replace("*", " ").replace("_", " "))
    first = _first_letter(folded.text)
    lead = lex.lead.match(folded.text, first)
    begin = lead.end() if lead else first
    match = lex.openings.match(folded.text, begin)
    if match is None or lex.verb_of(match).part == "preambular":
        # past a phrase: "Acting under Chapter VII, decides" is ruled by the verb after it
        skipped = _skip(lex, folded.text, begin)
        after = lex.openings.match(folded.text, skipped) if skipped != begin else None
        if after is not None and (match is None or lex.verb_of(after).part == "operative"):
            match = after
    if match is None and begin != first:
        match = lex.openings.match(folded.text, first)
    if match is not None:
        verb = lex.verb_of(match)
        parts = {verb.part}
        operative = _operative_twin(language, match.group())
        if operative is not None:
            parts = {"preambular", "operative"}
            if verb.part == "preambular" and prefer == "operative":
                verb = operative
        _start, end = folded.back(0, match.end())
        return Opening(verb, frozenset(parts), _first_letter(text), end)
    for part in ("preambular", "operative"):
        shape = lex.pattern("morphology", part, start=True).match(folded.text, begin)
        if shape:
            _, end = folded.back(0, shape.end())
            return Opening(None, frozenset({part}), _first_letter(text), end, certain=False)
    return None


def _skip(lex: Lexicon, text: str, begin: int) -> int:
    """Past an adverbial phrase set off by commas ("In this regard, …"), as the lexicon lists them."""
    match = lex.pattern("words", "phrases", start=True).match(text, begin)
    if not match:
        return begin
    place = len(text) - len(text[match.end() :].lstrip())
    rest = lex.lead.match(text, place)
    return rest.end() if rest else place


@lru_cache(maxsize=4096)
def _operative_twin(language: str, words: str) -> Verb | None:
    twins = lexicon(language).twins
    return next((verb for pattern, verb in twins if pattern.fullmatch(words)), None)


def _first_letter(text: str) -> int:
    found = _BEFORE.match(text)
    return found.end() if found else 0


def opening_kind(text: str, language: str) -> Part | None:
    """Whether the words alone make a paragraph preambular or operative; None where they do not say.

    A form that opens both (Chinese) is decided by the mark at the end: a comma in the preamble.
    """
    found = opening(text, language)
    if found is None:
        return None
    if found.parts == {"preambular"}:
        return "preambular"
    if found.parts == {"operative"}:
        return "operative"
    return "preambular" if text.rstrip()[-1:] in ",，،" else "operative"


def opens_as_point(text: str, language: str) -> bool:
    """Whether a paragraph opens with an infinitive or a noun of asking ("to invite", "invitation to").

    Only a paragraph before it can govern such words.
    """
    return _point_openings(language).match(fold(text[:300]).text.strip()) is not None


@lru_cache
def _point_openings(language: str) -> re.Pattern[str]:
    lex = lexicon(language)
    forms = [form for entry in lex.table("operative").values() for form in entry.get("nominal", [])]
    return lex.compile([*forms, *lex.words("words", "to")], start=True)
