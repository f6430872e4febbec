"""What a recital quotes from another instrument that asks somebody."""

from __future__ import annotations

import re

from majlis.textkit.citations import find_citations
from majlis.textkit.mandates.addressed import addressed
from majlis.textkit.mandates.asks import Ask, asked, clause, past_modifiers
from majlis.textkit.mandates.grammar import Grammar, VerbForm
from majlis.textkit.mandates.items import heading_ask
from majlis.textkit.mandates.names import names_in, skip

_NEAR = 120


def quoted_asks(g: Grammar, text: str, cited: bool) -> list[Ask]:
    """The asks that a recital reports of the instrument that it cites; known addressees only."""
    citations = find_citations(text, g.code)
    if not cited or not citations:
        return []
    start = citations[0].end
    asks: list[Ask] = []
    hits = [
        (match.start(), match.end(), form)
        for form in (*g.past, *g.passive)
        for match in form.pattern.finditer(text, start)
    ]
    hits.sort(key=lambda hit: hit[:2])
    provided = g.provides.search(text)
    if provided:
        ask = _provided(
            g, text, provided, max(provided.end(), start), hits[0][0] if hits else len(text)
        )
        if ask:
            asks.append(ask)
    hits = [hit for place, hit in enumerate(hits) if not place or hit[0] >= hits[place - 1][1]]
    for place, (begin, end, form) in enumerate(hits):
        stop = hits[place + 1][0] if place + 1 < len(hits) else len(text)
        low = hits[place - 1][1] if place else start
        ask = _quoted(g, text, form, begin, end, stop) or _passive(
            g, text, form, low, begin, end, stop
        )
        if ask:
            asks.append(ask)
    return asks


def _quoted(g: Grammar, text: str, form: VerbForm, begin: int, end: int, stop: int) -> Ask | None:
    ask = asked(g, text, form.key, form.force, (begin, end), past_modifiers(g, text, end), stop)
    if not ask.names or not ask.names[0].known or ask.names[0].start - end > 40:
        return None
    return ask


def _passive(
    g: Grammar, text: str, form: VerbForm, low: int, begin: int, end: int, stop: int
) -> Ask | None:
    """ "... the panel is requested to ...": whom it asks stands before the verb."""
    names = names_in(g, text, low, begin)
    if form not in g.passive or not names or begin - names[-1].end > 3:
        return None
    here = past_modifiers(g, text, end)
    marker = g.to.match(text, here, stop) or g.to_weak.match(text, here, stop)
    action = marker.end() if marker else here
    return Ask(form.key, form.force, (begin, end), (names[-1],), action, action, stop)


def _provided(g: Grammar, text: str, said: re.Match[str], here: int, stop: int) -> Ask | None:
    """ "... provides that the Union shall ...": the clause of what an instrument says."""
    that = g.that.search(text, here, min(stop, here + _NEAR))
    modal = g.modals.search(text, here, min(stop, here + _NEAR * 2))
    if that and not (modal and modal.start() < that.start()):
        names, action, sure = clause(g, text, skip(text, that.end(), " ,،"), stop)
        if names and names[0].known and sure is not False:
            return Ask(
                "requests",
                "requests",
                said.span(),
                tuple(names),
                names[-1].end,
                action,
                stop,
            )
        if not g.verb_first:
            return None
    if modal and g.verb_first:
        found = addressed(g, text, modal.end(), stop)
        if found.names and found.names[0].known:
            return Ask(
                "requests", "requests", said.span(), found.names, found.scope, found.action, stop
            )
    return None


def lead_ask(g: Grammar, text: str) -> Ask | None:
    """A quoted heading inside a recital ("requests the Council:")."""
    ask = heading_ask(g, text)
    return ask if ask and ask.names else None
