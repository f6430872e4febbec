"""From provisions to mandates: who is asked what, for whom, by when, how often, with the exact words.

A rule of the form decides, never a list of texts: the verbs, names and shapes of six languages are in
the lexicon, the grammar that joins them here. See docs/reference/json.md for the JSON.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from majlis.textkit.lexicon import fold
from majlis.textkit.mandates.asks import DECIDING
from majlis.textkit.mandates.clauses import bare_date, clauses_of, ends_itself, lasting
from majlis.textkit.mandates.details import mandates_of
from majlis.textkit.mandates.found import Found
from majlis.textkit.mandates.governed import with_governed_points
from majlis.textkit.mandates.grammar import Grammar, grammar
from majlis.textkit.mandates.model import Clause, Mandate, MandateList
from majlis.textkit.mandates.walk import Walker
from majlis.textkit.mandates.wordings import Wordings
from majlis.textkit.model import Text
from majlis.textkit.views import has_revisions, view

__all__ = ["VERSION", "Clause", "Mandate", "MandateList", "mandates"]

VERSION = "2"
"""Counted up when the rules change so that texts that were read should be read again; kept with all that is found."""

_SHORT = 8  # characters beside a date that stands before the verb of a clause
_COMMA = re.compile("[，；]")
_BRACKET = re.compile(r"\([^()]*?((?:19|20)\d{2})\s*\)")
# What such a verb allows or decides ends on its date; what others ask is only due on it.
_ENDING = (*DECIDING, "authorizes")


def mandates(text: Text, adopted_by: str = "") -> MandateList:
    """The mandates and clauses of a text, in reading order.

    ``adopted_by``: the English name of the body that adopts it, where the text itself does not say so; its
    members are bound by what a declaration commits to without naming who speaks. A text with tracked changes is read as if they were accepted: a deleted provision asks nothing, and
    witness spans are those of the accept view. Raises TextError for a language without a lexicon.
    """
    shown = with_governed_points(view(text, "accept") if has_revisions(text) else text)
    g = grammar(shown.language)
    wordings = Wordings(shown)
    near = _Nearest(shown)
    clauses: list[Clause] = []
    for provision in shown.walk():
        if provision.kind == "operative":
            body = near.body(provision.id) or None
            clauses += clauses_of(g, provision.id, wordings, body)
    said: dict[str, list[Clause]] = {}
    for clause in clauses:
        said.setdefault(clause.provision, []).append(clause)
    asked: list[Mandate] = []
    for found in Walker(shown, adopted_by).run():
        here = said.get(found.provision.id, [])
        starts = [clause.witness["clause"][0] for clause in here]
        if here and _only_a_clause(found, starts, wordings, g.code):
            continue
        since = near.year(found.provision.id)
        new = mandates_of(g, found, wordings, since)
        # What ends may still owe something ("shall end its work and submit a report").
        owed = any(mandate.deliverable for mandate in new)
        if owed or not any(ends_itself(g, found.provision.text, found, c) for c in here):
            asked += new
    of: dict[str, list[Mandate]] = {}
    for mandate in asked:
        of.setdefault(mandate.provision, []).append(mandate)
    living = [c for c in clauses if not _due(c, of.get(c.provision, []), g, wordings)]
    return MandateList(tuple(asked), tuple(living), text.file)


def _only_a_clause(found: Found, starts: list[int], wordings: Wordings, language: str) -> bool:
    """Whether a body only decides to end, to prolong or to look again at what there is."""
    place = found.folded.back(found.ask.action, found.ask.action)[0]
    if not found.ask.own or found.ask.key not in DECIDING or found.verb_in != found.provision.id:
        return False
    # A date may stand before the verb; in Chinese, the object may.
    words = found.provision.text
    dates = wordings.dated(found.provision.id)
    near = slice(bisect_left(dates, (place, 0)), bisect_right(dates, (place + _SHORT, len(words))))
    dated = dates[near]
    return any(
        abs(place - at) <= 3
        or any(
            place <= start and end <= at and start - place + at - end <= _SHORT
            for start, end in dated
        )
        or (language == "zh" and place < at and not _COMMA.search(words, place, at))
        for at in starts
    )


def _due(clause: Clause, asked: list[Mandate], g: Grammar, wordings: Wordings) -> bool:
    """Whether the date of what looks like an end is the day on which something asked there is due.

    Where one word says "until" and "by", a decision ends something if it speaks of what lasts.
    """
    if clause.kind != "expiry":
        return False
    bare = bare_date(g, clause, wordings) and not lasting(g, wordings.folds[clause.provision].text)
    return any(
        (bare or mandate.verb_key not in _ENDING)
        and mandate.deadline is not None
        and mandate.deadline == clause.deadline
        for mandate in asked
    )


class _Nearest:
    """What holds for a provision: the body and the year of the text, of several, that it stands in."""

    def __init__(self, text: Text) -> None:
        self._parents = text.parents()
        self._bodies = {part.root: part.body for part in text.parts if part.root}
        self._body = text.body
        self._years = {
            part.root: _year_of(part.date, part.symbol) for part in text.parts if part.root
        }
        self._year = _year_of(text.date, text.symbol)

    def body(self, provision: str) -> str:
        return self._find(provision, self._bodies) or self._body

    def year(self, provision: str) -> str:
        return self._find(provision, self._years) or self._year

    def _find(self, provision: str, known: dict[str, str]) -> str:
        place: str | None = provision
        while place:
            if known.get(place):
                return known[place]
            place = self._parents.get(place)
        return ""


def _year_of(date: str, symbol: str) -> str:
    """The year of adoption or last revision; a symbol has it in brackets, beside its number."""
    bracket = _BRACKET.search(fold(symbol).text)
    return max(date[:4], bracket[1] if bracket else "")
