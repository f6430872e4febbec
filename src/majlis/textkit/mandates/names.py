"""Whom a sentence addresses: names that the lexicon knows, and the words of those that it does not."""

from __future__ import annotations

import re
from dataclasses import dataclass

from majlis.textkit.mandates.grammar import Grammar

_LONGEST = 160  # characters of one name with what it governs
_REACH = 240  # characters from the verb to what opens the action
_NUMBER = re.compile(r"\d+(?:\D{1,5}\d+)*$")
# "13-я комиссия", "第13研究组": the number stands before the name.
_LEADING = re.compile(r"\W*[^\W\d_]?\s?\d+(?:\D{1,5}\d+)*(?=\D)")
_DIGITS = re.compile(r"\d+")
# Between a number and the Sector whose group it is ("commission d'études 17 de l'UIT-T").
_LAST_WORDS = re.compile(r"\D{0,8}\Z")
# Names for a class of bodies. Where the words say more, they are the better name in English.
_GENERAL = frozenset(
    {
        "Committee",
        "Commission",
        "Working group",
        "Chair",
        "Executive Director",
        "Special Rapporteur",
    }
    | {"Advisory groups", "Peace operation", "Special Representative"}
)
_PROPER = re.compile(r"(?:[A-Z][\w'-]*\s+)+\Z")
_BREAK = re.compile(r"[\s,،，、]|$")
_COMMA = re.compile(r"[,،]\s*")
_SPACE = re.compile(r"\s+|$")
_EDGE = " \t,;:.،؛，；：、。"


@dataclass(frozen=True, slots=True)
class Name:
    """Somebody named: the lexicon's English ``value``, or the words where it ``known`` none."""

    value: str
    start: int
    end: int
    known: bool = True


@dataclass(frozen=True, slots=True)
class Addressed:
    """Whom a verb addresses, and where the action begins. ``scope``: the end of the names."""

    names: tuple[Name, ...]
    scope: int
    action: int


def name_at(g: Grammar, text: str, place: int, end: int) -> Name | None:
    """The longest known name that begins at a place; one body's own goes before that of a class."""
    best: Name | None = None
    rank = (False, place)
    for key, pattern in g.lex.named("actors"):
        match = pattern.match(text, place, end)
        # A class of bodies takes words in ("advisory groups on ..."), also those of who follows.
        if match and match.end() > place and (key not in _GENERAL, match.end()) > rank:
            rank = key not in _GENERAL, match.end()
            sector = g.sector.search(match[0])
            said = match[0]
            if sector and sector.start():
                said = _LAST_WORDS.sub("", said[: sector.start()])
            value = _numbered(key, said) if " " not in key or key[-1] == "s" else key
            if sector and len(sector[0]) < len(match[0]):
                value = f"ITU-{sector['s'].upper()} {value}"
            best = Name(value, place, match.end())
    return best


def _numbered(key: str, said: str) -> str:
    """A class of bodies with the numbers of those that are meant ("Study group 5"), if they have any."""
    number = _NUMBER.search(said) or _LEADING.match(said)
    numbers = _DIGITS.findall(number[0]) if number else []
    if not numbers:
        return key
    listed = ", ".join(numbers[:-1])
    return (
        f"{key} {listed} and {numbers[-1]}" if listed else f"{key.removesuffix('s')} {numbers[0]}"
    )


def names_in(g: Grammar, text: str, start: int, end: int) -> list[Name]:
    """Every known name, leftmost and longest first, none overlapping another."""
    found: list[Name] = []
    place = start
    while place < end:
        hit = g.actors.search(text, place, end)
        if not hit:
            break
        name = name_at(g, text, hit.start(), end)
        inner = g.actors.search(text, hit.start() + 1, end) if name else None
        if name and inner and g.strip.fullmatch(text[hit.start() : inner.start()].rstrip()):
            # "the Commission" begins earlier than "Commission on Lamps" but says less.
            longer = name_at(g, text, inner.start(), end)
            name = longer if longer and longer.end > name.end else name
        if name:
            found.append(name)
        place = max(name.end if name else 0, hit.start() + 1)
    return found


def words(text: str, start: int, end: int) -> tuple[str, int, int]:
    """A stretch of text without the signs and spaces around it, and its span."""
    raw = text[start:end]
    left = len(raw) - len(raw.lstrip(_EDGE))
    right = len(raw.rstrip(_EDGE))
    return (raw[left:right], start + left, start + right) if right > left else ("", start, start)


