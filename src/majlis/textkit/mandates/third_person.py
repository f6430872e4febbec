"""What a declaration tells that its speakers bind themselves to, and ask: "The Ministers pledged to ...".

A communiqué speaks of its speakers in the third person. Whoever acts is one of the ``tellers`` of the lexicon at the
start of a clause, or a pronoun that means the one named before.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from majlis.textkit.mandates.asks import (
    COMMITS,
    DECIDING,
    SAID,
    Ask,
    asked,
    decided,
    inside_quotes,
    past_modifiers,
)
from majlis.textkit.mandates.declarations import committed_action
from majlis.textkit.mandates.grammar import Grammar
from majlis.textkit.mandates.names import Name, bare_words, name_at, skip, words
from majlis.textkit.mandates.reports import ASKING, SENTENCE

_BEFORE = 160  # characters of whoever binds themselves, before the verb
_BEHIND = 60  # characters between a verb and whoever follows it
_ARTICLE = 12  # characters before the first word of a clause
_WORDS_BEFORE = 2  # a verb and its adverb, in a language that puts them first
_JOINER = 16  # characters of a conjunction and an adverb between two verbs
_CLAUSE = 240  # characters before a clause in which a conjunction would make it part of another
_COMMAS = (",", "،", "，")
_SIGNS = (*_COMMAS, ";", "؛", "；", ":", "：")
_WORD = re.compile(r"\b\w")


def third_person_asks(g: Grammar, text: str, known: list[Ask], *, past: bool) -> list[Ask]:
    """What a paragraph in the third person says besides what is known, in the order of its words.

    ``text`` is folded; ``known``: what other rules found in it; where one of those begins, a commitment ends.
    ``past``: also what is told in the past, as a communiqué does; elsewhere the past is history.
    """
    taken = {at for ask in known for at in range(*ask.verb)}
    found: list[Ask] = []
    named: Name | None = None
    start = 0
    for sentence in [*SENTENCE.finditer(text), None]:
        stop = sentence.start() if sentence else len(text)
        named = named_first(g, text, start, stop) or named
        here: list[Ask] = []
        for verb, key, alone in _verbs(g, text, start, stop, past=past):
            if verb.start() in taken or inside_quotes(text, verb.start()):
                continue
            teller = _teller(g, text, start, verb, stop)
            joined = _joiner(g, text, here[-1].action, verb.start()) if here else None
            if joined is None and here and (alone or _glued(g, text, verb.start())):
                joined = verb.start()
            first = verb.start() - skip(text, start) <= _ARTICLE and alone
            if teller is None and joined is None and not first:
                continue
            if joined is not None:
                here[-1] = replace(here[-1], end=joined)
            at = past_modifiers(g, text, teller[1] if teller else verb.end())
            if key == COMMITS:
                named = (teller and teller[0]) or named
                here += _commitment(g, text, verb, named, at, stop)
            elif (ask := _request(g, text, key, verb, at, stop)) is not None:
                here.append(ask)
        found += here
        start = sentence.end() if sentence else stop
    begins = sorted(min([ask.verb[0], *(name.start for name in ask.names or ())]) for ask in known)
    found = [_until(g, text, ask, begins) for ask in found]
    return [ask for ask in found if words(text, ask.action, ask.end)[0]]


def _verbs(
    g: Grammar, text: str, start: int, stop: int, *, past: bool
) -> list[tuple[re.Match[str], str, bool]]:
    """The verbs of a sentence with their keys, and whether each tells without a subject who is meant."""
    found: dict[int, tuple[re.Match[str], str, bool]] = {}
    for kind in ("told_alone", "told_past", "told") if past else ("told",):
        for match in g.lex.pattern("declaring", kind).finditer(text, start, stop):
            found.setdefault(match.start(), (match, COMMITS, kind == "told_alone"))
    for form in g.past if past else ():
        if form.key in ASKING:
            for match in form.pattern.finditer(text, start, stop):
                found.setdefault(match.start(), (match, form.key, False))
    return [found[at] for at in sorted(found)]


def _commitment(
    g: Grammar, text: str, verb: re.Match[str], named: Name | None, place: int, stop: int
) -> list[Ask]:
    """The commitment of a verb; or, where speakers agreed to ask others, what they ask of these."""
    action = committed_action(g, text, place, stop)
    if g.agreed.match(text, verb.start()):
        others = decided(g, text, DECIDING[0], verb.span(), place, stop, performed=True)
        if others and others[0].names:
            return [ask for ask in others if ask.names]
        act = g.lex.infinitives.match(text, past_modifiers(g, text, action))
        if act and g.lex.verb_of(act).key in SAID:
            return []  # "agreed to note the report": done by being said
    names = (named,) if named else None
    return [Ask(COMMITS, COMMITS, verb.span(), names, action, action, stop, own=True)]


def _request(
    g: Grammar, text: str, key: str, verb: re.Match[str], place: int, stop: int
) -> Ask | None:
    """The ask of a verb in the past whose subject stands before it; None where it addresses nobody."""
    force: str = g.lex.table("operative")[key]["force"]
    ask = asked(g, text, key, force, verb.span(), place, stop)
    return ask if ask.names and (ask.names[0].known or ask.action > ask.scope) else None


def named_first(g: Grammar, text: str, start: int, stop: int) -> Name | None:
    """Whom a sentence of folded text names first among those who may bind themselves; None where nobody."""
    far = min(stop, start + _BEFORE)
    teller = g.lex.pattern("declaring", "tellers").search(text, start, far)
    if teller is None or _pronoun(g, teller):
        return None
    near = text[start : teller.start()].count(" ") <= _WORDS_BEFORE if g.verb_first else None
    if not (_opens(g, text, start, teller.start()) if near is None else near):
        return None
    return _name(g, text, teller, stop)


def _name(g: Grammar, text: str, teller: re.Match[str], stop: int) -> Name:
    value, first, last = bare_words(g, text, *teller.span())
    return name_at(g, text, first, stop) or Name(value, first, last, known=False)


def _pronoun(g: Grammar, teller: re.Match[str]) -> bool:
    pattern = g.lex.pattern("declaring", "teller_pronouns", start=True)
    return pattern.fullmatch(teller[0]) is not None


def _teller(
    g: Grammar, text: str, start: int, verb: re.Match[str], stop: int
) -> tuple[Name | None, int] | None:
    """Who binds themselves, and where their words or the verb end; no name for a pronoun; None where nobody."""
    tellers = g.lex.pattern("declaring", "tellers")
    if g.verb_first:
        teller = tellers.search(text, verb.end(), min(stop, verb.end() + _BEHIND))
        if teller is None or not _only_adverbs(g, text, verb.end(), teller.start()):
            return _teller_before(g, text, start, verb)
        if not _opens(g, text, start, verb.start()):
            return None
        name = _name(g, text, teller, stop)
        return name, max(teller.end(), name.end)
    return _teller_before(g, text, start, verb)


def _teller_before(
    g: Grammar, text: str, start: int, verb: re.Match[str]
) -> tuple[Name | None, int] | None:
    low = max(start, verb.start() - _BEFORE)
    for teller in g.lex.pattern("declaring", "tellers").finditer(text, low, verb.start()):
        if not _opens(g, text, start, teller.start()):
            continue
        if not _says_who(g, text, teller.end(), verb.start()):
            continue
        name = None if _pronoun(g, teller) else _name(g, text, teller, verb.start())
        return name, verb.end()
    return None


def _says_who(g: Grammar, text: str, start: int, end: int) -> bool:
    """Whether what stands between those who bind themselves and the verb only says more of them, or "and"."""
    if _only_adverbs(g, text, start, end):
        return True
    here = skip(text, start)
    if any(sign in text[start:here] for sign in _COMMAS):  # ", meeting in Sorrel City,"
        gathered = g.lex.pattern("declaring", "gathered", start=True).match(text, here, end)
        return gathered is not None and text[here:end].rstrip()[-1:] in _COMMAS
    if _subordinate(g, text, here, end):
        return False
    if _joiner(g, text, here, end) is not None:
        return True
    tail = g.lex.pattern("declaring", "teller_tail", start=True).match(text, here, end)
    return tail is not None and not any(sign in text[here:end] for sign in _SIGNS)


def _only_adverbs(g: Grammar, text: str, start: int, end: int) -> bool:
    """Whether nothing but adverbs and signs stands between two places."""
    here = skip(text, start)
    lead = g.lex.lead.match(text, here, end)
    return skip(text, lead.end() if lead else here) >= end


def _opens(g: Grammar, text: str, start: int, place: int) -> bool:
    """Whether a clause that nobody tells of begins at a place: the sentence, or behind a comma or "and"."""
    if _subordinate(g, text, max(start, place - _CLAUSE), place):
        return False
    first, before = bare_words(g, text, start, place)[::2]
    lead = g.lex.lead.match(text, skip(text, start), place)
    opened = skip(text, lead.end()) if lead else skip(text, start)
    return not first or opened >= before or text[:place].rstrip()[-1:] in _COMMAS


def _subordinate(g: Grammar, text: str, start: int, end: int) -> bool:
    """Whether a word stands there behind which the clause is part of another ("that", "which")."""
    relative = g.lex.pattern("declaring", "relative")
    return relative.search(text, start, end) is not None or any(
        g.that.match(text, word.start(), end) for word in _WORD.finditer(text, start, end)
    )


def _joiner(g: Grammar, text: str, start: int, place: int) -> int | None:
    """Where the conjunction between two verbs begins, if nothing but an adverb stands behind it."""
    low = max(start, place - _JOINER)
    for joiner in g.lex.pattern("words", "and").finditer(text, low, place):
        if _only_adverbs(g, text, joiner.end(), place):
            return joiner.start()
    return None


def _glued(g: Grammar, text: str, place: int) -> bool:
    """Whether a verb is written in one word with the conjunction before it, as in Arabic."""
    before = g.lex.pattern("asking", "before_verb", start=True)
    return g.verb_first and before.match(text, place) is not None


def _until(g: Grammar, text: str, ask: Ask, begins: list[int]) -> Ask:
    """A commitment without the request that follows in its sentence, and the conjunction before that."""
    at = bisect_right(begins, ask.action)
    if at == len(begins) or begins[at] >= ask.end:
        return ask
    end = begins[at]
    joined = _joiner(g, text, ask.action, end)
    return replace(ask, end=end if joined is None else joined)
