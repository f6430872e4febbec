"""What a decision tells that its body decided and asked: "The Board decided to request ...", "(a) requested ..."."""

from __future__ import annotations

from majlis.textkit.mandates.asks import (
    DECIDING,
    Ask,
    asked,
    clause,
    decided,
    past_modifiers,
)
from majlis.textkit.mandates.grammar import Grammar
from majlis.textkit.mandates.names import headed, skip
from majlis.textkit.openings import opening
from majlis.textkit.structure.front import formula_end

_FARTHEST = 400  # characters of a name and its clauses before the verb
_ARTICLE = 12  # characters before whoever is bound
_MOST = 60  # places in which an infinitive is looked for


def told_asks(g: Grammar, text: str) -> list[Ask]:
    """The asks of a paragraph of a decision whose verb stands in the past, at its start or behind its body."""
    first = opening(text, g.code, prefer="operative")
    found = told_verb(g, text) if first is None or first.verb is None else None
    if found is None:
        return []
    key, force, start, end = found
    here = past_modifiers(g, text, end)
    if key not in DECIDING:
        return [asked(g, text, key, force, (start, end), here, len(text))]
    asks = decided(g, text, key, (start, end), here, len(text), performed=True)
    return asks + _joined(g, text, asks[-1].action if asks else here)


def duty_asks(g: Grammar, text: str) -> list[Ask]:
    """The ask of a paragraph of a decision that says what somebody shall do ("The Secretariat shall ...")."""
    first = opening(text, g.code, prefer="operative")
    if g.verb_first or (first is not None and first.verb is not None):
        return []
    begin = skip(text, 0)
    names, action, sure = clause(g, text, begin, len(text))
    modal = g.modals.search(text, begin, action) if names else None
    if not sure or modal is None or names[0].start > begin + _ARTICLE:
        return []
    if not all(name.known or headed(g, text, name.start, name.end) for name in names):
        return []
    force: str = g.lex.table("operative")[DECIDING[0]]["force"]
    return [Ask(DECIDING[0], force, modal.span(), tuple(names), names[-1].end, action, len(text))]


def told_verb(g: Grammar, text: str) -> tuple[str, str, int, int] | None:
    """The verb of such a paragraph: its key, its force and its place."""
    begin = skip(text, 0)
    named = formula_end(text, g.code) > 0
    stop = min(len(text), begin + _FARTHEST)
    best: tuple[int, int, str, str] | None = None
    force: str = g.lex.table("operative")[DECIDING[0]]["force"]
    agreed = g.agreed.search(text, begin, stop) if named else g.agreed.match(text, begin, stop)
    if agreed:
        best = (agreed.start(), -agreed.end(), DECIDING[0], force)
    for form in g.past:
        look = form.pattern.search if named else form.pattern.match
        match = look(text, begin, stop)
        entry = (match.start(), -match.end(), form.key, form.force) if match else None
        if entry and (best is None or entry[:2] < best[:2]):
            best = entry
    return (best[2], best[3], best[0], -best[1]) if best else None


def decision_verb(g: Grammar, text: str) -> tuple[int, int] | None:
    """The verb of a line in which a body names itself and only says that it decides ("The Parties decide:")."""
    place = 0
    for _ in range(_MOST):
        if match := g.agreed.match(text, place):
            return match.span()
        found = opening(text[place : place + _FARTHEST], g.code, prefer="operative")
        if found and found.certain and found.verb and found.verb.key in DECIDING:
            return place + found.start, place + found.end
        verb = g.lex.infinitives.match(text, place)
        if verb and g.lex.verb_of(verb).key in DECIDING:
            return verb.span()
        place = text.find(" ", place) + 1
        if not place:
            return None
    return None


def _joined(g: Grammar, text: str, place: int) -> list[Ask]:
    """What a further infinitive of a decision asks ("to welcome ..., and to request the Secretariat to ...")."""
    asks: list[Ask] = []
    for count, match in enumerate(g.to.finditer(text, place)):
        if count > _MOST:
            break
        before = text[max(0, match.start() - 5) : match.start()].rstrip().rpartition(" ")[2]
        verb = g.lex.infinitives.match(text, past_modifiers(g, text, match.end()))
        other = g.lex.verb_of(verb) if verb else None
        joined = g.lex.pattern("words", "and", start=True).fullmatch(before) is not None
        if verb and other and other.force and other.key not in DECIDING and joined:
            span = (match.start(), verb.end())
            after = past_modifiers(g, text, verb.end())
            asks.append(asked(g, text, other.key, other.force, span, after, len(text)))
    return [ask for ask in asks if ask.names]