def bare_words(g: Grammar, text: str, start: int, end: int) -> tuple[str, int, int]:
    """As ``words``, without the article or particle that joins a name to what stands before it."""
    value, begin, finish = words(text, start, end)
    while match := g.strip.match(text, begin, finish):
        if match.end() == begin:
            break
        value, begin, finish = words(text, match.end(), finish)
    if g.code == "zh" and g.strip.fullmatch(value[-1:]):
        value, begin, finish = words(text, begin, finish - 1)
    return value, begin, finish


def skip(text: str, place: int, signs: str = " ,،，") -> int:
    """Past spaces and commas."""
    while place < len(text) and text[place] in signs:
        place += 1
    return place


def _next(g: Grammar, text: str, place: int, end: int, *, heading: bool = False) -> Name | None:
    """The name that follows, with nothing before it but words that do not change it."""
    filled = g.fill.match(text, place, end)
    far = filled.end() if filled else place
    best: Name | None = None
    start = place
    while start <= min(far, place + 80):
        hit = g.actors.search(text, start, min(end, start + _LONGEST))
        if not hit or hit.start() > far or (best and hit.start() >= best.end):
            break
        if hit.start() == place or g.fill.fullmatch(text, place, hit.start()):
            limit = g.to.search(text, hit.start() + 1, min(end, hit.start() + _LONGEST))
            name = name_at(g, text, hit.start(), limit.start() if limit else end)
            if name is None:  # what opens an action elsewhere is a word of the name
                name = name_at(g, text, hit.start(), end)
            # "les Membres" begins earlier than "Membres des Secteurs" but says less.
            if name and (best is None or name.end > best.end):
                best = name
        start = hit.start() + 1
    if best is None or g.possessive.match(text, best.end, end):
        return None  # "the Council's decision" is not the Council
    return _compound(g, text, _led_by_capital(g, text, place, best), end, heading)


def _led_by_capital(g: Grammar, text: str, place: int, name: Name) -> Name:
    """A general name behind a proper one ("the Coral States") is another, unknown one."""
    general = g.code == "en" and (name.value in _GENERAL or name.value == "States")
    proper = _PROPER.search(text, place, name.start) if general else None
    if proper is None or not bare_words(g, text, proper.start(), name.start)[0]:
        return name
    return Name(text[proper.start() : name.end], proper.start(), name.end, known=False)


def _compound(g: Grammar, text: str, name: Name, end: int, heading: bool) -> Name:
    """A name that goes on ("the Council Working Group on Lamps") is another, unknown one.

    In a heading nothing but names follows, so that "the Working Group on Lamps" goes on as well.
    """
    follows = name.end + (g.code != "zh" and text[name.end : name.end + 1] == " ")
    general = g.code == "en" and name.value in _GENERAL and name.end - name.start > len(name.value)
    qualified = heading and name.value in _GENERAL and g.qualified.match(text, follows, end)
    if not general and not qualified and not g.compound.match(text, follows, end):
        return name
    if g.code == "zh":
        match = g.compound.match(text, follows, end)
        value, start, stop = bare_words(g, text, name.start, match.end() if match else name.end)
        return Name(value, start, stop, known=False)
    stops = [end]
    for pattern in (g.to, g.modals, g.joiner, g.cut):
        at = follows
        while at < end:
            at = skip(text, at, " ")
            match = pattern.match(text, at, end)
            # "on", "of" belong to the name; a preposition that follows a comma does not.
            if match and match.end() > at and _ends_name(g, text, pattern, at, match.end(), end):
                stops.append(at)
                break
            gap = _BREAK.search(text, at + 1, end)
            at = gap.start() if gap else end
    value, start, stop = bare_words(g, text, name.start, min(stops))
    return Name(value, start, stop, known=False)


def _ends_name(
    g: Grammar, text: str, pattern: re.Pattern[str], at: int, after: int, end: int
) -> bool:
    """Whether a word ends a name: "on" and "and" may belong to it, unless a comma or a name says no."""
    if pattern is g.to or pattern is g.modals:
        return True
    if text[at - 1 : at] in ",،，" or text[at : at + 1] in ",،，":
        return True
    return pattern is g.joiner and _known_follows(g, text, skip(text, after, " "), end)


def _known_follows(g: Grammar, text: str, place: int, end: int) -> bool:
    filled = g.fill.match(text, place, end)
    hit = g.actors.search(text, place, min(end, place + _LONGEST))
    return bool(hit) and hit.start() <= (filled.end() if filled else place)  # type: ignore[union-attr]


