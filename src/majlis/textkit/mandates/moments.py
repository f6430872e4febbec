"""When: the deadline, the occasion and the period that a stretch of text states."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from majlis.textkit.citations import Citation, free_place
from majlis.textkit.dates import Found as Date
from majlis.textkit.dates import by_year
from majlis.textkit.mandates.asks import inside_quotes
from majlis.textkit.mandates.context import UN_BODIES
from majlis.textkit.mandates.grammar import Grammar
from majlis.textkit.mandates.names import names_in, skip, words

_SIGNS = re.compile(r"[\d,;:.()،؛，；]")
_SMALL = 5  # letters of a small word between the word that makes a deadline and the date
_NEAR = 44  # characters between the word that makes a date a deadline and the date
_LONG_NAME = 60  # characters of a name, or of what is said of an occasion, before it
_PREPOSITION = 12  # characters of an occasion in which its own preposition stands
_PLAIN = 5  # characters of a preposition that limits nothing by itself
_ARTICLE = 6  # characters of the article or preposition before a name
# What stands between a session and the date that brackets give of it: "(Geneva, 4-8 May 2031)".
_BRACKET = re.compile(r"[^().;:؛；。]{0,90}\([^().;:؛；。]{0,40}\Z")
_BEFORE_BRACKET = 132  # characters of both
_BEHIND_DATE = re.compile(r"[^()]{0,24}\)")
YEAR = re.compile(r"(?<!\d)20\d{2}(?!\d)")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class When:
    """A deadline and an occasion, each with the span of its words."""

    deadline: str | None = None
    deadline_at: Span | None = None
    occasion: str | None = None
    occasion_at: Span | None = None


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
            for span in occasions(g, text, start, end, citations)
            if not _only_mentioned(g, text, span)
            and not _in_limit(g, text, span)
            and free_place(exact, *span) is not None
        ),
        None,
    )
    if occasion and deadline is None:
        year = YEAR.search(text, *occasion)
        # "at its March 2031 session": the month says more than its year
        month = next((d for d in dates if d.kind == "month" and _holds(occasion, d)), None)
        if month:
            deadline, at = month.value, (month.start, month.end)
        elif year:
            deadline, at = year[0], year.span()
    if deadline is None and (held := _bracketed(g, text, start, end, dates, citations)):
        deadline, at = held.value.rsplit("/", 1)[-1], (held.start, held.end)
    said = words(text, *occasion)[0] if occasion else None
    return When(deadline, at, said or None, occasion)


def _holds(span: Span, date: Date) -> bool:
    return span[0] <= date.start and date.end <= span[1]


def _bracketed(
    g: Grammar, text: str, start: int, end: int, dates: list[Date], citations: list[Citation]
) -> Date | None:
    """The date that brackets give of a session ("at its fourth session (November 2031)"): what is due there, is due then."""
    session = g.lex.pattern("occasions", "session")
    for date in dates:
        if not start <= date.start < date.end <= end or date.kind == "day":
            continue
        if not _BEHIND_DATE.match(text, date.end) or _inside(date.start, citations):
            continue
        low = max(start, date.start - _BEFORE_BRACKET)
        opened = text.rfind("(", low, date.start)
        if opened < 0 or text.rfind(")", opened, date.start) >= 0:
            continue
        before = [found for found in session.finditer(text, low, opened)]
        if not before or not _BRACKET.match(text[before[-1].end() : date.start]):
            continue
        if not _only_mentioned(g, text, before[-1].span()):
            return date
    return None


def occasions(
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


def of_body(g: Grammar, text: str, span: Span, name: int) -> bool:
    """Whether the name at a place is in an occasion or follows it ("the 2031 session of the Council")."""
    begin, end = span
    if begin <= name < end:
        return True
    low = skip(text, end, " ")
    high = max(low, name - (text[name - 1 : name] == " "))
    return g.lex.pattern("occasions", "of", start=True).fullmatch(text, low, high) is not None


def of_one_body(g: Grammar, text: str, span: Span) -> bool:
    """Whether an occasion is that of the one body named before it ("at its 2032 session")."""
    return g.lex.pattern("occasions", "its").search(text, *span) is not None


def _trimmed(g: Grammar, text: str, low: int, begin: int, end: int) -> int:
    """Where an occasion begins: not with the end of the name before it, nor inside a name."""
    again = g.lex.pattern("occasions", "patterns", start=True)

    def still(place: int) -> bool:
        match = again.match(text, place, end)
        return match is not None and match.end() >= end - 1

    limited = g.lex.pattern("dates", "deadline", start=True).match(text, begin)
    limited = limited if limited and len(limited[0]) > _PLAIN else None
    for match in g.lex.pattern("occasions", "inner").finditer(text, begin + 1, end):
        # "no later than a month before its session": the limit is a part of it.
        if not limited and still(match.start()):
            begin = match.start()
    for form in g.lex.words("occasions", "glued"):
        if text.startswith(form, begin) and still(begin + len(form)):
            begin += len(form)
    for name in names_in(g, text, max(low, begin - _LONG_NAME), end):
        taken = text[name.start : begin]
        place = skip(text, name.end)
        dated = name.value in UN_BODIES and YEAR.search(text, place, end) and still(place)
        if dated and g.code != "zh" and name.start - begin <= _ARTICLE and name.end > begin:
            return place  # "the Assembly in 2032": the body, then the date
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
    """Whether a place is in one of some citations, which are in order and apart."""
    at = bisect_right(citations, place, key=lambda citation: citation.start)
    return at > 0 and place < citations[at - 1].end


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


def _in_limit(g: Grammar, text: str, span: Span) -> bool:
    """Whether an occasion is no more than the year of a deadline, with words of it ("d'ici à fin 2031")."""
    for pattern in by_year(g.code):
        for match in pattern.finditer(text, max(0, span[0] - _NEAR), min(len(text), span[1] + 8)):
            if match.start() <= span[0] and span[1] <= match.end() and _leads(g, match[0], match):
                return True
    return False


def with_limit(g: Grammar, text: str, span: Span) -> Span:
    """A date with the words around it that make it a deadline."""
    low = max(0, span[0] - _NEAR)
    begin, end = span
    for pattern in by_year(g.code):
        for match in pattern.finditer(text, low, min(len(text), end + 8)):
            if match.span("y") == span and _leads(g, match[0], match):
                begin, end = match.span()
    for match in g.lex.pattern("dates", "deadline").finditer(text, low, span[0]):
        if not text[match.end() : span[0]].strip():
            return min(match.start(), begin), end
    return begin, end


def _leads(g: Grammar, said: str, match: re.Match[str]) -> bool:
    """Whether the words around a year begin (in Chinese, end) with what makes it a deadline."""
    if g.lex.pattern("dates", "deadline_after", start=True).match(
        said, match.end("y") - match.start()
    ):
        return True
    found = g.lex.pattern("dates", "deadline", start=True).match(said)
    return bool(found) and (g.code != "zh" or len(found[0]) > 1)  # type: ignore[index]


def recurrence(g: Grammar, text: str, start: int, end: int) -> tuple[str, Span] | None:
    """How often, as an ISO 8601 period; the first that is said, the longer words where two begin there.

    A number in the words (group ``n``) is that of the period: "every 60 days" is ``P60D``.
    """
    best: tuple[int, int, str] | None = None
    named = [
        found.span() for found in g.lex.pattern("occasions", "periodic").finditer(text, start, end)
    ]
    for period, pattern in g.lex.named("recurrence"):
        match = pattern.search(text, start, end)
        while match and named and _in_one(named, match.start()):
            match = pattern.search(text, match.end(), end)
        if match and (best is None or (match.start(), -match.end()) < best[:2]):
            number = match.groupdict().get("n")
            said = period.replace("n", number) if number else period
            best = (match.start(), -match.end(), said)
    return (best[2], (best[0], -best[1])) if best else None


def _in_one(spans: list[Span], place: int) -> bool:
    """Whether a place is in one of some spans, which are in order and apart."""
    at = bisect_right(spans, (place, 1 << 60))
    return at > 0 and place < spans[at - 1][1]
