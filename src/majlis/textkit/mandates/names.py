"""Whom a sentence addresses: names that the lexicon knows, and the words of those that it does not."""

from __future__ import annotations

import re
from dataclasses import dataclass

from majlis.textkit.mandates.grammar import Grammar

LONGEST = 160  # characters of one name with what it governs
_NUMBER = re.compile(r"\d+(?:\D{1,5}\d+)*$")
# "13-я комиссия", "第13研究组": the number stands before the name.
_LEADING = re.compile(r"\W*[^\W\d_]{0,12}\s?\d+(?:\D{1,5}\d+)*(?=\D)")
_DIGITS = re.compile(r"\d+")
# Between a number and the Sector whose group it is ("commission d'études 17 de l'UIT-T").
_LAST_WORDS = re.compile(r"\D{0,8}\Z")
# Titles of those who head an organization; which one, the words behind the title may say.
_TITLES = frozenset(
    {"Director-General", "Executive Director", "Executive Secretary", "Administrator"}
)
# Names for a class of bodies. Where the words say more, they are the better name in English.
_GENERAL = (
    frozenset({"Committee", "Commission", "Working group", "Chair", "Special Rapporteur"})
    | {"Advisory groups", "Peace operation", "Special Representative", "Presidency"}
    | {"High Commissioner"}
    | _TITLES
)
# Names that take words in as well, and go before those of a class all the same.
_TAKING = frozenset({"United Nations system", "Parties", "Executive Board", "Governing Council"})
# Names of one body whose last word others bear behind a name of their own ("the Coral States").
_BORNE_BY_OTHERS = frozenset({"States", "ITU Council", "General Assembly", "Secretariat"})
# Names that no article stands before ("the Secretary-General of ITU").
_NO_ARTICLE = frozenset({"ITU", "UN-Women"})
_PROPER = re.compile(r"(?:[A-Z][\w'-]*\s+)+\Z")
_CHINESE_ENTRY = 16  # signs of an entry of a list
_HEAD = 5  # words up to the noun that makes words the name of somebody, its article included
_HEAD_ENDS = re.compile(r"[,;:.)]|$| (?:of|on|for|to|in|and|or|that|which|concerned)\b")
_SPACE = re.compile(r"\s")
# The call of a footnote that a conversion left in the line: "Member States,2 in their ..."
_CALL = re.compile(r"[,،，]?\d{1,2}(?=[\s,،，:：])")
_COMMAS = (",", "،", "，")
_ON = re.compile(r"(?:on|for) (?:the )?[A-Z]")
_BREAK = re.compile(r"[\s,،，、]|$")
_EDGE = " \t,;:.،؛，；：、。"
_AROUND = re.compile(f"[{_EDGE}]*+")
_FARTHEST = 600  # characters of a name that goes on, and of what may end it
_MOST = 200  # names that follow each other
_OF = 12  # characters between a title and the organization of whoever bears it


@dataclass(frozen=True, slots=True)
class Name:
    """Somebody named: the lexicon's English ``value``, or the words where it ``known`` none."""

    value: str
    start: int
    end: int
    known: bool = True


def name_at(g: Grammar, text: str, place: int, end: int) -> Name | None:
    """The longest known name that begins at a place; one body's own goes before that of a class."""
    best: Name | None = None
    rank = (False, place)
    for key, pattern in g.lex.named_at("actors", text, place):
        match = pattern.match(text, place, end)
        # A class of bodies takes words in ("advisory groups on ..."), also those of who follows.
        if not match or match.end() <= place:
            continue
        taking = key in _GENERAL or key in _TAKING
        stop = _own_end(g, text, place, match.end(), key) if taking else match.end()
        held = _held(g, text, place, stop) if key in _TITLES else None
        if held is not None:
            stop = max(held.end, stop if g.code == "zh" else 0)
        sure = key not in _GENERAL or held is not None
        if (sure, stop) > rank:
            rank = sure, stop
            if held is not None:
                article = "" if held.value in _NO_ARTICLE else "the "
                best = Name(f"{key} of {article}{held.value}", place, stop)
                continue
            sector = g.sector.search(match[0])
            said = match[0]
            if sector and sector.start():
                said = _LAST_WORDS.sub("", said[: sector.start()])
            value = _numbered(key, said) if " " not in key or key[-1] == "s" else key
            if sector and len(sector[0]) < len(match[0]):
                value = f"ITU-{sector['s'].upper()} {value}"
            best = Name(value, place, stop)
    return best