def several(g: Grammar, text: str, name: Name) -> list[Name]:
    """The directors of several bureaux that share one word ("the Directors of A and B"), each by name."""
    match = g.directors.match(text, name.start, name.end)
    if not match:
        return [name]
    inside = [
        Name(value, found.start(), found.end())
        for value, pattern in g.bureaux
        for found in pattern.finditer(text, match.end(), name.end)
    ]
    return sorted(inside, key=lambda entry: entry.start) if len(inside) > 1 else [name]


def chain(
    g: Grammar, text: str, place: int, end: int, *, heading: bool = False
) -> tuple[list[Name], int, int | None]:
    """Names that follow each other: the names, where they end, and where a further one would begin."""
    names: list[Name] = []
    last = place
    here = place
    while name := _next(g, text, here, end, heading=heading):
        names.append(name)
        last = name.end
        while after := g.after.match(text, skip(text, last, " "), end):
            last = after.end()
        at = skip(text, last, " ")
        if g.cut.match(text, skip(text, at), end) and not g.joiner.match(text, skip(text, at), end):
            return names, last, None
        joined = g.joiner.match(text, at, end)
        if not joined:
            return names, last, None
        here = skip(text, joined.end(), " ")
        if (aside := g.after.match(text, skip(text, here), end)) and text.startswith(
            ",", aside.end()
        ):
            here = skip(text, aside.end())  # "Member States and, as appropriate, Sector Members"
        if g.cut.match(text, at, end) and not _next(g, text, here, end):
            return names, last, None
        if g.code == "zh" and g.cut.match(text, at, end):
            return names, last, None
    return names, last, here if names else None


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
        closed = _COMMA.search(text, at, min(end, at + _LONGEST))
        if closed:  # "..., above all the lamp panels, to ...": an aside stands before the action
            marker = g.to.match(text, closed.end(), end)
            return Addressed(tuple(names), last, marker.end() if marker else closed.end())
    aside = g.cut.match(text, further, end) or _sets_off(g, text, further) if further else None
    if further is not None and not aside:
        marker = _marker(g, text, further, end)
        stop = marker.start() if marker else (end if heading else further)
        rest, start, finish = bare_words(g, text, further, _before_cut(g, text, further, stop))
        if rest and finish - start <= _LONGEST and not _nobody(g, text, start):
            names = [*names, Name(rest, start, finish, known=False)]
            return Addressed(tuple(names), finish, marker.end() if marker else end)
    if heading and not _marker(g, text, last, end):
        return Addressed(tuple(names), last, end)
    if not g.bare or g.cut.match(text, at, end):
        marker = _marker(g, text, last, end)
        if marker:
            return Addressed(tuple(names), last, marker.end())
    return Addressed(tuple(names), last, at)


def _sets_off(g: Grammar, text: str, place: int) -> re.Match[str] | None:
    """What sets the action off ("whenever a lamp fails") stands between whom it asks and the action."""
    return g.lex.pattern("triggers", "patterns", start=True).match(text, place)


def _listed(g: Grammar, text: str, start: int, end: int) -> list[Name]:
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
    place = start
    while place < end:
        gap = _SPACE.search(text, place + 1, end) if g.code != "zh" else None
        place = (gap.end() if gap else end) if g.code != "zh" else place + 1
        joined = g.joiner.match(text, place, end)
        if not joined or place >= end:
            continue
        known = _next(g, text, skip(text, joined.end(), " "), end)
        if known and known.end >= end:
            return [*_entry(g, text, start, place), known]
    return []


def _entry(g: Grammar, text: str, start: int, end: int) -> list[Name]:
    joined = g.joiner.match(text, start, end)
    begin = skip(text, joined.end() if joined else start, " ")
    known = _next(g, text, begin, end)
    if known and known.end >= begin + len(text[begin:end].rstrip()):
        return [known]
    value, begin, end = bare_words(g, text, begin, end)
    return [Name(value, begin, end, known=False)] if value else []


def _unknown(g: Grammar, text: str, here: int, end: int, heading: bool) -> Addressed:
    marker = _marker(g, text, here, end)
    if heading and marker and not g.to.match(text, marker.start()):
        marker = None  # "le Directeur du Bureau de développement": nothing but the name follows
    stop = marker.start() if marker else (end if heading else here)
    value, start, finish = bare_words(g, text, here, _before_cut(g, text, here, stop))
    if not value or finish - start > _LONGEST or _nobody(g, text, start):
        return Addressed((), here, here)
    names = [Name(value, start, finish, known=False)]
    if heading and not g.directors.match(text, start):
        names = _listed(g, text, start, finish) or names
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
