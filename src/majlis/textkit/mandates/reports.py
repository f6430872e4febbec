"""What the paragraphs of a report ask: a meeting "requested X to ...", "members are invited to ..."."""

from __future__ import annotations

import re
from dataclasses import replace

from majlis.textkit.mandates.addressed import addressed, listed
from majlis.textkit.mandates.agreed import agreed_ask, would
from majlis.textkit.mandates.asks import DECIDING, Ask, past_modifiers, that_clause
from majlis.textkit.mandates.grammar import Grammar, VerbForm
from majlis.textkit.mandates.names import LONGEST, Name, bare_words, chain, skip, words

SENTENCE = re.compile(r"(?<=[^\d.][.؟!])\s+|(?<=\d\d\.)\s+(?=[^\W\d])|(?<=[。！？])")
# The verbs by which a meeting asks. Others ("requires", "allows") tell of rules more often.
ASKING = frozenset(
    {"requests", "invites", "encourages", "urges", "instructs", "entrusts", "calls_upon", "appeals"}
    | {"recommends"}
)
_WORD = re.compile(r"\b\w")
_WORDS = 3  # the first of them names the meeting
_OPENING = 3  # characters before a verb that opens its sentence
_SHORT_SUBJECT = 40
_COMMA = re.compile(r"[,，]")
_CLAUSE = re.compile(r"[,;،؛]\s+")
_SHORT_NAME = 60
_AFTER_NAME = 24  # characters between whom an opening phrase names last and its colon
_FARTHEST = 4000  # characters before a colon in which an ask that leads to points begins
_LEAD = 48  # characters between what a meeting agreed and the colon
_LIST = 260  # characters of a list before a passive
_SUBJECT = 90  # characters before the verb of a report's sentence


def report_asks(g: Grammar, text: str) -> list[Ask]:
    """The asks of each sentence: its main verb, in the active past or the passive, and those joined to it."""
    asks: list[Ask] = []
    start = 0
    for match in [*SENTENCE.finditer(text), None]:
        stop = match.start() if match else len(text)
        agreed = agreed_ask(g, text, start, stop)
        if agreed is None:
            asks += _clauses(g, text, start, stop)
        elif agreed.key in DECIDING or _believed(agreed, start):
            asks.append(agreed)
        start = match.end() if match else stop
    return asks


def passive_asks(g: Grammar, text: str) -> list[Ask]:
    """The asks of sentences in the passive alone ("Libraries, schools and museums are encouraged to ...")."""
    asks: list[Ask] = []
    start = 0
    for match in [*SENTENCE.finditer(text), None]:
        stop = match.start() if match else len(text)
        ask = _sentence(g, text, start, stop, passive_only=True)
        if ask is None or not _believed(ask, start):
            ask = _listed_passive(g, text, start, stop)
        if ask:
            asks.append(ask)
        start = match.end() if match else stop
    return asks


def _listed_passive(g: Grammar, text: str, start: int, stop: int) -> Ask | None:
    """A passive behind a list of those whom it asks, some of whom the lexicon does not know."""
    if g.verb_first or g.code == "zh":
        return None
    far = min(stop, start + _LIST)
    hits = [
        (found.start(), -found.end(), form)
        for form in g.passive
        if form.key in ASKING and (found := form.pattern.search(text, start, far))
    ]
    if not hits:
        return None
    begin, end, form = min(hits, key=lambda hit: hit[:2])
    here = past_modifiers(g, text, -end)
    if _told_of_others(g, text, start, begin, here, stop, passive=True):
        return None
    names = _those_listed(g, text, start, begin)
    marker = g.to.search(text, here, min(stop, here + _LIST))
    if not names or not (marker or g.bare):
        return None
    action = marker.end() if marker else skip(text, here)
    return Ask(form.key, form.force, (begin, -end), tuple(names), here, action, stop)


def _those_listed(g: Grammar, text: str, start: int, end: int) -> list[Name]:
    """Whoever a sentence names before a passive: all its words, but for an aside that opens it."""
    begin = skip(text, start)
    if g.cut.match(text, begin, end):  # "In cooperation with the port, the wardens are ..."
        comma = text.find(",", begin, end)
        begin = skip(text, comma) if comma >= 0 else begin
    names, last, _ = chain(g, text, begin, end)
    if names and end - last <= _OPENING:
        return names
    clause = any(pattern.search(text, begin, end) for pattern in (g.that, g.modals))
    if clause or end - begin > LONGEST or not text[begin : begin + 1]:
        return []
    found = listed(g, text, begin, end)
    value, first, finish = bare_words(g, text, begin, end)
    return found or ([Name(value, first, finish, known=False)] if value else [])


