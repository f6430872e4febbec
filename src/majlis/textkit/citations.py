"""The instruments that a text cites: symbols and numbered resolutions, decisions, recommendations.

A value reads the same in every language: a symbol as it stands (``A/RES/70/125``, ``S/RES/2640 (2022)``),
otherwise the English kind and the number, with the year of the revision that is meant
(``resolution 140 (2022)``).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from majlis.textkit.lexicon import fold, lexicon
from majlis.textkit.lexicon.folding import Folded, fold_form

KINDS = ("resolution", "decision", "recommendation", "opinion")

# Document symbols are written in Latin letters in every language: organ, then parts between strokes.
_SYMBOL = re.compile(
    r"(?<![A-Za-z0-9/])(?:"
    r"(?:A|E|S|T|ST|DP|TD|ID|NPT|CD|FCCC|CBD|CCPR|CEDAW|CRC|CRPD|CAT|CERD|CTOC|UNEP|UNW|DC)"
    r"(?:/[A-Z0-9][A-Za-z0-9.&-]*)*/[A-Z]*\.?\d[A-Za-z0-9.&-]*(?:/(?:Add|Rev|Corr|L)\.\d+)*"
    r"|[A-Z][A-Z0-9&.-]{0,24}-\d+(?:/[A-Z]+)?/\d+"
    r"|[CT]\d{2}/(?:[A-Z]+/)?\d+"
    r")(?P<year>\s?\((?:19|20)\d{2}\))?(?![A-Za-z0-9])"
)
# "resolution A/70/1": the symbol of a document by its form, of a resolution by the word before it.
_SHORTENED = re.compile(r"([AE])/(\d{1,4}/\d{1,4})$")
_BEFORE = re.compile(r"\w{0,4}[ \u00a0]?第?$")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
# The meeting that adopted it, behind the stroke of a number: "decision 5/CP.3".
_MEETING = re.compile(
    r"/(?:(?P<code>[A-ZА-Я]{1,5})\.|(?P<letters>[\u0621-\u064a]{1,4}(?:\s?[\u0621-\u064a]{1,4}){0,3})\s?-)"
    r"(?P<session>\d+)"
)
# The conferences of parties as Arabic and Russian symbols write them, in folded letters, to their codes.
_CONFERENCES = {
    "\u0645\u0627": "CP", "\u0645\u0627\u0627": "CMP", "\u0645\u0627\u0627\u062a": "CMA",
    "\u041a\u0421": "CP", "\u0421\u0420": "CP", "\u0421\u041c\u0420": "CMP", "\u0421\u041c\u0410": "CMA",
}  # fmt: skip
_EVENT = re.compile(r"[A-Z]{2,6}-\d{2}(?!\d)")
# A swallowed word after a number ("70/125 of") or punctuation that ends the sentence.
_TAIL = re.compile(r"(?:\s+[^\W\d_]*[^\WA-Z\d_][^\W\d_]*|[./-]+|\s+)$")
_DIGIT = re.compile(r"\d")
_STROKE = re.compile(r"(\d+)/(\d+)$")
_HYPHEN = re.compile(r"(\d)-(\d{2,})$")
_WORD = re.compile(r"\s+[^\W\d_]{3}")
_BREAK = re.compile(r"[;()]")
_GAP = 48  # characters
_LONGEST = 200  # characters of a number with its revision: no look goes to the end of a long text


@dataclass(frozen=True, slots=True)
class Citation:
    """An instrument cited: its normalised ``value`` and where it stands in the text as given."""

    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Rules:
    patterns: tuple[re.Pattern[str], ...]
    also: tuple[re.Pattern[str], ...]
    kinds: tuple[tuple[str, re.Pattern[str]], ...]


@lru_cache(maxsize=16)
def _rules(language: str) -> _Rules:
    lex = lexicon(language)
    table = lex.table("citations")
    left = "" if language == "zh" else r"(?<!\w)"
    return _Rules(
        tuple(
            re.compile(f"{left}(?:{fold_form(form, language)})", re.IGNORECASE)
            for form in table["patterns"]
        ),
        tuple(re.compile(fold_form(form, language), re.IGNORECASE) for form in table["also"]),
        tuple((kind, lex.compile(table.get(kind, []), start=True)) for kind in KINDS),
    )


def find_citations(text: str, language: str) -> list[Citation]:
    """Every instrument cited, in reading order; each number of a series is one.

    Numbers whose halves were swapped when right-to-left text was stored ("307/76") are put right.
    Raises TextError for a language without a lexicon.
    """
    folded = fold(text)
    return [
        Citation(found.value, *folded.back(found.start, found.end))
        for found in citations_in(folded, language)
    ]


def citations_in(folded: Folded, language: str) -> list[Citation]:
    """As ``find_citations``, on folded text and with spans of it."""
    text = folded.text
    if not _DIGIT.search(text):
        return []
    rules = _rules(language)
    found = Apart(
        [Citation(_symbol(match, rules), *match.span()) for match in _SYMBOL.finditer(text)]
    )
    followed: set[tuple[int, bool, bool]] = set()

    for pattern in rules.patterns:
        for match in pattern.finditer(text):
            kind = _kind(match.groupdict().get("kind") or match[0], rules)
            number, end = _number(match)
            if not number:
                continue
            tag = match.groupdict().get("tag")
            first = Citation(_value(kind, number, tag, language), match.start(), end)
            series = _series(text, number, bool(tag), end, kind, rules, language, followed)
            for citation in [first, *series]:
                found.take(citation)
        found.settle()
    return found.spans


def _symbol(match: re.Match[str], rules: _Rules) -> str:
    """A symbol as it stands; that of a resolution whole where its word stands beside it ("resolution A/70/1")."""
    value = re.sub(r"\s*\(", " (", match[0])
    short = _SHORTENED.match(value)
    if short is None:
        return value
    start, end = match.span()
    pattern = dict(rules.kinds)[KINDS[0]]
    before = match.string[max(0, start - 24) : start]
    behind = match.string[end : end + 4].lstrip().removeprefix("号").lstrip()
    named = any(_BEFORE.fullmatch(before, each.end()) for each in pattern.finditer(before))
    if named or (behind[:2] == "决议" and pattern.match(behind)):
        return f"{short[1]}/RES/{short[2]}"
    return value


class Spanned(Protocol):
    """Something found in a text, from ``start`` to ``end``."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends."""


