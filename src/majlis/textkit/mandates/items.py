"""Who is asked what in ITU style: a heading that addresses people, and the items under it."""

from __future__ import annotations

import re
from dataclasses import replace

from majlis.textkit.dates import by_year, dates_in
from majlis.textkit.lexicon import Verb, fold
from majlis.textkit.mandates.addressed import Addressed, addressed
from majlis.textkit.mandates.asks import (
    DECIDING,
    PERFORMED,
    SAID,
    Ask,
    asked,
    clause,
    decided,
    inside_quotes,
    own_duty,
    past_modifiers,
    that_clause,
)
from majlis.textkit.mandates.grammar import Grammar, verb_key
from majlis.textkit.mandates.names import Name, chain, names_in, skip, words
from majlis.textkit.openings import opening

# The number of a first item that stands in its text, and that of the next one at the end.
_FIRST = re.compile(r"\s*1\s+(?=[^\W\d_])")
_PARTICLE = 3  # characters between where a lead begins and its date or occasion
_NEAR = 6  # characters of the article between a verb and whom it asks
_VERB = 4  # characters of a Chinese verb behind those with whom something is done
_DATED = 120  # characters of a lead that holds nothing but when its points are due
_FURTHER = re.compile(r"[;:,.]\s+(?:\w{1,4}\s+)?(?P<number>\d+)\s+(?=[^\W\d_])")
_NEXT = re.compile(r"[;:,.]?\s+(?:\w{1,4}\s+)?\d+\s+$")


def heading_ask(g: Grammar, text: str) -> Ask | None:
    """The verb of an ITU heading and everybody whom it addresses; None where it asks nobody."""
    first = opening(text, g.code, prefer="operative")
    if first is None or first.verb is None or not first.verb.force:
        return None
    verb, start, end = first.verb, first.start, first.end
    here = past_modifiers(g, text, end)
    # Where changes were flattened into the text, the new verb follows the old one.
    again = opening(text[here:], g.code, prefer="operative")
    if again and again.verb and again.verb.force and again.certain:
        verb, end = again.verb, here + again.end
        here = past_modifiers(g, text, end)
    if verb.key in DECIDING:
        particle = g.lex.pattern("words", "to", start=True)  # also in a heading in capitals
        marker = next(
            (m for form in (g.to, g.to_weak, particle) if (m := form.match(text, here))), None
        )
        inner = past_modifiers(g, text, marker.end() if marker else here)
        second = g.lex.infinitives.match(text, inner)
        other = g.lex.verb_of(second) if second else None
        if other and (other.key in PERFORMED or other.key == "expresses"):
            return None
        that = that_clause(g, text, here, len(text))
        if that is not None and (subject := chain(g, text, that, len(text))[0]):
            at = len(text)
            return Ask(verb.key, verb.force, (start, end), tuple(subject), here, at, at)
        if not second or not other or not other.force or other.key in DECIDING:
            return Ask(verb.key, verb.force, (start, end), (), here, len(text), len(text), own=True)
        verb, end = other, second.end()
        here = past_modifiers(g, text, end)
    stop = len(text.rstrip(" :,،؛;："))
    # "invites Member States to": the particle belongs to the items.
    last = text.rfind(" ", here, stop) + 1
    if g.code != "zh" and last > here and g.lex.pattern("words", "to").fullmatch(text, last, stop):
        stop = last - 1
    # "requests A and instructs B": whoever a further verb addresses is asked by the same items
    further = [*g.further.finditer(text, here, stop)]
    starts = [here, *(match.end() for match in further)]
    stops = [*(match.start() for match in further), stop]
    every = [
        addressed(g, text, _past_that(g, text, a, b), b, heading=True)
        for a, b in zip(starts, stops, strict=True)
    ]
    names = tuple(name for found in every for name in found.names)
    return Ask(verb.key, verb.force, (start, end), names, every[-1].scope, every[-1].action, stop)


def _past_that(g: Grammar, text: str, start: int, stop: int) -> int:
    """Past the conjunction of "recommends that administrations"."""
    that = that_clause(g, text, start, stop)
    return start if that is None else that