def _own_end(g: Grammar, text: str, place: int, end: int, key: str) -> int:
    """Where a general name ends that took the words of a list in: before whoever follows in it."""
    at = place
    while (gap := _BREAK.search(text, at + 1, end)) and gap.start() < end:
        at = gap.start()
        begin = skip(text, at, " ")
        if g.code != "zh" and g.that.match(text, begin, end):
            return at  # the clause of what is asked
        for start in (at, begin):
            joined = g.joiner.match(text, start, end)
            after = skip(text, joined.end(), " ") if joined else end
            headed_next = key in _TAKING and g.code == "en" and headed(g, text, after, end)
            if joined and (headed_next or _listed_next(g, text, after, end)):
                return before_signs(text, at, " ,،")
        at = max(at, begin - 1)
    return end


def _listed_next(g: Grammar, text: str, place: int, end: int) -> bool:
    """Whether a name begins at a place of a list, or behind an article there."""
    filled = g.fill.match(text, place, end) if g.code != "en" else g.strip.match(text, place, end)
    far = skip(text, filled.end() if filled else place, " ")
    hit = g.actors.search(text, place, end)
    return hit is not None and hit.start() <= far


def _held(g: Grammar, text: str, place: int, end: int) -> Name | None:
    """The organization that the words of a title name: "Directeur général de l'OMS", in Chinese before it."""
    hit = g.actors.search(text, place if g.code == "zh" else place + 1, end)
    while hit is not None:
        name = _of_class(g, text, hit.start(), end, _GENERAL)
        if name is not None:
            return name
        hit = g.actors.search(text, hit.start() + 1, end)
    return None


def _of_class(g: Grammar, text: str, place: int, end: int, refused: frozenset[str]) -> Name | None:
    """The longest known name at a place that is none of some."""
    found = [
        Name(key, place, match.end())
        for key, pattern in g.lex.named_at("actors", text, place)
        if key not in refused and (match := pattern.match(text, place, end))
    ]
    return max(found, key=lambda name: name.end, default=None)


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
        begin = _AROUND.match(text, match.end(), finish).end()  # type: ignore[union-attr]
        if begin == finish:
            begin = finish = match.end()
    value = text[begin:finish]
    if g.code == "zh" and g.strip.fullmatch(value[-1:]):
        value, begin, finish = words(text, begin, finish - 1)
    return value, begin, finish


def skip(text: str, place: int, signs: str = " ,،，") -> int:
    """Past spaces and commas."""
    while place < len(text) and text[place] in signs:
        place += 1
    return place


def before_signs(text: str, place: int, signs: str) -> int:
    """The place before the spaces and other signs that stand before a place."""
    while place and text[place - 1] in signs:
        place -= 1
    return place


def next_name(g: Grammar, text: str, place: int, end: int, *, heading: bool = False) -> Name | None:
    """The name that follows, with nothing before it but words that do not change it."""
    # no name is looked for farther on: words that change nothing may go on without end
    filled = g.fill.match(text, place, min(end, place + 80 + 2 * LONGEST))
    far = filled.end() if filled else place
    best: Name | None = None
    start = place
    while start <= min(far, place + 80):
        hit = g.actors.search(text, start, min(end, start + LONGEST))
        if not hit or hit.start() > far or (best and hit.start() >= best.end):
            break
        if hit.start() == place or g.fill.fullmatch(text, place, hit.start()):
            limit = g.to.search(text, hit.start() + 1, min(end, hit.start() + LONGEST))
            name = name_at(g, text, hit.start(), limit.start() if limit else end)
            if name is None:  # what opens an action elsewhere is a word of the name
                name = name_at(g, text, hit.start(), end)
            # "les Membres" begins earlier than "Membres des Secteurs" but says less.
            if name and (best is None or name.end > best.end):
                best = name
        start = hit.start() + 1
    if best is None or g.possessive.match(text, best.end, end):
        return None  # "the Council's decision" is not the Council
    led = _led_by_capital(g, text, place, best)
    return _compound(g, text, led, end, heading, best.value in _GENERAL)


def _led_by_capital(g: Grammar, text: str, place: int, name: Name) -> Name:
    """A general name behind a proper one ("the Coral States") is another, unknown one."""
    general = g.code == "en" and (name.value in _GENERAL or name.value in _BORNE_BY_OTHERS)
    proper = _PROPER.search(text, place, name.start) if general else None
    if proper is None or not bare_words(g, text, proper.start(), name.start)[0]:
        return name
    return Name(text[proper.start() : name.end], proper.start(), name.end, known=False)