def free_place(taken: Sequence[Spanned], start: int, end: int) -> int | None:
    """The index for a span among those taken, None where it overlaps one.

    ``taken`` is in order and its spans do not overlap, so that only two of them need a look.
    """
    at = bisect_right(taken, start, key=lambda span: span.start)
    if at and taken[at - 1].end > start:
        return None
    return None if at < len(taken) and taken[at].start < end else at


class Apart[T: Spanned]:
    """Spans in order and apart from each other, to which each pattern adds those that it finds.

    What one pattern finds stands nearly in order, so that it is kept aside until all of it is found: to put
    each among those of other patterns at once would cost the square.
    """

    def __init__(self, spans: list[T]) -> None:
        self.spans = spans
        self._fresh: list[T] = []

    def is_free(self, start: int, end: int) -> bool:
        """Whether a span overlaps none that is taken."""
        return (
            free_place(self.spans, start, end) is not None
            and free_place(self._fresh, start, end) is not None
        )

    def take(self, span: T) -> None:
        """Take a span, unless it overlaps one that is taken."""
        place = free_place(self._fresh, span.start, span.end)
        if place is not None and free_place(self.spans, span.start, span.end) is not None:
            self._fresh.insert(place, span)

    def settle(self) -> None:
        """Put what the last pattern found among the others."""
        if self._fresh:
            self.spans = sorted(self.spans + self._fresh, key=lambda span: span.start)
            self._fresh = []


def _series(
    text: str,
    first: str,
    tagged: bool,
    place: int,
    kind: str,
    rules: _Rules,
    language: str,
    followed: set[tuple[int, bool, bool]],
) -> list[Citation]:
    """The further numbers of a series: each must be written as the first one is.

    ``followed``: from where a series has been followed; where several begin in one another, once is
    enough.
    """
    stroked = "/" in first
    found: list[Citation] = []
    while (place, stroked, tagged) not in followed:
        followed.add((place, stroked, tagged))
        best = _further(text, place, stroked, rules)
        if best is None:
            break
        number, end = _number(best)
        tag = best.groupdict().get("tag")
        if not number or (tagged and not stroked and not tag):
            break
        plain = not tag and not stroked
        # "decisions 5, 3 members": a word after a plain number means that it counts something.
        if plain and _WORD.match(text, end) and not _joined(text, end, rules):
            break
        found.append(Citation(_value(kind, number, tag, language), best.start("n"), end))
        place = end
    return found


def _further(text: str, place: int, stroked: bool, rules: _Rules) -> re.Match[str] | None:
    """The next number of a series; a date may stand before one with a stroke ("of 3 May and 88/19")."""
    limit = place + (_GAP if stroked else 1)
    best: re.Match[str] | None = None
    for pattern in rules.also:
        match = pattern.search(text, place, limit + _LONGEST)
        while match and match.start() <= limit and ("/" in match["n"]) != stroked:
            match = pattern.search(text, match.start() + 1, limit + _LONGEST)
        if match and match.start() <= limit and (not best or match.start() < best.start()):
            best = match
    if best and _BREAK.search(text, place, best.start()):
        return None
    return best


def _joined(text: str, end: int, rules: _Rules) -> bool:
    return any(pattern.match(text, end) or pattern.match(text, end + 1) for pattern in rules.also)


def _number(match: re.Match[str]) -> tuple[str, int]:
    """The number without what the pattern took too much, and the end of the whole citation."""
    raw = match["n"]
    number = raw
    while (cut := _TAIL.sub("", number)) != number:
        number = cut
    if meeting := _MEETING.match(match.string, match.start("n") + len(number)):
        said = meeting["code"] or re.sub(r"\s", "", meeting["letters"])
        return f"{number}/{_CONFERENCES.get(said, said)}.{meeting['session']}", meeting.end()
    if number == raw:
        return number, match.end()
    return number, match.start("n") + len(number)


def _kind(words: str, rules: _Rules) -> str:
    for kind, pattern in rules.kinds:
        if pattern.search(words):
            return kind
    return KINDS[0]


def _value(kind: str, number: str, tag: str | None, language: str) -> str:
    number = _upright(re.sub(r"\s+", " ", number), language)
    if tag:
        year = _YEAR.search(tag)
        event = _EVENT.search(tag)
        if year or event:
            return f"{kind} {number} ({(year or event)[0]})"  # type: ignore[index]
    return f"{kind} {number}"


def _upright(number: str, language: str) -> str:
    """Swap halves that right-to-left storage turned round.

    A General Assembly number begins with its session, which has two digits at most; a revision
    ("61-2") is smaller than the number that it belongs to.
    """
    if language != "ar":
        return number
    stroke = _STROKE.search(number)
    if stroke and len(stroke[1].lstrip("0")) > 2 >= len(stroke[2].lstrip("0")):
        return f"{number[: stroke.start()]}{stroke[2]}/{stroke[1]}"
    hyphen = _HYPHEN.search(number)
    if hyphen:
        return f"{number[: hyphen.start()]}{hyphen[2]}-{hyphen[1]}"
    return number