def _clauses(g: Grammar, text: str, start: int, stop: int) -> list[Ask]:
    """The asks of a sentence; behind a comma and a conjunction another verb may ask somebody else.

    Where the sentence itself asks nobody, only a passive does ("..., and members are invited to ...").
    """
    first = _sentence(g, text, start, stop)
    asks = [first] if first and _believed(first, start) else []
    for match in _CLAUSE.finditer(text, asks[0].action if asks else start, stop):
        joined = g.lex.pattern("words", "and", start=True).match(text, match.end(), stop)
        begin = skip(text, joined.end()) if joined else match.end()
        if not joined and not g.verb_first:
            continue
        ask = _sentence(g, text, begin, stop, passive_only=not asks)
        if not ask or not _believed(ask, begin) or ask.verb[0] - begin > _SHORT_SUBJECT:
            continue
        known = bool(ask.names) and ask.names[0].known  # type: ignore[index]
        if asks and (known or ask.verb[0] - begin <= _OPENING):
            asks[-1] = replace(asks[-1], end=match.start())
        if known or not asks:
            asks.append(ask)
    return asks


def _believed(ask: Ask, start: int) -> bool:
    """In a narrative, only a known name is sure; another one is where the sentence is plain."""
    if not ask.names:
        return False
    name = ask.names[0]
    plain = ask.verb[0] - start <= _SHORT_SUBJECT and name.end - name.start <= _SHORT_NAME
    return name.known or (plain and ask.action > ask.scope)


def _sentence(
    g: Grammar, text: str, start: int, stop: int, *, passive_only: bool = False
) -> Ask | None:
    best: tuple[int, int, VerbForm, bool] | None = None
    far = min(stop, start + _SUBJECT + 40)
    if not g.asking.search(text, start, far):
        return None
    for passive, forms in ((True, g.passive), (False, () if passive_only else g.past)):
        for form in forms:
            if form.key not in ASKING:
                continue
            match = form.pattern.search(text, start, far)
            if not match:
                continue
            entry = (match.start(), -match.end(), form, passive)
            if best is None or entry[:2] < best[:2]:
                best = entry
    if best is None:
        return None
    begin, end, form, passive = best[0], -best[1], best[2], best[3]
    if begin - start > _SUBJECT:
        return None
    here = past_modifiers(g, text, end)
    if _told_of_others(g, text, start, begin, here, stop, passive):
        return None
    if g.verb_first:
        return _verb_first(g, text, form, start, begin, end, here, stop)
    subject = max(text.rfind(sign, start, begin) for sign in ",，") + 1
    after = addressed(g, text, here, stop)
    that = that_clause(g, text, here, stop) if not after.names else None
    if that is not None and (told := would(g, text, (begin, end), that, stop)):
        # "Il a été demandé que le secrétariat ...": whom it asks is the subject of the clause.
        return replace(told, key=form.key, force=form.force)
    known_after = bool(after.names) and after.names[0].start - here < 24
    if passive and not (known_after and after.names[0].known):
        before = _before(g, text, max(start, subject), begin)
        if before:
            action = _action(g, text, here, stop)
            return Ask(form.key, form.force, (begin, end), tuple(before), here, action, stop)
    if not after.names:
        return None
    action = after.action
    if modal := g.modals.match(text, action, stop):
        action = skip(text, modal.end(), " ")  # "recommended that X should ..."
    return Ask(form.key, form.force, (begin, end), after.names, after.scope, action, stop)


def _told_of_others(
    g: Grammar, text: str, start: int, begin: int, here: int, stop: int, passive: bool
) -> bool:
    """Whether it was not the meeting that asked: another body ("was asked by the Council") or one of many."""
    if passive:
        agent = g.agent.match(text, here, stop)
        return agent is not None and bool(chain(g, text, skip(text, agent.end()), stop)[0])
    said = skip(text, here) if g.verb_first and begin - start <= _OPENING else skip(text, start)
    return g.individual.match(text, said, stop) is not None


def _verb_first(
    g: Grammar, text: str, form: VerbForm, start: int, begin: int, end: int, here: int, stop: int
) -> Ask | None:
    """The subject may follow the verb, and whom it asks the subject; or whom it asks stands before."""
    span = (begin, end)
    if begin - start > _OPENING:
        before, last, _ = chain(g, text, skip(text, start), begin)
        if not before or begin - last > 2:
            return None
        return Ask(
            form.key, form.force, span, tuple(before), here, _action(g, text, here, stop), stop
        )
    first = addressed(g, text, here, stop)
    if not (first.names and first.names[0].known) and (second := _behind(g, text, here, stop)):
        last = second[-1].end
        return Ask(
            form.key, form.force, span, tuple(second), last, _action(g, text, last, stop), stop
        )
    if first.names:
        at = skip(text, first.scope, " ")
        lead = g.lead.match(text, at, stop)
        second, last, _ = chain(g, text, skip(text, lead.end(), " ") if lead else at, stop)
        if second and second[0].start - at < 8 and len(first.names) == 1:
            # "Requested the group of the secretariat": who asks, then who is asked.
            return Ask(
                form.key, form.force, span, tuple(second), last, _action(g, text, last, stop), stop
            )
        return Ask(form.key, form.force, span, first.names, first.scope, first.action, stop)
    return None


