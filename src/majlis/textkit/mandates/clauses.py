"""When a text, or what it creates, ends, is looked at again or goes on."""

from __future__ import annotations

import re
from dataclasses import replace

from majlis.textkit.mandates.grammar import Grammar
from majlis.textkit.mandates.model import Clause
from majlis.textkit.mandates.moments import When, when
from majlis.textkit.mandates.wordings import Wordings

KINDS = ("renewal", "expiry", "review")
_OBJECT = 24  # characters of an object before its verb
_AFTER = 60  # characters behind the words of a clause in which its date or occasion may stand


def clauses_of(g: Grammar, provision: str, wordings: Wordings, body: str | None) -> list[Clause]:
    """The clauses of one operative provision, at most one of each kind.

    What is prolonged also ends some day: an end inside a renewal is the renewal's date, not a clause
    of its own. A review is a clause only where its object is the text or what the text creates.
    """
    folded = wordings.folds[provision]
    text = folded.text
    dates = wordings.dates(provision)
    citations = wordings.citations(provision)
    found: list[Clause] = []
    renewed: tuple[int, int] | None = None
    until: str | None = None
    for kind in KINDS:
        for match in g.lex.pattern("clauses", kind).finditer(text):
            if kind == "review" and not g.own.search(text, match.start(), match.end()):
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


def _of_time(g: Grammar, text: str, match: re.Match[str]) -> bool:
    """Whether what is extended lasts, or is extended until a day: a sea wall is no mandate."""
    # In Chinese the object may stand before the verb.
    span = (max(0, match.start() - _OBJECT) if g.code == "zh" else match.start(), match.end())
    return bool(
        g.lex.pattern("clauses", "renewable").search(text, *span)
        or g.lex.pattern("clauses", "expiry").search(text, span[0] + 1, span[1])
    )