def item_asks(g: Grammar, text: str, above: Ask) -> list[Ask]:
    """The asks of an item under a heading or a chapeau: the verb is the one above unless it has its own."""
    start = skip(text, 0)
    verb = (start, start)
    if above.said and (verb_of := _infinitive_of(g, text, start)) and verb_of.key in SAID:
        return []
    if above.own:
        asks = decided(g, text, above.key, verb, start, len(text))
        if not asks and not _that_at(g, text, start) and words(text, start, len(text))[0]:
            asks = own_duty(g, text, above.key, above.force, verb, start, len(text))
        return [_bound(text, ask) for ask in asks]
    opened = start
    that = that_clause(g, text, start, len(text))
    if that is not None:
        opened = that
    else:
        for pattern in (g.to, g.to_weak, g.lead):
            match = pattern.match(text, start)
            if match and match.end() > start:
                opened = skip(text, match.end(), " ")
                break
    names: tuple[Name, ...] | None = None
    if that is None and (
        own := _names_first(g, text, start, above.names == () and not above.unclear)
    ):
        return [Ask(above.key, above.force, verb, own.names, own.scope, own.action, len(text))]
    if above.names == () and that is not None:
        found, opened, _ = clause(g, text, that, len(text))
        names = tuple(found)
    return [Ask(above.key, above.force, verb, names, opened, opened, len(text))]


def with_further(g: Grammar, text: str, asks: list[Ask]) -> list[Ask]:
    """The asks of an item, and of a verb behind them that asks others ("develop a plan and requests X to ...").

    A language in which a noun or an infinitive is written as such a verb has none.
    """
    if g.code in ("zh", "ar") or not asks or asks[-1].end != len(text):
        return asks
    last = asks[-1]
    for match in g.further.finditer(text, last.action):
        key = verb_key(match)
        if key in DECIDING or match["clitic"] or inside_quotes(text, match.start("verb")):
            continue
        force: str = g.lex.table("operative")[key]["force"]
        here = past_modifiers(g, text, match.end("verb"))
        further = asked(g, text, key, force, match.span("verb"), here, len(text))
        sure = further.names and further.names[0].known and further.names[0].start - here <= _NEAR
        if sure and further.action > further.scope:
            return [*asks[:-1], replace(last, end=match.start()), further]
    return asks


def _infinitive_of(g: Grammar, text: str, start: int) -> Verb | None:
    """The verb of an item that opens with its infinitive ("to take note of ...")."""
    place = start
    for pattern in (g.that, g.to, g.to_weak):
        if (match := pattern.match(text, start)) and match.end() > start:
            place = skip(text, match.end(), " ")
            break
    found = g.lex.infinitives.match(text, past_modifiers(g, text, place))
    return g.lex.verb_of(found) if found else None


def merged_asks(g: Grammar, text: str, above: Ask) -> list[Ask]:
    """As ``item_asks`` for each of several items that a conversion left in one line ("1 to ...; 2 to ...")."""
    number = _FIRST.match(text)
    if not number:
        return item_asks(g, text, above)
    starts = [number.end()]
    for found in _FURTHER.finditer(text, starts[0]):
        if found["number"] == str(len(starts) + 1):
            starts.append(found.end())
    stops = [*starts[1:], len(text)]
    asks: list[Ask] = []
    for start, stop in zip(starts, stops, strict=True):
        # A blank before it, as the words have between others.
        item = " " + _NEXT.sub("", text[start:stop])
        asks += [_moved(ask, start - 1) for ask in item_asks(g, item, above)]
    return asks


def _moved(ask: Ask, by: int) -> Ask:
    """An ask of a piece of a text, in the places of the whole."""
    names = ask.names and tuple(
        replace(name, start=name.start + by, end=name.end + by) for name in ask.names
    )
    return replace(
        ask,
        verb=(ask.verb[0] + by, ask.verb[1] + by),
        names=names,
        scope=ask.scope + by,
        action=ask.action + by,
        end=ask.end + by,
    )


def _bound(text: str, ask: Ask) -> Ask:
    """Under a heading that resolves, a duty that names nobody, or only a thing, binds the body itself.

    Where a script has capitals, a subject that the lexicon does not know and that bears none is a thing
    ("that expenses for lamps shall not exceed ..."); a body of the organisation bears one.
    """
    if ask.key not in DECIDING:
        return ask  # whom the item itself asks ("to invite regional bodies to ...")
    named = [name for name in ask.names or () if name.known or _capital(name.value)]
    if ask.own or named or (ask.names and not ask.unclear and not _cased(text)):
        return ask
    first = ask.names[0].start if ask.names else ask.action
    return replace(ask, names=None, own=True, unclear=False, action=first, scope=first)