def _behind(g: Grammar, text: str, here: int, stop: int) -> list[Name]:
    """Whom it asks, behind a meeting that no name tells ("invited the meeting the members to ...")."""
    for word in list(_WORD.finditer(text, here, min(stop, here + _SHORT_SUBJECT)))[1:_WORDS]:
        if g.that.match(text, word.start()) or g.to.match(text, word.start()):
            return []
        if names := chain(g, text, word.start(), stop)[0]:
            return names
    return []


def _action(g: Grammar, text: str, place: int, stop: int) -> int:
    at = skip(text, place)
    marker = g.to.match(text, at, stop) or g.to_weak.match(text, at, stop)
    return marker.end() if marker else at


def _before(g: Grammar, text: str, start: int, end: int) -> list[Name]:
    names, last, _ = chain(g, text, skip(text, start), end)
    if names and end - last < 30:
        return names
    value, begin, finish = bare_words(g, text, start, end)
    return [Name(value, begin, finish, known=False)] if value and finish - begin < 80 else []


def agreement(g: Grammar, text: str) -> Ask | None:
    """A paragraph that opens the list of what a meeting agreed on: the meeting itself is the actor."""
    if text.rstrip()[-1:] not in (":", "："):
        return None
    match = g.agreed.search(text)
    if not match or len(text.rstrip()) - match.end() > _LEAD:
        return None
    if g.verb_first:
        names, _, _ = chain(g, text, skip(text, match.end()), len(text))
    else:
        comma = max(text.rfind(sign, 0, match.start()) for sign in ",，") + 1
        names = _before(g, text, comma, match.start())
    force = g.lex.table("operative")["decides"]["force"]
    return Ask(
        "decides", force, match.span(), tuple(names), match.end(), len(text), len(text), own=True
    )


def report_item(g: Grammar, text: str, above: Ask) -> list[Ask]:
    """An item of what was agreed that opens with a verb of asking ("to invite X to ...")."""
    if not above.own:
        return []
    start = skip(text, 0)
    marker = g.to.match(text, start)
    here = past_modifiers(g, text, marker.end() if marker else start)
    second = g.lex.infinitives.match(text, here)
    verb = g.lex.verb_of(second) if second else None
    if second and verb and verb.force and verb.key not in DECIDING:
        return [_item(g, text, verb.key, verb.force, start, second.end())]
    for form in g.nominal:
        match = form.pattern.match(text, here)
        if match:
            return [_item(g, text, form.key, form.force, start, match.end())]
    # What the meeting agreed to do itself.
    action = marker.end() if marker else start
    return [Ask(above.key, above.force, (start, start), None, action, action, len(text))]


def _item(g: Grammar, text: str, key: str, force: str, start: int, end: int) -> Ask:
    found = addressed(g, text, past_modifiers(g, text, end), len(text))
    return Ask(key, force, (start, end), found.names, found.scope, found.action, len(text))


def nested(g: Grammar, text: str, ask: Ask) -> Ask | None:
    """An ask inside the action that only leads to points ("... to instruct the panel:")."""
    if text.rstrip()[-1:] not in (":", "："):
        return None
    # whom it asks ends right before the colon: far from it, no such ask begins
    low = max(ask.action, len(text) - _FARTHEST)
    if low > ask.action and ask.end < low:
        return None
    hits = [
        (match.span(), form.key, form.force)
        for form in g.nominal
        for match in form.pattern.finditer(text, low)
    ]
    # "..., to instruct the panel:" behind the particle of its infinitive, or behind a comma
    signs = (*g.to.finditer(text, low), *_COMMA.finditer(text, low))
    for place in (low, *(sign.end() for sign in signs)):
        match = g.lex.infinitives.match(text, past_modifiers(g, text, place))
        verb = g.lex.verb_of(match) if match else None
        if match and verb and verb.force and verb.key not in DECIDING:
            hits.append((match.span(), verb.key, verb.force))
    best: Ask | None = None
    stop = len(text.rstrip(" :："))
    for span, key, force in sorted(hits):
        found = addressed(g, text, span[1], stop, heading=True)
        rest = words(text, found.scope, len(text))[0]
        if found.names and found.names[0].known and len(rest) < _AFTER_NAME:
            best = Ask(key, force, span, found.names, found.scope, found.action, ask.end)
    return best
