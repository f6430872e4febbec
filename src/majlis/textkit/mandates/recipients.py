"""Who receives what is delivered, and through whom it goes."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate

from majlis.textkit.mandates.grammar import Grammar
from majlis.textkit.mandates.moments import of_body
from majlis.textkit.mandates.names import Name, bare_words, chain, names_in, skip, words

_SIGN = re.compile(r"[,;:.،؛，；：]|$")
_WORD = re.compile(r"\b\w")
_GAP = 28  # characters between a marker and the name that it leads to
_NEAR = 14  # characters between a verb of giving and a name with an attached preposition
_EARLY = 120  # characters in which a pronoun for the body that speaks may stand
_FAR = 200  # characters between two names of one list, occasions included
_LONGEST = 90  # characters of a body that is known only in part
_EVENT = 60  # characters of an occasion that stands before a recipient ("the 2025 session of the Council")


class _Spans:
    """The places of some names, to ask which others they cut."""

    def __init__(self, names: Iterable[Name]) -> None:
        spans = sorted((name.start, name.end) for name in names)
        self._starts = [start for start, _ in spans]
        self._ends = list(accumulate((end for _, end in spans), max))

    def cut(self, name: Name) -> bool:
        """Whether one of them shares a place with a name."""
        before = bisect_left(self._starts, name.end)
        return before > 0 and self._ends[before - 1] > name.start


def recipients(
    g: Grammar, text: str, start: int, end: int, taken: Iterable[Name], body: str = ""
) -> list[Name]:
    """The recipients in a stretch of text, without the names already ``taken`` (those it goes through).

    ``body``: whom a pronoun means that stands for the body which speaks.
    """
    verbs = [
        match.end() for match in g.lex.pattern("recipients", "verbs").finditer(text, start, end)
    ]
    direct = [
        match.end() for match in g.lex.pattern("recipients", "direct").finditer(text, start, end)
    ]
    if not verbs and not direct:
        return _examining(g, text, start, end, [])
    markers = [
        match.end() for match in g.lex.pattern("recipients", "markers").finditer(text, start, end)
    ]
    refused = _Spans(taken)
    elsewhere = _of_others(g, text, start, end, verbs)
    itself = g.lex.pattern("recipients", "itself").search(text, start, min(end, start + _EARLY))
    ending = g.lex.pattern("recipients", "ending", start=True)
    found: list[Name] = []
    if itself and body:
        found.append(Name(body, itself.start(), itself.end()))
    values = {name.value for name in found}
    for name in names_in(g, text, start, end):
        if refused.cut(name):
            continue
        before = bisect_right(elsewhere, (name.start, end))
        if before and elsewhere[before - 1][1] > name.start:
            continue
        led = (
            _leads(g, text, direct, name)
            or (_spoken(g, verbs, name) and _leads(g, text, markers, name))
            or _inflected(g, text, name, verbs, ending)
            or (_spoken(g, verbs, name) and _session(g, text, name))
            or (bool(found) and _joined(g, text, found[-1].end, name))
        )
        if led and name.value not in values:
            found.append(name)
            values.add(name.value)
    return found or _examining(g, text, start, end, elsewhere)


def _examining(
    g: Grammar, text: str, start: int, end: int, elsewhere: list[tuple[int, int]]
) -> list[Name]:
    """An event that is to consider what is made, in its words ("for consideration by the Lamp Forum")."""
    event = g.lex.pattern("deliverables", "event")
    for match in g.lex.pattern("recipients", "examined_by").finditer(text, start, end):
        if any(low <= match.start() < high for low, high in elsewhere):
            continue
        begin, stop = match.end(), min(end, match.end() + _LONGEST)
        if match.groupdict().get("who"):  # Chinese says what is done behind who does it
            begin, stop = match.span("who")
        sign = _SIGN.search(text, begin, stop)
        value, begin, finish = bare_words(
            g, text, begin, _before_aside(g, text, begin, sign.start() if sign else stop)
        )
        if event.search(text, begin, finish):
            return [Name(value, begin, finish, known=False)]
    return []


def _before_aside(g: Grammar, text: str, start: int, end: int) -> int:
    """Where a name ends that the lexicon does not know: before an aside or a limit in time."""
    limit = g.lex.pattern("dates", "deadline", start=True)
    for word in _WORD.finditer(text, start + 1, end):
        at = word.start()
        if text[at - 1] == "(" or g.cut.match(text, at, end) or limit.match(text, at, end):
            return at - (text[at - 1] == "(")
    return end


def _of_others(
    g: Grammar, text: str, start: int, end: int, verbs: list[int]
) -> list[tuple[int, int]]:
    """Where it is said to whom others give what they made ("drafts prepared by X for submission to Y")."""
    found: list[tuple[int, int]] = []  # in order
    for match in g.lex.pattern("recipients", "others").finditer(text, start, end):
        if match.groupdict().get("whole"):  # Chinese says who made it around whom it goes to
            found.append(match.span())
            continue
        names = chain(g, text, skip(text, match.end(), " "), end)[0]
        if not names or names[0].start - match.end() > _NEAR:
            continue
        # The next verb of giving is theirs; whoever is asked acts again at the one behind it.
        agent = names[-1].end
        later = bisect_right(verbs, agent)
        if later < len(verbs) and not names_in(g, text, agent, verbs[later]):
            later += 1
        found.append((match.start(), verbs[later] if later < len(verbs) else end))
    return found


def _spoken(g: Grammar, verbs: list[int], name: Name) -> bool:
    """A verb of giving before the name; in Chinese it stands behind the recipient."""
    return bool(verbs) and (verbs[0] <= name.start or g.code == "zh")


def _leads(g: Grammar, text: str, places: list[int], name: Name) -> bool:
    near = slice(bisect_left(places, name.start - _EVENT), bisect_right(places, name.start))
    for place in places[near]:
        if 0 <= name.start - place <= _GAP and g.fill.fullmatch(text, place, name.start):
            return True
        if _occasion(g, text, place, name):
            return True
    return False


def _occasion(g: Grammar, text: str, place: int, name: Name) -> bool:
    """An occasion that begins where the marker ends and names its body ("the session of the Council")."""
    for match in g.lex.pattern("occasions", "patterns").finditer(
        text, max(0, place - 4), name.end + 20
    ):
        if match.start() > skip(text, place):
            return False
        if match.end() >= name.end - 1 or of_body(g, text, match.span(), name.start):
            return True
    return False


def _session(g: Grammar, text: str, name: Name) -> bool:
    """An occasion in the dative that names its body: it receives, as the body would."""
    low = max(0, name.start - _EVENT)
    for word in g.lex.pattern("recipients", "session").finditer(text, low, name.start):
        occasion = g.lex.pattern("occasions", "patterns", start=True).match(text, word.start())
        if occasion and occasion.end() > name.start:
            return True
        # "Восьмидесятой сессии Всемирной ассамблеи здравоохранения": its number stands before it
        bar = g.lex.pattern("delivering", "bar", start=True)
        for found in g.lex.pattern("occasions", "patterns").finditer(text, low, name.end):
            around = found.start() < word.start() and found.end() > name.start
            if around and not bar.match(text, found.start()):
                return True
    return False


def _inflected(
    g: Grammar, text: str, name: Name, verbs: list[int], ending: re.Pattern[str]
) -> bool:
    """A case ending or an attached preposition that makes the name a recipient by itself."""
    spoken = bisect_right(verbs, name.start)
    if not spoken:
        return False
    written = text[name.start : name.end]
    clitic = g.clitics.match(written)
    # Farther from its verb, the same preposition only means "of".
    if (
        clitic
        and name.start - verbs[spoken - 1] <= _NEAR
        and any(
            pattern.fullmatch(rest)
            for _, pattern in g.lex.named("actors")
            for swallowed in ("", *g.lex.words("recipients", "swallowed"))
            for rest in (swallowed + written[clitic.end() :],)
        )
    ):
        return True
    before = text[max(0, name.start - 14) : name.start].rstrip()
    if g.cut.match(before.rsplit(" ", 1)[-1]):
        return False
    return any(ending.fullmatch(word) for word in written.split()[:1])


def _joined(g: Grammar, text: str, last: int, name: Name) -> bool:
    """Whether a name continues the list that ended at ``last``, with an occasion between at most."""
    if name.start - last > _FAR:
        return False
    gap = text[last : name.start]
    for match in g.lex.pattern("occasions", "patterns").finditer(
        text, max(0, last - 40), name.start
    ):
        if match.end() > last and match.start() <= last + 4:
            last = max(last, match.end())
    at = skip(text, last, " )")
    joined = g.joiner.match(text, at, name.start + 1)
    if not joined:
        return False
    here = skip(text, min(joined.end(), name.start), " ")
    if g.fill.fullmatch(text, here, name.start):
        return True
    marker = g.lex.pattern("recipients", "markers", start=True).match(text, here)
    if marker and (
        g.fill.fullmatch(text, marker.end(), name.start) or _occasion(g, text, here, name)
    ):
        return True
    return len(gap) < 30 and _occasion(g, text, here, name)


def through(g: Grammar, text: str, start: int, end: int) -> list[Name]:
    """Through whom it goes: a marker, then a known body; means and methods are nobody."""
    found: list[Name] = []
    values: set[str] = set()
    for match in g.lex.pattern("via", "markers").finditer(text, start, end):
        names, _, _ = chain(g, text, skip(text, match.end(), " "), end)
        if not names:
            names = (
                _at_session(g, text, match.end(), end)
                or _named_in_words(g, text, match.end(), end)
                or _unknown(g, text, match, end)
            )
        # those of one list may bear one name, as the groups of several bodies do
        new = [name for name in names if name.value not in values]
        values.update(name.value for name in new)
        found += new
    return found


def _at_session(g: Grammar, text: str, place: int, end: int) -> list[Name]:
    """A body behind its session: "through the 160th session of the Executive Board"."""
    lex = g.lex
    session = lex.pattern("occasions", "session").search(text, place, min(end, place + _GAP))
    if session is None:
        return []
    begin = skip(text, session.end(), " ")
    of = lex.pattern("occasions", "of", start=True).match(text, begin, end)
    if of is None or of.end() == begin:
        return []
    return chain(g, text, skip(text, of.end(), " "), end)[0][:1]


def _unknown(g: Grammar, text: str, marker: re.Match[str], end: int) -> list[Name]:
    """A body that the lexicon does not know, by the noun that makes it one ("the Lamp Panel")."""
    place = skip(text, marker.end(), " ")
    match = g.lex.pattern("via", "bodies", start=True).match(
        text, place, min(end, place + _LONGEST)
    )
    low = max(0, marker.start() - _GAP)
    if not match or any(
        name.start <= marker.start() < name.end for name in names_in(g, text, low, match.end())
    ):
        return []  # without word borders, the marker may be a sign of a name
    value, start, stop = bare_words(g, text, place, match.end())
    return [Name(value, start, stop, known=False)]


def led_by(g: Grammar, text: str, start: int, name: Name) -> list[tuple[int, int]]:
    """The span of somebody through whom it goes, with the words that lead there."""
    low = max(start, name.start - _EVENT)
    for match in g.lex.pattern("via", "markers").finditer(text, low, name.start):
        between = text[match.end() : name.start].strip()
        if not between or g.fill.fullmatch(text, match.end(), name.start):
            whole = g.lex.pattern("via", "bodies", start=True).match(
                text, skip(text, match.end(), " ")
            )
            return [(match.start(), max(name.end, whole.end() if whole else 0))]
    return [(name.start, name.end)]


def _named_in_words(g: Grammar, text: str, start: int, end: int) -> list[Name]:
    """A body that the lexicon knows only in part: its words, up to the next sign."""
    end = min(end, start + _LONGEST)
    stop = _SIGN.search(text, start, end)
    limit = stop.start() if stop else end
    marker = g.to.search(text, start, limit)
    _, begin, finish = words(text, start, marker.start() if marker else limit)
    known = names_in(g, text, begin, finish)
    if known and known[0].start - begin <= _GAP and g.fill.fullmatch(text, begin, known[0].start):
        return known[:1]
    return []
