"""What a meeting agreed that somebody would do, told in its report: "It was agreed that the Chair would ..."."""

from __future__ import annotations

import re
from dataclasses import replace

from majlis.textkit.mandates.addressed import addressed
from majlis.textkit.mandates.asks import DECIDING, Ask, clause, decided, past_modifiers, that_clause
from majlis.textkit.mandates.grammar import Grammar
from majlis.textkit.mandates.names import Name, bare_words, chain, skip

_SUBJECT = 60  # characters before the verb by which a meeting agrees
_CLAUSE = 160  # characters between the conjunction and what somebody would do
_NEAR = 40  # characters between whom the clause names and what they would do
_LONGEST = 80  # characters of an unknown name
_COLONS = (":", "：")
_SIGNS = re.compile("[，。；,;]")
_WORD = re.compile(r"\b\w")


def agreed_ask(g: Grammar, text: str, start: int, stop: int) -> Ask | None:
    """The ask of a sentence that tells what a meeting agreed on; None where it agreed on no action.

    A list of what was agreed is none: its items ask (see ``agreement``).
    """
    if text[start:stop].rstrip().endswith(_COLONS):
        return None
    verb = g.agreed.search(text, start, min(stop, start + _SUBJECT + _NEAR))
    if verb is None or verb.start() - start > _SUBJECT or _told(g, text, start, verb.start()):
        return None
    here = past_modifiers(g, text, verb.end())
    if g.verb_first:
        here = _past_subject(g, text, here, stop)
    lead = g.lead.match(text, here, stop) if g.verb_first else None
    that = that_clause(g, text, skip(text, lead.end(), " ") if lead else here, stop)
    if that is None and g.code == "zh":
        that = skip(text, verb.end())
    ask = would(g, text, verb.span(), that, stop) if that is not None else None
    if ask or (that is not None and g.code != "zh"):
        return ask
    return _itself(g, text, start, verb.span(), here, stop)


def _told(g: Grammar, text: str, start: int, end: int) -> bool:
    """Whether it was not the meeting that agreed: one of many, or somebody of whom the sentence tells."""
    first = skip(text, start)
    one = g.individual.match(text, first)  # what follows the verb may say that all agreed
    if one and one.end() <= end:
        return True
    if g.code == "zh":
        return _SIGNS.search(text, first, end) is not None
    return any(g.that.match(text, word.start(), end) for word in _WORD.finditer(text, first, end))


def _past_subject(g: Grammar, text: str, place: int, stop: int) -> int:
    """Where what was agreed begins, if whoever agreed stands behind the verb ("agreed the group on ...")."""
    for word in (None, *_WORD.finditer(text, place, min(stop, place + _NEAR))):
        at = word.start() if word else place
        if g.lead.match(text, at, stop) or that_clause(g, text, at, stop) is not None:
            return at
    return place


def _ask(g: Grammar, verb: tuple[int, int], names: list[Name], action: int, stop: int) -> Ask:
    key = DECIDING[0]
    force: str = g.lex.table("operative")[key]["force"]
    return Ask(key, force, verb, tuple(names), names[-1].end, action, stop)


def would(g: Grammar, text: str, verb: tuple[int, int], that: int, stop: int) -> Ask | None:
    """Who would do what, in the clause of what was agreed."""
    if g.verb_first and (modal := g.would.match(text, that, stop)):
        found = addressed(g, text, modal.end(), stop)
        return _ask(g, verb, list(found.names), found.action, stop) if found.names else None
    if passive := g.being.match(text, that, stop):
        # "that by the secretariat a handbook be written": Chinese names who acts first.
        names, last, _ = chain(g, text, passive.end(), stop)
        if names:
            return _ask(g, verb, names, skip(text, last), stop)
    limit = min(stop, that + _CLAUSE)
    hits = [
        (hit.start(), -hit.end(), kept)
        for kept, pattern in ((False, g.would), (True, g.would_act), (True, g.subjunctive))
        if (hit := pattern.search(text, that, limit))
    ]
    if hits:
        at, end, kept = min(hits)
        names, last = _subject(g, text, that, at)
        action = skip(text, last) if kept else skip(text, -end, " ")
        if names and not g.being.match(text, at if kept else action):
            return _ask(g, verb, names, action, stop)
    if not g.verb_first:
        return None
    names, action, sure = clause(g, text, that, stop)
    return _ask(g, verb, names, action, stop) if names and sure else None


def _subject(g: Grammar, text: str, start: int, end: int) -> tuple[list[Name], int]:
    """Whom a clause names right before what they would do: known, or with a capital or a noun that acts."""
    if g.code == "zh" and _SIGNS.search(text, start, end):
        return [], start
    names, last, _ = chain(g, text, start, end)
    if names:
        return (names, last) if end - last <= _NEAR else ([], start)
    value, begin, finish = bare_words(g, text, start, end)
    if value and (last_word := value.rfind(" ") + 1) and g.being.fullmatch(value, last_word):
        value, begin, finish = bare_words(g, text, begin, begin + last_word)  # "se réunirait"
    named = any(letter.isupper() for letter in value) or g.acting.match(value)
    if not named or len(value) > _LONGEST or _SIGNS.search(value):
        return [], start
    return [Name(value, begin, finish, known=False)], finish


def _itself(
    g: Grammar, text: str, start: int, verb: tuple[int, int], here: int, stop: int
) -> Ask | None:
    """What somebody agreed to do, or a meeting to ask of others ("agreed to invite the wardens to ...").

    What a meeting agrees to do itself asks nobody.
    """
    at = g.lead.match(text, here, stop) if g.verb_first else None
    act = skip(text, at.end(), " ") if at else here
    delivers = any(
        g.lex.pattern("delivering", key, start=True).match(text, act, stop)
        for key in ("produce", "hold")
    )
    opens = g.to.match(text, here, stop) or g.lex.infinitives.match(text, here)
    if not (delivers or (opens and not g.verb_first)):
        return None
    for ask in decided(g, text, DECIDING[0], verb, act if at else here, stop, performed=True):
        names = ask.names or tuple(chain(g, text, skip(text, start), verb[0])[0])
        return replace(ask, verb=verb, names=names, own=False) if names else None
    return None
