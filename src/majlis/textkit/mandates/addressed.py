"""Whom a verb addresses, and where what it asks for begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from majlis.textkit.mandates.grammar import Grammar
from majlis.textkit.mandates.names import (
    LONGEST,
    Name,
    bare_words,
    chain,
    headed,
    names_in,
    next_name,
    skip,
    words,
)

_REACH = 240  # characters from the verb to what opens the action
_ENTRY = 90  # characters of one entry of a list
_COMMA = re.compile(r"[,،]\s*")
_COMMAS = (",", "،", "，")
_SPACE = re.compile(r"\s+|$")


@dataclass(frozen=True, slots=True)
class Addressed:
    """Whom a verb addresses, and where the action begins. ``scope``: the end of the names."""

    names: tuple[Name, ...]
    scope: int
    action: int


def addressed(g: Grammar, text: str, place: int, end: int, *, heading: bool = False) -> Addressed:
    """Whom the verb before ``place`` addresses, up to ``end``.

    ``heading``: nothing but the names follows, as in an ITU heading.
    """
    here = skip(text, place, " ,،")
    for _ in range(2):
        lead = g.lead.match(text, here, end)
        if not lead or (g.to.match(text, here, end) and not _led(g, text, lead.end(), end)):
            break
        here = skip(text, lead.end(), " ")
    names, last, further = chain(g, text, here, end, heading=heading)
    if names:
        return _after_names(g, text, names, last, further, end, heading)
    return _unknown(g, text, here, end, heading)


def _led(g: Grammar, text: str, place: int, end: int) -> bool:
    """Whether a preposition leads to whom is addressed: a name, or what opens the action, follows."""
    if names_in(g, text, place, min(end, place + 60)):
        return True
    marker = _marker(g, text, place, end)
    return marker is not None and bool(g.that.fullmatch(marker[0]))


def _after_names(
    g: Grammar,
    text: str,
    names: list[Name],
    last: int,
    further: int | None,
    end: int,
    heading: bool,
) -> Addressed:
    at = skip(text, last)
    match = g.to.match(text, at, end)
    occasion = None if match else g.lex.pattern("occasions", "patterns", start=True).match(text, at)
    if occasion and (marker := g.to.search(text, occasion.end(), min(end, at + _REACH))):
        # "l'inviter à sa session de 2030 à ...": the first particle opens when, not what
        return Addressed(tuple(names), last, marker.end())
    match = match or g.to_weak.match(text, at, end)
    if match:
        return Addressed(tuple(names), last, match.end())
    if g.verb_first and not heading and text[last:at].strip() and g.cut.match(text, at, end):
        closed = _COMMA.search(text, at, min(end, at + LONGEST))
        if closed:  # "..., above all the lamp panels, to ...": an aside stands before the action
            marker = g.to.match(text, closed.end(), end)
            return Addressed(tuple(names), last, marker.end() if marker else closed.end())
    aside = None
    if further is not None:
        aside = g.cut.match(text, further, end) or _sets_off(g, text, further)
        aside = aside or g.condition.match(text, further, end)
    if further is not None and not aside:
        marker = _marker(g, text, further, end)
        stop = marker.start() if marker else (end if heading else further)
        rest, start, finish = bare_words(g, text, further, _before_cut(g, text, further, stop))
        if rest and not _nobody(g, text, start) and _holds_names(g, text, start, finish):
            if _goes_on(
                g, text, names[-1], start, finish
            ):  # "the Committee on Peace, Tides and Trade"
                whole = text[names[-1].start : finish]
                names = [*names[:-1], Name(whole, names[-1].start, finish, known=False)]
            else:
                names = [*names, *_entries(g, text, start, finish, rest)]
            return Addressed(tuple(names), finish, marker.end() if marker else end)
    if heading and not _marker(g, text, last, end):
        return Addressed(tuple(names), last, end)
    condition = g.condition.match(text, at, end)
    if condition and not words(text, condition.end(), end)[0]:
        return Addressed(tuple(names), last, at)  # a lead to points, with no more than a condition
    if not g.bare or g.cut.match(text, at, end) or g.condition.match(text, at, end):
        marker = _marker(g, text, last, end)
        if marker:
            return Addressed(tuple(names), last, marker.end())
    return Addressed(tuple(names), last, at)


def _goes_on(g: Grammar, text: str, last: Name, start: int, end: int) -> bool:
    """Whether words behind a comma belong to the name before it: capitals, and no noun that names somebody."""
    if g.code != "en" or last.known:
        return False
    spaces = (gap.end() for gap in _SPACE.finditer(last.value))
    if not any(g.qualified.match(last.value, at) for at in spaces):
        return False
    return text[start : start + 1].isupper() and not headed(g, text, start, end)


def _sets_off(g: Grammar, text: str, place: int) -> re.Match[str] | None:
    """What sets the action off ("whenever a lamp fails") stands between whom it asks and the action."""
    return g.lex.pattern("triggers", "patterns", start=True).match(text, place)


def behind_trigger(g: Grammar, text: str) -> int:
    """Past what sets an action off, where a paragraph opens with it ("If a lamp fails, requests ..."); or 0."""
    found = g.lex.pattern("triggers", "patterns", start=True).match(text, skip(text, 0))
    return (
        skip(text, found.end()) if found and text[found.end() : found.end() + 1] in _COMMAS else 0
    )


def _entries(
    g: Grammar, text: str, start: int, end: int, value: str, *, heading: bool = False
) -> list[Name]:
    """Each entry of a list of which the lexicon knows some or none, or the words as one name.

    In "international, regional and national partners" and in "the Panel on Peace, Tides and Trade" a
    comma parts no names.
    """
    glued = _glued(g)
    if value.startswith(glued):
        start, value = start + 1, value[1:]
    whole = [Name(value, start, end, known=False)]
    found = listed(g, text, start, end) or _two_named(g, text, start, end)
    unknown = [name for name in found if not name.known]
    if len(found) < 2 or any(g.adjective.fullmatch(name.value) for name in unknown):
        return whole
    if any(len(name.value) > _ENTRY for name in unknown):
        return whole
    long = not heading and not found[0].known and len(found[0].value.split()) > 2
    lone = any(" " not in name.value for name in found[1:] if not name.known)
    return whole if long and lone else found


def _joiners(g: Grammar, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where each word that continues a list begins and ends; never at the start."""
    place = start
    while place < end:
        gap = _SPACE.search(text, place + 1, end) if g.code != "zh" else None
        place = (gap.end() if gap else end) if g.code != "zh" else place + 1
        joined = g.joiner.match(text, place, end) if place < end else None
        if joined:
            yield place, joined.end()


