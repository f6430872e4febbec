"""What those who declare something ask of others, and bind themselves to: "We request ...", "We commit to ...".

A resolution speaks of its body in the third person and puts one verb first. A declaration says "we", or only
the bare verb ("Request the Secretary-General ..."), in any sentence of a paragraph and behind any clause.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from majlis.textkit.lexicon import Dispatch
from majlis.textkit.lexicon.folding import fold_form
from majlis.textkit.lexicon.shared import shared_starts
from majlis.textkit.mandates.asks import (
    COMMITS,
    DECIDING,
    Ask,
    asked,
    decided,
    inside_quotes,
    past_modifiers,
    without_pronoun,
)
from majlis.textkit.mandates.grammar import Grammar, grammar
from majlis.textkit.mandates.names import Name, bare_words, name_at, skip, words
from majlis.textkit.mandates.reports import SENTENCE

_WILL, _ACTS, _REFLEXIVE = "will", "will_act", "reflexive"
_STATES = ""  # the key of a verb that asks nothing ("We welcome ..."), behind which another may ask
OPEN_QUOTES = "“„«\"'‘"
_COMMAS = ",،，"
_SIGNS = tuple(_COMMAS)
_COMMA = re.compile(f"[{_COMMAS}]\\s*")
_BLANKS = re.compile("[\\s“„«\"'‘]*+")
_ASIDES = 8  # words, phrases and asides between the pronoun and its verb
_LONGEST_ASIDE = 200  # characters
_JOINED = 16  # characters that join two verbs with one object
_BEFORE = 24  # characters before a speaker that may make the clause a relative one
_UNDUE = (
    100  # characters of an aside between a verb that commits and its action ("commit, by 2035, to")
)
_SHORT_LEAD = 60  # characters before the speakers that may say when they will act
_LONGEST_NAME = 240  # characters of the words that name the speakers


@dataclass(frozen=True, slots=True)
class _Said:
    """A verb in the first person: its key, where its clause begins, and the span of the verb."""

    key: str
    clause: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Forms:
    """The patterns of one language by which speakers are told."""

    verbs: Dispatch
    begins: re.Pattern[str]
    joined: re.Pattern[str]
    marked: bool
    future_alone: bool


@lru_cache(maxsize=8)
def _forms(language: str) -> _Forms:
    g = grammar(language)
    table = g.lex.table("declaring")
    entries = [(form, key) for key, forms in table["asking"].items() for form in forms]
    entries += [(form, COMMITS) for form in table["commits"]]
    alone = [form for form, _ in entries]
    for key in (_REFLEXIVE, _WILL, _ACTS):
        entries += [(form, key) for form in table[key]]
    if table["future_alone"]:
        alone += [*table[_WILL], *table[_ACTS]]
    ready = [(fold_form(form, language), f"o_{key}") for form, key in entries]
    border = "" if language == "zh" else r"(?!\w)"
    begins = shared_starts(fold_form(form, language) for form in alone) or "(?!)"
    before = "|".join(fold_form(form, language) for form in g.lex.table("asking")["before_verb"])
    gap = r"\s*" if language in ("zh", "ar") else r"\s+"
    return _Forms(
        verbs=Dispatch(ready, border),
        begins=re.compile(rf"(?<![\w-])(?:{begins})", re.IGNORECASE),
        joined=re.compile(rf"(?<!\s)\s*+(?:{before}){gap}", re.IGNORECASE),
        marked=table["marked"],
        future_alone=table["future_alone"],
    )


def declared_asks(g: Grammar, text: str, *, bare: bool) -> list[Ask]:
    """What the speakers of a paragraph ask, and bind themselves to, in the order of its words.

    ``text`` is folded. ``bare``: speakers were named before, so that the first verb may stand without them.
    A commitment has the force ``commits`` and, as what a body decides to do, no names of its own.
    """
    asks: list[Ask] = []
    start = 0
    for match in [*SENTENCE.finditer(text), None]:
        stop = match.start() if match else len(text)
        said = _said(g, text, start, stop, bare=bare and not start)
        for place, verb in enumerate(said):
            end = said[place + 1].clause if place + 1 < len(said) else stop
            asks += [
                without_pronoun(g, text, ask, asks) for ask in _asks(g, text, verb, start, end)
            ]
        start = match.end() if match else stop
    return _whole(text, asks)


def _whole(text: str, asks: list[Ask]) -> list[Ask]:
    """The asks without those that say nothing but their verb ("We request and encourage the Panel to ...")."""
    return [
        ask
        for ask, then in itertools.zip_longest(asks, asks[1:])
        if ask.names
        or then is None
        or then.verb[0] - ask.verb[1] > _JOINED
        or words(text, ask.action, ask.end)[0]
    ]


def speaks(g: Grammar, text: str) -> bool:
    """Whether a folded text begins with those who declare something ("We, the ministers, ...", "We request")."""
    return _persons(g, text) is not None


def first_person(g: Grammar, text: str) -> bool:
    """Whether a folded text says anything in the first person."""
    if g.lex.pattern("declaring", "speakers").search(text):
        return True
    forms = _forms(g.code)
    places = forms.begins.finditer(text) if forms.marked else ()
    return any(forms.verbs.match(text, match.start()) for match in places)


def declares(g: Grammar, text: str) -> bool:
    """Whether a folded text opens in the first person: with the speakers, or a verb whose form tells them."""
    forms = _forms(g.code)
    first = _BLANKS.match(text).end()  # type: ignore[union-attr]
    return speaks(g, text) or (forms.marked and forms.verbs.match(text, first) is not None)


def speakers(g: Grammar, text: str) -> Name | None:
    """Whom the words "We, the ministers, gathered in ..." at the start of a text name; None where nobody."""
    match = _persons(g, text)
    if match is None:
        return None
    lex = g.lex
    begin = skip(text, match.end())
    article = lex.pattern("formula", "article", start=True).match(text, begin)
    if not article and not any(sign in text[match.end() : begin] for sign in _COMMAS):
        return None
    limit = min(len(text), begin + _LONGEST_NAME)
    gathered = lex.pattern("declaring", "gathered", start=True)
    stops = [limit]
    for comma in _COMMA.finditer(text, begin, limit):
        if gathered.match(text, comma.end()):
            stops.insert(0, comma.start())
            break
        stops.append(comma.start())
    value, begin, end = bare_words(g, text, begin, stops[0] if stops[0] < limit else min(stops))
    if not value or _forms(g.code).verbs.match(text, begin):
        return None
    known = name_at(g, text, begin, end)
    whole = known is not None and known.end >= end
    return known if known and whole else Name(value, begin, end, known=False)


def _persons(g: Grammar, text: str) -> re.Match[str] | None:
    first = _BLANKS.match(text).end()  # type: ignore[union-attr]
    return g.lex.pattern("formula", "persons", start=True).match(text, first)


def _said(g: Grammar, text: str, start: int, stop: int, *, bare: bool) -> list[_Said]:
    """The verbs of a sentence in the first person, in order."""
    forms = _forms(g.code)
    quoted = text.lstrip()[:1] not in OPEN_QUOTES
    found: dict[int, _Said] = {}
    past = start  # the end of the verb found last

    def add(said: _Said | None) -> None:
        if said and said.start not in found and not (quoted and inside_quotes(text, said.start)):
            found[said.start] = said

    for match in g.lex.pattern("declaring", "speakers").finditer(text, start, stop):
        if match.start() >= past and _opens_clause(g, text, start, match.start()):
            said = _verb_after(g, text, match.start(), match.end(), stop)
            states = None if forms.marked or said else match.end()
            add(_Said(_STATES, match.start(), states, states) if states else said)
            past = said.end if said else past
    taken = {at for said in found.values() for at in range(said.start, said.end)}
    for match in forms.begins.finditer(text, start, stop) if forms.marked else ():
        said = _verb_at(g, text, match.start(), match.start(), stop)
        alone = said and said.key not in (
            _REFLEXIVE,
            *(() if forms.future_alone else (_ACTS, _WILL)),
        )
        if said and alone and said.start not in taken and not _relative(g, text, start, said.start):
            add(said)
    if bare and not found:
        add(_bare(g, text, start, stop))
    if found:
        first = min(found)
        for match in forms.joined.finditer(text, found[first].end, stop):
            lead = g.lex.lead.match(text, match.end(), stop)
            here = lead.end() if lead else match.end()
            said = _verb_at(g, text, match.start(), here, stop)
            if (
                said
                and said.key not in (_WILL, _ACTS, _REFLEXIVE)
                and _goes_on(g, text, said, stop)
            ):
                add(said)
    return [_with_joiner(g, text, start, found[at]) for at in sorted(found)]


def _verb_at(g: Grammar, text: str, clause: int, place: int, stop: int) -> _Said | None:
    match = _forms(g.code).verbs.match(text, place)
    if match is None or match.end() > stop:
        return None
    key = (match.lastgroup or "").split("__")[0][2:]
    return _Said(key, clause, place, match.end())


def _verb_after(g: Grammar, text: str, clause: int, place: int, stop: int) -> _Said | None:
    """The verb of a speaker, behind adverbs, phrases and what says who the speakers are."""
    aside = False
    for _ in range(_ASIDES):
        here = skip(text, place)
        aside = aside or any(sign in text[place:here] for sign in _COMMAS)
        if said := _verb_at(g, text, clause, here, stop):
            return said
        lead = g.lex.lead.match(text, here, stop)
        phrase = g.lex.pattern("words", "phrases", start=True).match(text, here, stop)
        if lead and lead.end() > here:
            place = lead.end()
        elif phrase and phrase.end() > here:
            place = phrase.end()
        else:
            article = g.lex.pattern("formula", "article", start=True).match(text, here)
            comma = _COMMA.search(text, here, min(stop, here + _LONGEST_ASIDE))
            if not comma or not (aside or article):
                return None
            place, aside = comma.end(), True
    return None


def _bare(g: Grammar, text: str, start: int, stop: int) -> _Said | None:
    """A verb at the start without those who speak: in its own form, or where that tells it as an infinitive."""
    first = _BLANKS.match(text, start).end()  # type: ignore[union-attr]
    lead = g.lex.lead.match(text, first, stop)
    to = g.to.match(text, first, stop)
    for place in (lead.end() if lead else first, first, to.end() if to else first):
        said = _verb_at(g, text, first, place, stop)
        if said and said.key not in (_WILL, _ACTS, _REFLEXIVE):
            return said
        match = g.lex.infinitives.match(text, place) if _forms(g.code).marked else None
        verb = g.lex.verb_of(match) if match else None
        if match and verb and (verb.force or verb.key in DECIDING):
            return _Said(verb.key, first, place, match.end())
        if not _forms(g.code).marked and (match := g.lex.infinitives.match(text, place)):
            return _Said(_STATES, first, place, match.end())
    return None


def _relative(g: Grammar, text: str, start: int, place: int) -> bool:
    """Whether what stands before a place makes its clause a relative one ("the report that we request")."""
    return _stands_before(g, "relative", text, start, place)


def _opens_clause(g: Grammar, text: str, start: int, place: int) -> bool:
    """Whether speakers open a clause: no noun stands right before them ("the actions we undertake")."""
    if _relative(g, text, start, place):
        return False
    before = text[max(start, place - _BEFORE) : place].rstrip()
    if _forms(g.code).marked or g.code == "zh" or not before or not before[-1].isalnum():
        return True
    low = max(start, place - _SHORT_LEAD)
    ands = g.lex.pattern("words", "and").finditer(text, low, place)
    opened = [match.end() for match in ands] + ([start] if low == start else [])
    return any(_only_leads_to(g, text, skip(text, begin), place) for begin in opened)


def _only_leads_to(g: Grammar, text: str, begin: int, place: int) -> bool:
    """Whether nothing but an adverb or a phrase stands between two places ("to this end we ...")."""
    lead = g.lex.lead.match(text, begin)
    phrase = g.lex.pattern("words", "phrases", start=True).match(f"{text[begin:place].rstrip()},")
    return (
        begin >= place
        or (lead is not None and lead.end() >= place)
        or (phrase is not None and phrase.end() >= len(text[begin:place].rstrip()))
    )


def _stands_before(g: Grammar, key: str, text: str, start: int, place: int) -> bool:
    low = max(start, place - _BEFORE)
    pattern = g.lex.pattern("declaring", key)
    return any(
        not text[match.end() : place].strip() for match in pattern.finditer(text, low, place)
    )


def _goes_on(g: Grammar, text: str, said: _Said, stop: int) -> bool:
    """Whether a verb behind "and" asks, where its form is that of a noun or an infinitive as well."""
    if _forms(g.code).marked or g.code == "zh" or said.key in (COMMITS, "calls_upon"):
        return True
    here = past_modifiers(g, text, said.end)
    if said.key in DECIDING:
        return g.to.match(text, here, stop) is not None
    near = min(stop, here + _LONGEST_NAME)
    ask = asked(g, text, said.key, "", (said.start, said.end), here, near)
    return bool(ask.names) and (ask.names[0].known or ask.action > ask.scope)  # type: ignore[index]


def _with_joiner(g: Grammar, text: str, start: int, said: _Said) -> _Said:
    """The verb with a clause that begins at the conjunction before it, if one stands there."""
    low = max(start, said.clause - _BEFORE)
    for match in _forms(g.code).joined.finditer(text, low, said.clause):
        if match.end() == said.clause:
            return replace(said, clause=match.start())
    return said


def _asks(g: Grammar, text: str, said: _Said, start: int, stop: int) -> Iterator[Ask]:
    verb = (said.start, said.end)
    here = past_modifiers(g, text, said.end)
    if said.key == _STATES:
        return
    # "By 2033, we will ...": when it is due may be said before those who speak
    scope = start if said.clause - start <= _SHORT_LEAD else said.start
    if said.key in DECIDING:
        here = _past_aside(g, text, here, stop)
        if _only_leads(g, text, here, stop):
            yield Ask(COMMITS, COMMITS, verb, None, here, stop, stop, own=True)
            return
        for ask in decided(g, text, said.key, verb, here, stop, performed=True):
            own = ask.own and not ask.names
            yield replace(ask, key=COMMITS, force=COMMITS) if own else ask
    elif said.key in (_WILL, _ACTS):
        action = here if said.key == _WILL else said.start
        describes = (
            g.lex.pattern("declaring", "conditional", start=True).match(text, skip(text, start))
            or g.lex.pattern("declaring", "describes", start=True).match(text, action)
            or _stands_before(g, "negations", text, start, said.start)
        )
        if not describes:
            yield Ask(COMMITS, COMMITS, verb, None, scope, action, stop, own=True)
    elif said.key in (COMMITS, _REFLEXIVE):
        action = committed_action(g, text, here, stop)
        yield Ask(COMMITS, COMMITS, verb, None, min(scope, here), action, stop, own=True)
    else:
        force: str = g.lex.table("operative")[said.key]["force"]
        yield asked(g, text, said.key, force, verb, here, stop)


def _only_leads(g: Grammar, text: str, here: int, stop: int) -> bool:
    """Whether nothing but the particle of points stands behind a verb ("We decide to:")."""
    said = words(text, here, stop)[0]
    small = any(
        g.lex.pattern("words", key, start=True).fullmatch(said) for key in ("to", "modifiers")
    )
    return text[here:stop].rstrip()[-1:] in (":", "：") and (not said or small)


def committed_action(g: Grammar, text: str, here: int, stop: int) -> int:
    """Where the action begins behind a verb that commits: past an aside and the particle that opens it."""
    place = _past_aside(g, text, here, stop)
    match = g.lex.pattern("words", "to", start=True).match(text, place, stop)
    return skip(text, match.end(), " ") if match else here


def _past_aside(g: Grammar, text: str, here: int, stop: int) -> int:
    """Past what stands in commas between a verb and the particle of its action ("We commit, by 2035, to ...")."""
    to = g.lex.pattern("words", "to", start=True)
    if not to.match(text, here, stop) and text[max(0, here - 2) : here].strip(" ")[-1:] in _SIGNS:
        for comma in _COMMA.finditer(text, here, min(stop, here + _UNDUE)):
            if to.match(text, comma.end(), stop):
                return comma.end()
    return here
