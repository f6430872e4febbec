"""What exactly is asked: the deliverable, for whom, through whom, by when, how often, set off by what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from majlis.textkit.citations import Citation
from majlis.textkit.dates import Found as Date
from majlis.textkit.dates import by_year
from majlis.textkit.mandates.asks import inside_quotes
from majlis.textkit.mandates.deliverables import deliverable
from majlis.textkit.mandates.grammar import Grammar
from majlis.textkit.mandates.model import Mandate
from majlis.textkit.mandates.names import Name, names_in, words
from majlis.textkit.mandates.recipients import recipients, through
from majlis.textkit.mandates.walk import Found, in_context
from majlis.textkit.mandates.wordings import Wordings

_SIGNS = re.compile(r"[\d,;:.()،؛，；]")
_SMALL = 5  # letters of a small word between the word that makes a deadline and the date
_NEAR = 26  # characters between the word that makes a date a deadline and the date
_LONG_NAME = 60  # characters of a name, or of what is said of an occasion, before it
_PREPOSITION = 12  # characters of an occasion in which its own preposition stands
_YEAR = re.compile(r"(?<!\d)20\d{2}(?!\d)")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class When:
    """A deadline and an occasion, each with the span of its words."""

    deadline: str | None = None
    deadline_at: Span | None = None
    occasion: str | None = None
    occasion_at: Span | None = None


def mandates_of(g: Grammar, found: Found, wordings: Wordings, since: str) -> list[Mandate]:
    """The mandates of one ask: one, or one for each recipient that has a date of its own.

    ``since``: the year of the text, or empty; what a text asks lies not before it.
    """
    text = found.folded.text
    ask = found.ask
    start, end = min(ask.scope, ask.action), ask.end
    via = [in_context(g, name, text, found.body) for name in through(g, text, start, end)]
    people = recipients(g, text, ask.action, end, via, found.body)
    people = [in_context(g, name, text, found.body) for name in people]
    dates = wordings.dates(found.provision.id)
    citations = wordings.citations(found.provision.id)
    if since:
        dates = [date for date in dates if date.value.rsplit("/", 1)[-1] >= since]
    groups = _split(g, text, people, start, end, dates, citations)
    often = recurrence(g, text, start, end)
    return [
        _mandate(
            g, found, wordings, group, via, _not_before(moment, since), citations,
            often if often and _holds_for(often[1][0], group, people, len(groups)) else None,
        )
        for group, moment in groups
    ]  # fmt: skip


def _holds_for(place: int, group: list[Name], people: list[Name], groups: int) -> bool:
    """Whether a period that stands at a place is that of a group: behind a name, it is its own."""
    before = [name for name in people if name.start <= place]
    return groups < 2 or not before or before[-1] in group


def _not_before(moment: When, since: str) -> When:
    """A moment without what lies before the text itself: an event of the past that it mentions."""
    year = _YEAR.search(moment.occasion or "")
    if since and year and year[0] < since:
        gone = moment.deadline == year[0]
        return When(None if gone else moment.deadline, None if gone else moment.deadline_at)
    return moment


def _split(
    g: Grammar, text: str, people: list[Name], start: int, end: int, dates: list[Date],
    citations: list[Citation],
) -> list[tuple[list[Name], When]]:  # fmt: skip
    whole = when(g, text, start, end, dates, citations)
    if len(people) < 2:
        return [(people, whole)]
    own = [
        _own_moment(g, text, people, place, start, end, dates, citations)
        for place in range(len(people))
    ]
    having = [place for place, entry in enumerate(own) if entry.occasion or entry.deadline]
    dated = {(own[place].deadline, own[place].occasion) for place in having}
    if len(dated) < 2 and not _of_one(people, own, having):
        return [(people, whole)]
    return [([name], entry) for name, entry in zip(people, own, strict=True)]


def _of_one(people: list[Name], own: list[When], having: list[int]) -> bool:
    """Whether the only date is that of one recipient: it stands before the next, or its name is in it.

    Behind the last name, a date is that of all ("to A and to B by 3 May").
    """
    if len(having) != 1:
        return False
    (place,) = having
    name, at = people[place], own[place].occasion_at
    return place + 1 < len(people) or (at is not None and at[0] <= name.start < at[1])


def _own_moment(
    g: Grammar, text: str, people: list[Name], place: int, start: int, end: int,
    dates: list[Date], citations: list[Citation],
) -> When:  # fmt: skip
    """The date of one recipient of several: after its name, or around it ("the 2025 session of X")."""
    name = people[place]
    stop = people[place + 1].start if place + 1 < len(people) else end
    low = people[place - 1].end if place else start
    for begin, finish in _occasions(g, text, low, stop, citations):
        if begin <= name.start < finish:
            return when(g, text, begin, max(stop, finish), dates, citations)
    following = when(g, text, name.start, stop, dates, citations)
    if place + 1 == len(people):
        return following
    # An occasion that already belongs to the next name is not this one's.
    then = people[place + 1]
    if following.occasion_at and following.occasion_at[1] > then.start:
        return When(following.deadline, following.deadline_at)
    return following


def when(
    g: Grammar, text: str, start: int, end: int, dates: list[Date], citations: list[Citation]
) -> When:
    """The deadline and the occasion that a stretch of text states; a cited date is neither."""
    deadline, at = None, None
    for date in dates:
        if not (start <= date.start and date.end <= end) or date.kind == "day":
            continue
        if _inside(date.start, citations) or not is_deadline(g, text, date):
            continue
        deadline, at = date.value.rsplit("/", 1)[-1], (date.start, date.end)
        break
    exact = [date for date in dates if date.kind == "date"]
    occasion = next(
        (
            span
            for span in _occasions(g, text, start, end, citations)
            if not _only_mentioned(g, text, span)
            and not any(span[0] <= date.start < span[1] for date in exact)
        ),
        None,
    )
    if occasion and deadline is None:
        year = _YEAR.search(text, *occasion)
        if year:
            deadline, at = year[0], year.span()
    said = words(text, *occasion)[0] if occasion else None
    return When(deadline, at, said or None, occasion)


def _occasions(
    g: Grammar, text: str, start: int, end: int, citations: list[Citation]
) -> Iterator[Span]:
    place = start
    pattern = g.lex.pattern("occasions", "patterns")
    refused = g.lex.pattern("occasions", "not")
    while match := pattern.search(text, place, end):
        value, begin, finish = words(text, *match.span())
        if value and not (
            _inside(begin, citations) or refused.search(value) or inside_quotes(text, begin)
        ):
            yield _trimmed(g, text, start, begin, finish), finish
        place = match.end() if match.end() > place else place + 1


def _trimmed(g: Grammar, text: str, low: int, begin: int, end: int) -> int:
    """Where an occasion begins: not with the end of the name before it, nor inside a name."""
    again = g.lex.pattern("occasions", "patterns", start=True)

    def still(place: int) -> bool:
        match = again.match(text, place, end)
        return match is not None and match.end() >= end - 1

    for match in g.lex.pattern("occasions", "inner").finditer(text, begin + 1, end):
        if still(match.start()):
            begin = match.start()
    for form in g.lex.words("occasions", "glued"):
        if text.startswith(form, begin) and still(begin + len(form)):
            begin += len(form)
    for name in names_in(g, text, max(low, begin - _LONG_NAME), end):
        taken = text[name.start : begin]
        if name.start < begin < name.end and taken not in g.lex.words("occasions", "glued"):
            return name.start
    return begin


def _only_mentioned(g: Grammar, text: str, span: Span) -> bool:
    """Whether an occasion is only spoken of ("the outcomes of the 2038 forum")."""
    begin, end = span
    if g.lex.pattern("occasions", "undated_after", start=True).match(text, end):
        return True
    if g.lex.pattern("occasions", "dated", start=True).match(text, begin):
        return False
    for match in g.lex.pattern("occasions", "undated").finditer(
        text, max(0, begin - _LONG_NAME), min(end, begin + _PREPOSITION)
    ):
        if match.start() < begin <= match.end() + 1:
            return True
    return False


def _inside(place: int, citations: list[Citation]) -> bool:
    return any(citation.start <= place < citation.end for citation in citations)


def is_deadline(g: Grammar, text: str, date: Date) -> bool:
    """Whether the words before a date (in Chinese, after it) make it a deadline."""
    after = g.lex.pattern("dates", "deadline_after", start=True).match(text, date.end)
    if after:
        return True
    for pattern in by_year(g.code) if date.kind == "year" else ():
        for match in pattern.finditer(text, max(0, date.start - 40), date.end + 8):
            if match.span("y") == (date.start, date.end) and _leads(g, match[0], match):
                return True
    low = max(0, date.start - _NEAR)
    for match in g.lex.pattern("dates", "deadline").finditer(text, low, date.start):
        if g.code != "zh" or len(match[0]) > 1:
            between = text[match.end() : date.start]
            if (
                not _SIGNS.search(between)
                and len(between.strip()) <= _SMALL
                and " " not in between.strip()
            ):
                return True
    return False


def _leads(g: Grammar, said: str, match: re.Match[str]) -> bool:
    """Whether the words around a year begin (in Chinese, end) with what makes it a deadline."""
    if g.lex.pattern("dates", "deadline_after", start=True).match(
        said, match.end("y") - match.start()
    ):
        return True
    found = g.lex.pattern("dates", "deadline", start=True).match(said)
    return bool(found) and (g.code != "zh" or len(found[0]) > 1)  # type: ignore[index]


def recurrence(g: Grammar, text: str, start: int, end: int) -> tuple[str, Span] | None:
    """How often, as an ISO 8601 period; the first that is said, the longer words where two begin there."""
    best: tuple[int, int, str] | None = None
    for period, pattern in g.lex.named("recurrence"):
        match = pattern.search(text, start, end)
        if match and (best is None or (match.start(), -match.end()) < best[:2]):
            best = (match.start(), -match.end(), period)
    return (best[2], (best[0], -best[1])) if best else None


def _mandate(
    g: Grammar, found: Found, wordings: Wordings, people: list[Name], via: list[Name],
    date: When, citations: list[Citation], often: tuple[str, Span] | None,
) -> Mandate:  # fmt: skip
    text = found.folded.text
    ask = found.ask
    start, end = min(ask.scope, ask.action), ask.end
    _, left, right = words(text, ask.action, end)
    trigger = g.lex.pattern("triggers", "patterns").search(text, start, end)
    if trigger and (
        inside_quotes(text, trigger.start())
        or g.lex.pattern("triggers", "not", start=True).match(text, trigger.start())
    ):
        trigger = None
    hidden = [(name.start, name.end) for name in names_in(g, text, start, end)]
    hidden += _occasions(g, text, start, end, citations)
    hidden += [(c.start, c.end) for c in citations if start <= c.start < end]
    hidden += [(name.start, name.end) for name in via]
    hidden += [often[1]] if often and often[1][0] >= ask.action else []
    thing = deliverable(g, text, ask.action, end, hidden)
    here = found.provision.id
    spans: dict[str, Span] = {}
    elsewhere: dict[str, str] = {}

    def said(span: Span, where: str = here) -> str:
        return wordings.said(where, span)

    def witness(name: str, span: Span | None, where: str = here) -> None:
        if span is None or span[1] <= span[0] or where not in wordings.folds:
            return
        spans[name] = wordings.folds[where].back(*span)
        if where != here:
            elsewhere[name] = where

    if found.names and found.names_in:
        witness("actors", (found.names[0].start, max(n.end for n in found.names)), found.names_in)
    witness("verb", found.verb_span, found.verb_in)
    witness("action", (left, right))
    witness("deliverable", thing[1] if thing else None)
    if people:
        witness("recipients", (people[0].start, people[-1].end))
    if via:
        witness("via", (via[0].start, via[-1].end))
    witness("deadline", date.deadline_at)
    witness("occasion", date.occasion_at)
    witness("recurrence", often[1] if often else None)
    witness("trigger", words(text, *trigger.span())[1:] if trigger else None)
    cited = [c.value for c in citations if min(ask.verb[0], start) <= c.start < end]
    return Mandate(
        provision=here,
        actors=tuple(
            dict.fromkeys(
                name.value if name.known else said((name.start, name.end), found.names_in)
                for name in found.names
                if name.value
            )
        ),
        verb=said(found.verb_span, found.verb_in) or found.verb,
        verb_key=ask.key,
        force=ask.force,
        action=said((left, right)),
        deliverable=thing[0] if thing else None,
        recipients=tuple(
            name.value if name.known else said((name.start, name.end)) for name in people
        ),
        via=tuple(name.value if name.known else said((name.start, name.end)) for name in via),
        deadline=date.deadline,
        occasion=said(date.occasion_at) if date.occasion_at else None,
        recurrence=often[0] if often else None,
        trigger=said(words(text, *trigger.span())[1:]) if trigger else None,
        cites=tuple(dict.fromkeys([*found.cites, *cited])),
        quoted=found.quoted,
        witness=spans,
        witness_of=elsewhere,
        part_of=found.part_of,
        actor_words=tuple(
            said((name.start, name.end), found.names_in) for name in found.names if found.names_in
        ),
    )