def _compound(g: Grammar, text: str, name: Name, end: int, heading: bool, of_class: bool) -> Name:
    """A name that goes on ("the Council Working Group on Lamps") is another, unknown one.

    In a heading nothing but names follows, so that "the Working Group on Lamps" goes on as well.
    """
    follows = name.end + (g.code != "zh" and text[name.end : name.end + 1] == " ")
    general = g.code == "en" and name.value in _GENERAL and name.end - name.start > len(name.value)
    qualified = of_class and (
        (heading and g.qualified.match(text, follows, end)) or _named_on(g, text, name, follows)
    )
    of_other = None
    if name.value in _BORNE_BY_OTHERS - {"States"} and not _with_article(g, text, name):
        of_other = g.of_named.match(text, follows, end)
    goes_on = general or qualified or of_other is not None
    if not goes_on and not g.compound.match(text, follows, end):
        return name
    if of_other and g.verb_first:  # the noun behind it says whose it is ("the council of the fund")
        value, start, stop = bare_words(g, text, name.start, of_other.end())
        return Name(value, start, stop, known=False)
    if g.code == "zh":
        match = g.compound.match(text, follows, end)
        value, start, stop = bare_words(g, text, name.start, match.end() if match else name.end)
        return Name(value, start, stop, known=False)
    end = min(end, follows + _FARTHEST)
    stops = [end]
    for pattern in (g.to, g.modals, g.joiner, g.cut, g.after):
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


def _with_article(g: Grammar, text: str, name: Name) -> bool:
    """Whether an article is written in one word with a name, so that no noun behind it says whose it is."""
    said = text[name.start : name.end]
    return any(re.match(form, said) for form in g.lex.words("words", "glued_article"))


def _named_on(g: Grammar, text: str, name: Name, follows: int) -> bool:
    """Whether a general name in capitals goes on in capitals: "the Expert Group on Wells"."""
    if g.code != "en" or not text[name.end - 6 : name.end].strip():
        return False
    last = text.rfind(" ", name.start, name.end) + 1
    return text[max(last, name.start)].isupper() and _ON.match(text, follows) is not None


def _ends_name(
    g: Grammar, text: str, pattern: re.Pattern[str], at: int, after: int, end: int
) -> bool:
    """Whether a word ends a name: "on" and "and" may belong to it, unless a comma or a name says no."""
    if pattern is g.to or pattern is g.modals or pattern is g.after:
        return True
    if text[at - 1 : at] in ",،，" or text[at : at + 1] in ",،，":
        return True
    place = skip(text, after, " ")
    if pattern is not g.joiner:
        return False
    return _known_follows(g, text, place, end) or (g.code == "en" and headed(g, text, place, end))


def _known_follows(g: Grammar, text: str, place: int, end: int) -> bool:
    filled = g.fill.match(text, place, min(end, place + 2 * LONGEST))
    hit = g.actors.search(text, place, min(end, place + LONGEST))
    return bool(hit) and hit.start() <= (filled.end() if filled else place)  # type: ignore[union-attr]


def _between(g: Grammar, text: str, place: int, end: int) -> Name | None:
    """An entry that the lexicon does not know and that another follows, where no blank parts words."""
    for at in range(place + 2, min(end, place + _CHINESE_ENTRY)):
        if g.joiner.match(text, at, end) and headed(g, text, place, at):
            value, start, stop = bare_words(g, text, place, at)
            return Name(value, start, stop, known=False)
    return None


def headed(g: Grammar, text: str, place: int, end: int) -> bool:
    """Whether words are headed by a noun that names somebody ("the advisory board of the network").

    It stands at their start in most languages, among their first words in English and Russian.
    """
    if g.code == "zh":
        return g.heads.fullmatch(text, place, end) is not None
    stop = place
    for _ in range(_HEAD if g.code in ("en", "ru") else 2):
        gap = _SPACE.search(text, stop + 1, end)
        stop = gap.start() if gap else end
    for found in g.heads.finditer(text, place, stop):
        if g.code != "en" or found.end() == end or _HEAD_ENDS.match(text, found.end()):
            return True
    return False


def thing_of(g: Grammar, value: str) -> bool:
    """Whether words name what somebody has ("the Council's lamps"), not who acts ("its committee")."""
    had = None
    for had in g.possessive.finditer(value):
        pass
    return had is not None and not g.acting.match(value, had.end())


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
    while len(names) < _MOST:
        name = next_name(g, text, here, end, heading=heading)
        if name is None and names and g.code == "zh":
            name = _between(g, text, here, end)
        if name is None:
            break
        names.append(name)
        last = name.end
        if call := _CALL.match(text, last, end):
            last = call.end()
        while after := g.after.match(text, skip(text, last, " "), end):
            last = after.end()
        # "donors, in a position to do so, to ...": what does not change the name, between commas
        between = g.after.match(text, skip(text, last), end)
        if between and text[between.end() : between.end() + 1] in _COMMAS:
            last = between.end()
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
        if g.cut.match(text, at, end) and not next_name(g, text, here, end):
            return names, last, None
        if g.code == "zh" and g.cut.match(text, at, end):
            return names, last, None
    return names, last, here if names else None