def _two_named(g: Grammar, text: str, start: int, end: int) -> list[Name]:
    """Two whom the lexicon does not know ("the Lamp Board of the Union and the panel of keepers").

    Each has a noun that names somebody: at its start in most languages, among its first words in English.
    """
    if end - start > LONGEST:
        return []
    for place, _ in _joiners(g, text, start, end):
        first, then = _entry(g, text, start, place), _entry(g, text, place, end)
        if first and then and _somebody(g, text, first[0]) and _somebody(g, text, then[0]):
            return [*first, *then]
    return []


def _somebody(g: Grammar, text: str, name: Name) -> bool:
    return name.known or headed(g, text, name.start, name.end)


def _holds_names(g: Grammar, text: str, start: int, end: int) -> bool:
    """Whether words are not too long for a name, or a list of such names."""
    if end - start <= LONGEST:
        return True
    found = listed(g, text, start, end) if end - start <= _REACH else []
    return len(found) > 1 and all(name.end - name.start <= _ENTRY for name in found)


def _glued(g: Grammar) -> tuple[str, ...]:
    """Conjunctions that are written in one word with the name behind them."""
    return tuple(g.lex.words("flattened", "joiners"))


def listed(g: Grammar, text: str, start: int, end: int) -> list[Name]:
    """A list of whom the lexicon knows in part, with commas or two joined: one name an entry."""
    found: list[Name] = []
    if not any(sign in text[start:end] for sign in ",،，、"):
        return _joined_to_known(g, text, start, end)
    place = start
    for sign in re.finditer(r"[,،，、]\s*", text[start:end]):
        found += _entry(g, text, place, start + sign.start())
        place = start + sign.end()
    last = place
    while last < end and not (joined := g.joiner.match(text, last, end)):
        gap = _SPACE.search(text, last + 1, end)
        last = gap.end() if gap else end
    if last < end and joined:
        found += _entry(g, text, place, last)
        place = joined.end()
    return found + _entry(g, text, place, end)


def _joined_to_known(g: Grammar, text: str, start: int, end: int) -> list[Name]:
    """Somebody unknown and somebody known ("administrations and Sector Members"), nobody behind."""
    for place, behind in _joiners(g, text, start, end):
        known = next_name(g, text, skip(text, behind, " "), end)
        if known and known.end >= end:
            return [*_entry(g, text, start, place), known]
    return []


def _entry(g: Grammar, text: str, start: int, end: int) -> list[Name]:
    joined = g.joiner.match(text, start, end)
    begin = skip(text, joined.end() if joined else start, " ")
    known = next_name(g, text, begin, end)
    if known and known.end >= begin + len(text[begin:end].rstrip()):
        return [known]
    value, begin, end = bare_words(g, text, begin, end)
    if joined and value.startswith(_glued(g)):
        begin, value = begin + 1, value[1:]
    return [Name(value, begin, end, known=False)] if value else []


def _unknown(g: Grammar, text: str, here: int, end: int, heading: bool) -> Addressed:
    marker = _marker(g, text, here, end)
    if heading and marker and not g.to.match(text, marker.start()):
        marker = None  # "le Directeur du Bureau de développement": nothing but the name follows
    stop = marker.start() if marker else (end if heading else here)
    value, start, finish = bare_words(g, text, here, _before_cut(g, text, here, stop))
    if not value or _nobody(g, text, start) or not _holds_names(g, text, start, finish):
        return Addressed((), here, here)
    if g.directors.match(text, start):
        names = [Name(value, start, finish, known=False)]
    else:
        names = _entries(g, text, start, finish, value, heading=heading)
    return Addressed(tuple(names), finish, marker.end() if marker else end)


def _nobody(g: Grammar, text: str, start: int) -> bool:
    """Whether words begin as those that name nobody ("international support"); a capital names somebody."""
    match = g.no_actor.match(text, start)
    return match is not None and not match[0].split()[-1][:1].isupper()


def _marker(g: Grammar, text: str, place: int, end: int) -> re.Match[str] | None:
    reach = min(end, place + _REACH)
    return g.to.search(text, place, reach) or g.to_weak.search(text, place, reach)


def _before_cut(g: Grammar, text: str, start: int, stop: int) -> int:
    """Where whoever is only worked with begins: at words, or after a comma a word, that cut the list."""
    aside = g.aside.search(text, start + 1, stop) if g.bare else None
    stop = aside.start() if aside else stop
    for match in re.finditer(r"[,،，]\s*", text[start:stop]):
        place = start + match.end()
        if g.cut.match(text, place, stop):
            return start + match.start()
    return stop