def _capital(said: str) -> bool:
    return any(letter.isupper() for letter in said)


def _cased(text: str) -> bool:
    return any(letter.islower() for letter in text)


def _names_first(g: Grammar, text: str, start: int, nobody: bool) -> Addressed | None:
    """An item that names whom it asks before it says what ("invites: 1 gardeners to ...")."""
    names, last, _ = chain(g, text, start, len(text))
    marker = g.to.match(text, skip(text, last)) if names else None
    if marker and marker.end() > marker.start():
        return Addressed(tuple(names), last, marker.end())
    found = addressed(g, text, start, len(text)) if nobody and not names else None
    return found if found and found.names and found.action > found.scope else None


def _that_at(g: Grammar, text: str, place: int) -> bool:
    return that_clause(g, text, place, len(text)) is not None


def names_things(g: Grammar, text: str, ask: Ask) -> bool:
    """Whether an action ends with a word behind which things are listed ("a report on:")."""
    value = words(text, ask.action, ask.end)[0]
    return any(found.end() == len(value) for found in g.naming.finditer(value))


def _past_date(g: Grammar, text: str, place: int, end: int) -> int:
    """Past an occasion or a date that only says when the points below are due."""
    if end - place > _DATED:
        return place
    occasion = g.lex.pattern("occasions", "patterns").search(text, place, end)
    after = occasion.end() if occasion and occasion.start() - place <= _PARTICLE else place
    limit = g.lex.pattern("dates", "deadline", start=True).match(text, place, end)
    here = skip(text, limit.end() if limit else place, " ")
    dates = dates_in(fold(text[here:end]), g.code)
    if dates and dates[0].start <= _PARTICLE and (limit or g.code == "zh"):
        after = max(after, here + dates[0].end)
    years = (pattern.match(text, place, end) for pattern in by_year(g.code))
    return max([after, *(match.end() for match in years if match)])


def _aside(g: Grammar, text: str, place: int, end: int) -> bool:
    """Whether all that a lead says is with whom its points are done ("in consultation with the States:")."""
    if not g.cut.match(text, place, end) or text.rstrip()[-1:] not in (":", "："):
        return False
    names = names_in(g, text, place, end)
    verb = _VERB if g.code == "zh" else 0  # Chinese says last what is done with them
    marker = g.to.search(text, place, end)
    return bool(names) and names[-1].end + verb >= end and not (marker and marker[0])


def _past_phrase(g: Grammar, text: str, place: int, end: int) -> int:
    """Past a phrase before the colon of a lead ("in accordance with our laws:"), which no comma need end."""
    if end - place > 2 * _DATED or text.rstrip()[-1:] not in (":", "："):
        return place
    said = text[place:end].rstrip(" :：,،，") + {"zh": "，", "ar": "،"}.get(g.code, ",")
    found = g.lex.pattern("words", "phrases", start=True).match(said)
    return min(end, place + found.end()) if found else place


def has_action(g: Grammar, text: str, ask: Ask) -> bool:
    """Whether an ask says more than that points follow."""
    value, start, end = words(text, ask.action, ask.end)
    if not value:
        return False
    if g.code != "zh" and g.lex.pattern("words", "to").fullmatch(value.split()[-1]):
        # "to help ports with a view to:" asks; "in the work of the Union, to:" only leads to points.
        return any(aim.end() == len(value) for aim in g.purpose.finditer(value))
    # Of an item, all is looked at: the particle of an occasion may open an action elsewhere.
    rest = skip(text, 0) if ask.verb[0] == ask.verb[1] else start
    while rest < end:
        after = _past_date(g, text, rest, end)
        if after == rest and (match := g.no_action.match(text, rest, end)):
            after = match.end()
        if after == rest and (match := g.condition.match(text, rest, end)):
            # "the Secretariat, subject to the availability of resources:" only leads to its points
            led = text.rstrip()[-1:] in (":", "：")
            after = match.end() if led or not words(text, match.end(), end)[0] else rest
        if after == rest and _aside(g, text, rest, end):
            return False
        if after == rest:
            after = _past_phrase(g, text, rest, end)
        if after == rest:
            return True
        rest = skip(text, after, " ,،，:：")
    return False
