"""Dates, cited numbers and other numbers that one side of a pair has and the other lacks.

Values are compared, not words: a date in ISO form, a number in European digits, with the zeros of its
scale and without the marks between thousands. What a language may write as a word (a small number) is no difference unless both
sides have a number that the other lacks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from majlis.textkit.align.evidence import Item
from majlis.textkit.align.numbers import han_values, scale_alone, without_scaled
from majlis.textkit.align.result import Difference, DifferenceKind
from majlis.textkit.align.sessions import may_be_spelt
from majlis.textkit.lexicon import fold

# Numbers up to here are often written as words.
_WORDS = 100


@dataclass(frozen=True, slots=True)
class _Side:
    """What one side says: its items together."""

    items: Sequence[Item]
    language: str
    words: str  # folded
    dates: frozenset[str]
    every: frozenset[str]  # each stretch of digits, whatever it is part of; those scaled by value
    signs: frozenset[str]  # the values of numbers in Chinese signs
    scale: bool  # whether a word such as "million" stands without digits

    def lacks_date(self, date: str) -> bool:
        """Whether the date has no counterpart here: the same one, or the part of it that is said."""
        if date in self.dates:
            return False
        if "/" in date or len(date) == 4:
            # A year or a range of years may stand as plain numbers, or within a fuller date.
            return not _parts(date) <= self.every
        if date.startswith("--"):
            return not any(other.endswith(date[1:]) for other in self.dates)
        if len(date) == 7:
            return not any(other.startswith(date) for other in self.dates)
        if self._shares_month(date):
            return False
        return f"-{date[4:]}" not in self.dates and not any(
            date in other.split("/") for other in self.dates
        )

    def _shares_month(self, date: str) -> bool:
        """Whether a day stands here as a bare number beside another day of its month ("2 and 5 April")."""
        month, _, day = date.rpartition("-")
        return any(other.startswith(f"{month}-") for other in self.dates) and any(
            day.lstrip("0") in item.numbers for item in self.items
        )

    def lacks_citation(self, number: str, year: str) -> bool:
        """Whether nothing here has the digits of a cited number and of its year."""
        return not _parts(number) <= self.every or bool(year and year not in self.every)

    def lacks_number(self, number: str) -> bool:
        """Whether neither digits nor Chinese signs say the number."""
        return number not in self.every and number not in self.signs

    def may_say(self, number: str) -> bool:
        """Whether a number without counterpart may stand here in words."""
        if len(number) > 3 or int(number) > _WORDS:
            # "one million" and "500,000": how many of the scale there are may be words
            return self.scale and number.endswith("000")
        return may_be_spelt(int(number), self.words, self.language)


def figures_apart(
    one: Sequence[Item], other: Sequence[Item], languages: tuple[str, str]
) -> Iterable[Difference]:
    """The differences of a pair; the first item on each side is the pair, the others stand with it."""
    if len(one) == len(other) == 1 and _figures(one[0]) == _figures(other[0]):
        return
    a, b = _side(one, languages[0]), _side(other, languages[1])
    dates = [
        sorted({d for i in m.items for d in i.dates if y.lacks_date(d)})
        for m, y in ((a, b), (b, a))
    ]
    cited = [
        sorted(
            f"{number} ({year})" if year else number
            for number, year in {c for i in m.items for c in i.citations}
            if y.lacks_citation(number, year)
        )
        for m, y in ((a, b), (b, a))
    ]
    numbers = [
        sorted(
            {n for i in m.items for n in i.numbers if y.lacks_number(n)}, key=lambda n: (len(n), n)
        )
        for m, y in ((a, b), (b, a))
    ]
    if not all(numbers):
        numbers = [
            [n for n in alone if not y.may_say(n)] for alone, y in zip(numbers, (b, a), strict=True)
        ]
    if any(cited) and not all(cited) and not all(numbers):
        # The number of an instrument that one side does not name as one.
        side = cited.index([])
        if numbers[side]:
            cited[side], numbers[side] = numbers[side], []
    found: tuple[tuple[DifferenceKind, list[list[str]], str], ...] = (
        ("date", dates, "dates"),
        ("citation", cited, "cited numbers"),
        ("number", numbers, "numbers"),
    )
    for kind, values, what in found:
        if any(values):
            said = "; ".join(
                f"only the {side} has {', '.join(alone)}"
                for side, alone in zip(("first", "second"), values, strict=True)
                if alone
            )
            detail = {"a": values[0], "b": values[1]}
            yield Difference(kind, one[0].id, other[0].id, f"The {what} differ: {said}.", detail)


def _figures(item: Item) -> tuple[frozenset[object], ...]:
    return item.dates, item.citations, item.numbers


def _side(items: Sequence[Item], language: str) -> _Side:
    words = "\n".join(fold(item.words).text for item in items)
    scaled, rest = without_scaled(words, language)
    every = set(scaled) | _parts(rest)
    for item in items:
        every |= item.numbers
        for number, year in item.citations:
            every |= _parts(number) | _parts(year)
        for date in item.dates:
            every |= _parts(date)
    return _Side(
        items,
        language,
        words,
        frozenset[str]().union(*(item.dates for item in items)),
        frozenset(every),
        han_values(rest) if language == "zh" else frozenset(),
        scale_alone(rest, language),
    )


def _parts(text: str) -> set[str]:
    """Each stretch of digits, without zeros before it."""
    digits = "".join(c if c in "0123456789" else " " for c in text)
    return {part.lstrip("0") or "0" for part in digits.split()}
