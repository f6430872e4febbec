"""When a text, or what it creates, ends, is looked at again or goes on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from majlis.textkit.lexicon import fold
from majlis.textkit.mandates.asks import DECIDING, that_clause
from majlis.textkit.mandates.found import Found
from majlis.textkit.mandates.grammar import Grammar
from majlis.textkit.mandates.model import Clause
from majlis.textkit.mandates.moments import When, when
from majlis.textkit.mandates.wordings import Wordings

KINDS = ("renewal", "expiry", "review")
_PREPOSITION = 12  # characters of a preposition with its article
_OBJECT = 24  # characters of an object before its verb
_SUBJECT = 160  # characters of what ends
_NEAR = 3
_MODAL = 16  # characters of a modal before the verb that ends something
_COMMA = re.compile("[,，；]")
_OWN = 100  # characters between the text as a subject and the passive that reviews it
_LONGEST = 600  # characters of a clause that says that something is looked at again
_AFTER = 60  # characters behind the words of a clause in which its date or occasion may stand


def clauses_of(g: Grammar, provision: str, wordings: Wordings, body: str | None) -> list[Clause]:
    """The clauses of one operative provision, at most one of each kind.

    What is prolonged also ends some day: an end inside a renewal is the renewal's date, not a clause
    of its own. A review is a clause only where its object is the text or what the text creates.
    """
    folded = wordings.folds[provision]
    text = folded.text
    found: list[Clause] = []
    renewed: tuple[int, int] | None = None
    until: str | None = None
    for kind in KINDS:
        for match in _matches(g, kind, text):
            # The subject of a passive stands before it.
            low = (
                max(0, match.start() - _OWN) if reviewed(g, text, match.start()) else match.start()
            )
            if kind == "review" and not g.own.search(text, low, match.end()):
                continue
            if (
                kind == "expiry"
                and renewed
                and match.start() < renewed[1]
                and renewed[0] < match.end()
            ):
                continue
            if kind == "renewal" and not _of_time(g, text, match):
                continue
            dates, citations = wordings.dates(provision), wordings.citations(provision)
            stop = min(len(text), match.end() + _AFTER)
            far = stop if kind == "review" else match.end()
            moment = when(g, text, match.start(), far, dates, citations)
            if kind == "review" and moment.occasion is None and moment.deadline is None:
                # The moment may stand before the verb.
                moment = when(g, text, 0, match.end(), [], citations)
            deadline, span = moment.deadline, moment.deadline_at
            if deadline is None:
                # "ending on 31 December": the words of the clause itself make the date its end.
                whole = [d for d in dates if d.kind == "date"]
                inside = [
                    d
                    for d in dates
                    if match.start() <= d.start and d.end <= stop and d.kind != "day"
                ]
                inside = inside or (whole if len(whole) == 1 else [])
                if inside and kind != "review":
                    deadline, span = (
                        inside[0].value.rsplit("/", 1)[-1],
                        (inside[0].start, inside[0].end),
                    )
            if kind != "review" and deadline is not None:
                moment = When()
            if kind == "renewal":
                renewed, until = match.span(), deadline
            elif kind == "expiry" and renewed and deadline is not None:
                near = 0 <= match.start() - renewed[1] < _AFTER * 2
                if until is None and near and span:
                    last = found.pop()
                    at = {**last.witness, "deadline": folded.back(*span)}
                    found.append(replace(last, deadline=deadline, witness=at))
                    break  # the renewal's own end, told after an aside
                if deadline == until:
                    break
            witness = {"clause": folded.back(*match.span())}
            if span:
                witness["deadline"] = folded.back(*span)
            occasion = None
            if moment.occasion_at:
                witness["occasion"] = folded.back(*moment.occasion_at)
                occasion = wordings.said(provision, moment.occasion_at)
            found.append(Clause(kind, provision, deadline, occasion, body, witness))
            break
    return sorted(found, key=lambda entry: entry.witness["clause"])


def _matches(g: Grammar, kind: str, text: str) -> Iterator[re.Match[str]]:
    yield from g.lex.pattern("clauses", kind).finditer(text)
    if kind == "review":
        yield from g.lex.pattern("clauses", "reviewed").finditer(text)


def reviewed(g: Grammar, text: str, place: int) -> bool:
    """Whether a clause that begins at a place says in the passive that something is looked at again."""
    return g.lex.pattern("clauses", "reviewed", start=True).match(text, place) is not None


def _only_reviewed(g: Grammar, words: str, found: Found, clause: Clause) -> bool:
    """Whether a decision that names nobody asks no more than that something be looked at again."""
    at = clause.witness["clause"][0]
    if clause.kind != "review" or not (found.ask.own or found.ask.unclear):
        return False
    place = found.folded.back(found.ask.action, found.ask.action)[0]
    if abs(place - at) > _OWN:
        return False
    return reviewed(g, fold(words[at : at + _LONGEST]).text, 0)


def ends_itself(g: Grammar, words: str, found: Found, clause: Clause) -> bool:
    """Whether a decision asks no more than that something end ("decides that the panel shall end its work").

    ``words``: the provision's, where the ask and the clause stand. The verb of the ask is that of the
    clause, and what ends is the text, what it creates, or a subject that does so by itself.
    """
    if found.ask.key not in DECIDING:
        return False
    if clause.kind != "expiry":
        return _only_reviewed(g, words, found, clause)
    names = found.ask.names or ()
    first = min([found.ask.action, *(name.start for name in names)])
    subject = found.folded.back(first, first)[0]
    place = found.folded.back(found.ask.action, found.ask.action)[0]
    at, end = clause.witness["clause"]
    subject = min(subject, at) if abs(place - at) <= _MODAL else subject
    if not subject <= at or at - subject > _SUBJECT or end < place:
        return False
    said = fold(words[subject:end]).text
    verb = fold(words[subject:at]).text
    modal = g.modals.search(said)
    # The first verb of the clause is the one that ends something.
    led = modal is not None and modal.end() >= len(verb.rstrip()) and modal.start() <= len(verb)
    dated = modal is not None and g.code == "zh" and not _COMMA.search(words, subject, at)
    if g.code == "zh" and modal is None and found.ask.own:
        dated = not _COMMA.search(words, subject, at) and end >= len(words.rstrip("；。，"))
    # Where verbs come first, a thing is the subject of a clause that names nobody.
    stated = bool(names) or (g.verb_first and _told(g, words))
    if not (led or dated or (stated and abs(place - at) <= _NEAR)):
        return False
    own = g.own.search(said) or g.lex.pattern("clauses", "renewable").search(said)
    return bool(own) or (modal is not None and modal.start() == len(verb))


def bare_date(g: Grammar, clause: Clause, wordings: Wordings) -> bool:
    """Whether the words of a clause are no more than a date behind a word that says "by" as well."""
    begin, end = clause.witness["clause"]
    dated = clause.witness.get("deadline")
    if dated is None or end > dated[1] or dated[0] - begin > _PREPOSITION:
        return False
    said = fold(wordings.originals[clause.provision][begin:end]).text
    return g.lex.pattern("clauses", "either", start=True).match(said) is not None


def lasting(g: Grammar, text: str) -> bool:
    """Whether words speak of what lasts and is renewed, or of what the text creates."""
    return bool(g.own.search(text) or g.lex.pattern("clauses", "renewable").search(text))


def _told(g: Grammar, words: str) -> bool:
    """Whether an item is a clause that a conjunction opens."""
    text = fold(words).text
    return that_clause(g, text, 0, len(text)) is not None


def _of_time(g: Grammar, text: str, match: re.Match[str]) -> bool:
    """Whether what is extended lasts, or is extended until a day: a sea wall is no mandate."""
    # In Chinese the object may stand before the verb.
    span = (max(0, match.start() - _OBJECT) if g.code == "zh" else match.start(), match.end())
    return bool(
        g.lex.pattern("clauses", "renewable").search(text, *span)
        or g.lex.pattern("clauses", "expiry").search(text, span[0] + 1, span[1])
    )
