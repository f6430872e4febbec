"""Who is asked what, in one sentence: the verb, the people and the action."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from functools import lru_cache

from majlis.textkit.lexicon import Verb
from majlis.textkit.mandates.addressed import addressed, behind_trigger
from majlis.textkit.mandates.deliverables import delivers_alone
from majlis.textkit.mandates.grammar import Grammar, grammar, verb_key
from majlis.textkit.mandates.marks import quoted
from majlis.textkit.mandates.names import (
    Name,
    bare_words,
    before_signs,
    chain,
    name_at,
    names_in,
    skip,
    thing_of,
    words,
)
from majlis.textkit.openings import opening

DECIDING = ("decides", "resolves")
COMMITS = "commits"
"""The key, and the force, of what speakers bind themselves to ("We commit to ...")."""
# What a body does by saying it.
PERFORMED = frozenset(
    {
        "endorses",
        "declares",
        "confirms",
        "notes",
        "takes_note",
        "recognizes",
        "reaffirms",
        "affirms",
    }
    | {"acknowledges", "recalls", "welcomes", "commends", "congratulates", "thanks", "rejects"}
)
# Such verbs besides, under a line that only says that the points are decided.
SAID = PERFORMED | {
    *("expresses", "emphasizes", "stresses", "underlines", "regrets", "deplores", "condemns"),
    *("looks_forward", "reiterates"),
}
# What these ask for may be a thing ("to authorize the retention of ..."): then the body acts itself.
_OF_THINGS = ("authorizes", "recommends", "calls_upon", "encourages")
# Statements that repeat an earlier request ("reiterates its call upon ...").
_REPEATING = ("reiterates", "reaffirms", "affirms", "remains")
# "to entrust the Panel with keeping a list"
_CHARGING = ("entrusts", "instructs")
_CHARGED = 240  # characters of those whom such a verb charges
_SPACE = re.compile(r"\s+")
_JOINED = 12  # characters that join two verbs
_NAMES = 80  # characters of names between two verbs
_BEFORE_MODAL = 200  # characters
_BEFORE_PASSIVE = 400
_REMEMBERED = 1500  # a pronoun means nobody named further back
_BEFORE_SUBJECT = 2  # words: a verb and its adverb


@dataclass(frozen=True, slots=True)
class Ask:
    """A verb that asks, with spans of the folded text that it was found in.

    ``names`` None: those of the heading or paragraph above. ``own``: the body that speaks decided to
    act itself. ``unclear``: a statement in the passive, an ask only where points follow it. ``said``: a line
    that only leads to points, of which those ask nothing that are done by being said.
    """

    key: str
    force: str
    verb: tuple[int, int]
    names: tuple[Name, ...] | None
    scope: int
    action: int
    end: int
    own: bool = False
    unclear: bool = False
    said: bool = False


def paragraph_asks(g: Grammar, text: str) -> list[Ask]:
    """The asks of a paragraph that opens with its verb; each coordinated verb is one of its own."""
    first = opening(text, g.code, prefer="operative")
    past = 0
    if (first is None or first.verb is None) and (past := behind_trigger(g, text)):
        first = opening(text[past:], g.code, prefer="operative")
    if first is None or first.verb is None:
        return []
    verb = first.verb
    found = [(verb.key, verb.force, past + first.start, past + first.end, False)]
    stops: list[int] = []
    for match in g.further.finditer(text, past + first.end):
        if not inside_quotes(text, match.start("verb")):
            key = verb_key(match)
            force: str = g.lex.table("operative")[key]["force"]
            span = match.span("verb")
            found.append((key, force, *span, match["clitic"] is not None))
            stops.append(match.start())
    asks: list[Ask] = []
    for place, (key, force, start, end, meant) in enumerate(found):
        stop = stops[place] if place < len(stops) else len(text)
        segment = _segment(g, text, Verb(key, "operative", force), start, end, stop)
        if meant:
            segment = [_as_before(g, text, ask, asks, end, stop) for ask in segment]
        asks += [without_pronoun(g, text, ask, asks) for ask in segment]
    return _sharing(text, asks)


def _sharing(text: str, asks: list[Ask]) -> list[Ask]:
    """ "Requests A and invites B to ...": an ask that says nothing of its own shares the action behind it."""
    found: list[Ask] = []
    for ask in reversed(asks):
        then = found[-1] if found else None
        alone = ask.names and not words(text, ask.action, ask.end)[0]
        if then and alone and then.names and then.verb[0] - ask.end <= _JOINED:
            ask = replace(ask, action=then.action, scope=then.action, end=then.end)
        found.append(ask)
    return found[::-1]


def _as_before(g: Grammar, text: str, ask: Ask, before: list[Ask], end: int, stop: int) -> Ask:
    """ "... et la prie de ...": a pronoun before the verb means whom the sentence addressed last."""
    names = next((a.names for a in reversed(before) if a.names), None)
    names = names or _named_before(g, text, ask.verb[0])
    here = past_modifiers(g, text, end)
    marker = g.to.match(text, here, stop) or g.that.match(text, here, stop)
    action = marker.end() if marker else here
    return replace(ask, names=names, scope=action, action=action)


def without_pronoun(g: Grammar, text: str, ask: Ask, asks: list[Ask]) -> Ask:
    """ "... and requests him to ...": whom a pronoun means is the last one named before the verb.

    Where the lexicon knows nobody there, it is whom the ask before it (``asks``) addresses.
    """
    name = ask.names[0] if ask.names and len(ask.names) == 1 else None
    if name is None or name.known or not g.pronouns.fullmatch(name.value):
        return ask
    if before := _named_before(g, text, ask.verb[0]):
        return replace(ask, names=before)
    return replace(ask, names=next((a.names for a in reversed(asks) if a.names), ()))


def _named_before(g: Grammar, text: str, place: int) -> tuple[Name, ...]:
    """Whom a text names last before a place, if that is not too far."""
    names = _names(g.code, text)
    at = bisect_right(names, place, key=lambda name: name.end)
    return (names[at - 1],) if at and names[at - 1].start >= place - _REMEMBERED else ()


@lru_cache(maxsize=4)
def _names(language: str, text: str) -> list[Name]:
    """All whom a text names: kept as its quotation marks are."""
    return names_in(grammar(language), text, 0, len(text))


def inside_quotes(text: str, place: int) -> bool:
    """Whether a place lies between quotation marks."""
    places, states = _quotes(text)
    at = bisect_left(places, place)
    return at > 0 and states[at - 1]


@lru_cache(maxsize=4)
def _quotes(text: str) -> tuple[list[int], list[bool]]:
    """The quotation marks of a text and what they open: see ``quoted``.

    Kept for the next question about the same text: counting them again for each would cost the square.
    """
    return quoted(text)


def _segment(g: Grammar, text: str, verb: Verb, start: int, end: int, stop: int) -> list[Ask]:
    here = past_modifiers(g, text, end)
    if verb.key in DECIDING:
        return decided(g, text, verb.key, (start, end), here, stop, performed=True)
    if verb.force and _depends(g, text, start, here, stop):
        return []
    if verb.force:
        return [asked(g, text, verb.key, verb.force, (start, end), here, stop)]
    if verb.key in _REPEATING:
        for form in g.nominal:
            match = form.pattern.search(text, here, min(stop, here + 60))
            if match:
                span = (start, match.end())
                return [asked(g, text, form.key, form.force, span, match.end(), stop)]
    return []


def _depends(g: Grammar, text: str, start: int, here: int, stop: int) -> bool:
    """Whether a clause only says on what the requests of the text depend ("be undertaken subject to ...")."""
    opened = that_clause(g, text, here, stop) is not None
    # the conjunction may belong to the form of the verb ("demande que")
    if not opened and g.code != "zh":
        opened = g.lex.pattern("words", "that").search(text, start, here) is not None
    if not opened and g.code != "zh":
        return False
    return g.depends.search(text, here, min(stop, here + _BEFORE_PASSIVE)) is not None


def past_modifiers(g: Grammar, text: str, place: int) -> int:
    """Past the adverbs that may follow an opening verb."""
    here = skip(text, place)
    match = g.lex.lead.match(text, here)
    return skip(text, match.end(), " ") if match else here


def asked(
    g: Grammar, text: str, key: str, force: str, verb: tuple[int, int], here: int, stop: int
) -> Ask:
    """The ask of a verb that has its own force: whom it addresses, or the subject of its clause."""
    that = that_clause(g, text, here, stop)
    if that is not None:
        names, action, _ = clause(g, text, that, stop)
        return Ask(key, force, verb, tuple(names), names[-1].end if names else that, action, stop)
    charged = g.charged.search(text, here, min(stop, here + _CHARGED)) if key in _CHARGING else None
    if charged and not g.to.search(text, here, charged.start()):
        named = addressed(g, text, here, charged.start(), heading=True)
        if named.names:
            action = charged.end()
            return Ask(key, force, verb, named.names, named.scope, action, stop)
    found = addressed(g, text, here, stop)
    lone = stop < len(text) and key not in _OF_THINGS and not g.to.search(text, here, stop)
    if not found.names and lone and stop - here <= _NAMES:
        # "Requests the Lamp Panel and invites ...": nothing but whom it asks stands before a further verb.
        found = addressed(g, text, here, stop, heading=True)
    if not found.names and text[here:stop].rstrip()[-1:] in (":", "："):
        # "Requests the Union of Wells, with its means:" only names whom the points below ask.
        named = addressed(g, text, here, before_signs(text, stop, " :："), heading=True)
        if key not in _OF_THINGS or any(name.known for name in named.names):
            found = named
    # "addresses to donors an appeal to ...": the words of the verb themselves name whom it asks
    names = list(found.names) or names_in(g, text, *verb)
    action = found.action
    that = that_clause(g, text, skip(text, found.scope), stop) if g.code != "zh" else None
    if names and that is not None and action <= that:
        action = that
    return Ask(key, force, verb, tuple(names), found.scope, action, stop)


def that_clause(g: Grammar, text: str, place: int, stop: int) -> int | None:
    """The place after a conjunction that opens a clause, or None. Chinese has none."""
    if g.code == "zh":
        return None
    match = g.that.match(text, place, stop)
    return skip(text, match.end(), " ,،") if match else None


def decided(
    g: Grammar,
    text: str,
    key: str,
    verb: tuple[int, int],
    here: int,
    stop: int,
    *,
    performed: bool = False,
) -> list[Ask]:
    """What a decision asks: of the subject of its clause, of whom it instructs, or of the body itself.

    ``performed``: a decision "to endorse" or "to declare" is carried out by its own words and asks nothing.
    """
    force: str = COMMITS if key == COMMITS else g.lex.table("operative")[key]["force"]
    that = that_clause(g, text, here, stop)
    if that is not None:
        if performed and g.verb_first and _performs(g, text, that):
            return []
        if g.verb_first and (others := _asks_others(g, text, verb, that, stop)):
            return [others]
        names, action, sure = clause(g, text, that, stop)
        if sure is False:
            return _permitted(g, text, verb, that, stop)
        if not names and g.verb_first:
            if not _agrees(text, verb, that):
                return []  # "decides that the liquidation begin": a thing is the subject
            # The clause's verb agrees with the body: "that it establish" is "to establish".
            return own_duty(g, text, key, force, verb, that, stop)
        scope = names[-1].end if names else that
        return [Ask(key, force, verb, tuple(names), scope, action, stop, unclear=not names)]
    if g.code == "zh" and (subject := _subject_before_modal(g, text, here, stop)):
        names, action, _ = subject
        return [Ask(key, force, verb, tuple(names), names[-1].end, action, stop)]
    owner = name_at(g, text, here, stop)
    if owner and g.possessive.match(text, owner.end, stop):
        return []  # what somebody has is the subject, not they
    marker = g.to.match(text, here, stop)
    inner = past_modifiers(g, text, marker.end() if marker else here)
    second = g.lex.infinitives.match(text, inner)
    if second:
        other = g.lex.verb_of(second)
        if performed and other.key in PERFORMED:
            return []
        if other.force and other.key not in DECIDING:
            span = (verb[0], second.end())
            after = past_modifiers(g, text, second.end())
            inner_ask = asked(g, text, other.key, other.force, span, after, stop)
            whom = inner_ask.names[0] if inner_ask.names else None
            # A comma behind the verb opens an aside, not the name of somebody unknown.
            near = whom is not None and whom.start - after <= 1 and "," not in text[span[1] : after]
            if other.key not in _OF_THINGS or (whom and (whom.known or near)):
                return [inner_ask]
    if marker is None and not (g.bare or g.to_weak.match(text, here, stop) or _infinitive(g)):
        return []
    return own_duty(g, text, key, force, verb, inner, stop)


def _asks_others(g: Grammar, text: str, verb: tuple[int, int], place: int, stop: int) -> Ask | None:
    """What a clause asks that opens with a verb of asking ("that it request the Panel to report")."""
    found = g.lex.infinitives.match(text, place)
    other = g.lex.verb_of(found) if found else None
    if found is None or other is None or not other.force or other.key in DECIDING:
        return None
    after = past_modifiers(g, text, found.end())
    inner = asked(g, text, other.key, other.force, (verb[0], found.end()), after, stop)
    # a thing may be the subject of such a verb: only whom the lexicon knows is sure
    return inner if inner.names and inner.names[0].known else None


def _agrees(text: str, verb: tuple[int, int], place: int) -> bool:
    """Whether the verb of a clause is in the person of the verb before it, which its prefix tells."""
    said = text[slice(*verb)]
    # A conjunction may be written as part of the first verb.
    return not said or text[place : place + 1] in said[:2]


def _performs(g: Grammar, text: str, place: int) -> bool:
    """Whether a clause without a subject opens with what the body does by saying it ("that it confirm")."""
    verb = g.lex.infinitives.match(text, place)
    return verb is not None and g.lex.verb_of(verb).key in PERFORMED


def _subject_before_modal(
    g: Grammar, text: str, here: int, stop: int
) -> tuple[list[Name], int, bool | None] | None:
    """The subject of a clause that no conjunction opens (Chinese): what stands before the modal."""
    modal = g.modals.search(text, here, min(stop, here + 24))
    if not modal or any(sign in text[here : modal.start()] for sign in "，、；：,;:"):
        return None
    found = clause(g, text, here, stop)
    return found if found[0] and found[2] else None


def _infinitive(g: Grammar) -> bool:
    """Whether an infinitive needs no particle after a verb that decides (Spanish)."""
    return g.code == "es"


def own_duty(
    g: Grammar, text: str, key: str, force: str, verb: tuple[int, int], here: int, stop: int
) -> list[Ask]:
    if g.still.match(text, here) or not words(text, here, stop)[0]:
        return []
    return [Ask(key, force, verb, None, here, here, stop, own=True)]


def _permitted(g: Grammar, text: str, verb: tuple[int, int], here: int, stop: int) -> list[Ask]:
    """ "Decides that X is authorized to ...": a passive asks, although its clause states."""
    for form in g.passive:
        match = form.pattern.search(text, here, min(stop, here + _BEFORE_PASSIVE))
        if match and form.force:
            names, last, _ = chain(g, text, here, match.start())
            if not names:
                # "that, until ..., MINUSMA is authorized": the subject stands right before the verb.
                near = names_in(g, text, here, match.start())[-1:]
                names = near if near and match.start() - near[0].end <= 2 else []
                last = here
            if not names:
                comma = max(text.rfind(sign, here, match.start()) for sign in ",،，") + 1
                value, start, end = bare_words(g, text, max(here, comma), match.start())
                names = [Name(value, start, end, known=False)] if value else []
            marker = g.to.search(text, match.end(), stop)
            action = marker.end() if marker else skip(text, match.end())
            return [Ask(form.key, form.force, verb, tuple(names), last, action, stop)]
    return []


def clause(g: Grammar, text: str, here: int, stop: int) -> tuple[list[Name], int, bool | None]:
    """The subject of a clause that says what shall be: names, the start of the action, and how sure.

    True: somebody shall act. False: it only states. None: nobody is named (a passive).
    """
    names, last, _ = chain(g, text, here, stop)
    if not names and not g.verb_first and g.cut.match(text, here, stop):
        # "that, at its next session, the Council consider": the subject stands behind the aside.
        comma = text.find(",", here, min(stop, here + _BEFORE_MODAL))
        begin = skip(text, comma) if comma >= 0 else here
        names, last, _ = chain(g, text, begin, stop)
        here = begin if names or g.named_acts.match(text, begin, stop) else here
    if not names and g.verb_first:
        found = _subject_after_verb(g, text, here, stop)
        if found:
            return found, here, True
        return [], here, None
    modal = g.modals.search(text, last, min(stop, last + _BEFORE_MODAL))
    if names:
        at = skip(text, last)
        if modal and modal.start() - last < 90:
            return names, skip(text, modal.end(), " "), True
        if g.verb_first or g.not_modal.match(text, at, stop):
            return names, at, False
        return names, at, True
    if modal is None:
        named = g.named_acts.match(text, here, stop)
        if named:
            value, begin, end = bare_words(g, text, here, named.start("act"))
            return [Name(value, begin, end, known=False)], named.start("act"), True
        modal = g.subjunctive.search(text, here, min(stop, here + _BEFORE_MODAL))
        if modal is None:
            return [], here, False
    start = max(here, max(text.rfind(sign, here, modal.start()) for sign in ",،，") + 1)
    names, last, _ = chain(g, text, skip(text, start), modal.start())
    mood = modal.re is g.subjunctive
    action = modal.start() if mood else skip(text, modal.end(), " ")
    if names:
        return names, action, True
    if g.being.match(text, action) and not delivers_alone(g, text, action):
        return [], action, None
    if start > here and not text[start : modal.start()].strip():
        # An aside ends right before the verb: the subject stands before the aside.
        start = here
        opened = min(at for sign in ",،，" if (at := text.find(sign, here, modal.start())) >= 0)
    else:
        opened = modal.start()
    value, begin, end = bare_words(g, text, start, opened)
    if g.being.fullmatch(value) or g.cut.match(value) or thing_of(g, value):
        return [], action, None
    return ([Name(value, begin, end, known=False)] if value else []), action, True


def _subject_after_verb(g: Grammar, text: str, here: int, stop: int) -> list[Name]:
    """The subject in a language whose verb stands first, unless a preposition makes it an object."""
    if modal := g.modals.match(text, here, stop):
        # "that it behoves the States to ...": whom a modal governs acts
        at = skip(text, modal.end(), " ")
        lead = g.lead.match(text, at, stop)
        if names := chain(g, text, skip(text, lead.end(), " ") if lead else at, stop)[0]:
            return names
    place = here
    for further in range(_BEFORE_SUBJECT):
        gap = _SPACE.search(text, place, stop)
        if not gap:
            return []
        if further and not g.adverb.match(text, place, gap.start()):
            return []  # a noun before the name: what somebody has, not they
        place = gap.end()
        if g.lead.match(text, place, stop) or g.cut.match(text, place, stop):
            return []
        if g.oblique.match(text, place):
            return []
        names, _, _ = chain(g, text, place, stop)
        if names:
            return names
    return []
