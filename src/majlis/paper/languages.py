"""What a language says of print: direction, words, numbers, the labels of lists. Data: ``words/*.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

MOST_PLACES = 10
"""Digits after the decimal sign at most, where nobody says how many."""
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
"""The six languages; each has a file of words."""
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
          (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scheme:
    """How a list counts at a depth: ``count`` names the numerals, ``form`` is what stands round them."""

    count: str
    form: str

    def label(self, value: int) -> str:
        """The label of a value from 1."""
        return self.form.format(numeral(self.count, value))


@lru_cache(maxsize=8)
def words(language: str) -> dict[str, Any]:
    """The words of one of the six languages."""
    return _toml(f"{language}.toml")


@lru_cache(maxsize=1)
def alphabets() -> dict[str, Any]:
    """The letters and numerals that lists count with."""
    return _toml("alphabets.toml")


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(files("majlis.paper").joinpath("words", name).read_text(encoding="utf-8"))


def said(language: str, key: str, **values: object) -> str:
    """A phrase of a language, filled in."""
    phrase: str = words(language)[key]
    return phrase.format(**values)


def parts(language: str, key: str) -> list[str]:
    """A phrase cut at its places: what stands between is a string, a place is ``{name}``."""
    phrase: str = words(language)[key]
    return [part for part in phrase.replace("{", "\0{").replace("}", "}\0").split("\0") if part]


def direction_of(tag: str) -> Literal["ltr", "rtl"]:
    """The direction in which a language is written, by its IETF tag."""
    return "rtl" if tag.split("-")[0].lower() in alphabets()["right_to_left"] else "ltr"


def number(language: str, value: float | Decimal, places: int | None = None) -> str:
    """A number as a language prints it: European digits, groups of three, a true minus sign."""
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if places is not None:
        text = f"{abs(exact):.{places}f}"
    else:
        text = f"{abs(exact):.{MOST_PLACES}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    whole, _, rest = text.partition(".")
    signs = words(language)["numbers"]
    if int(whole) >= signs["least_grouped"]:
        whole = f"{int(whole):,}".replace(",", signs["group"])
    minus = "\u2212" if exact < 0 and text.strip("0.") else ""
    shown = minus + whole + (signs["decimal"] + rest if rest else "")
    # in right-to-left text the sign would go to the wrong side
    return f"\u200e{shown}" if minus and direction_of(language) == "rtl" else shown


def scheme(language: str, count: str, depth: int) -> Scheme:
    """How a list counts at a depth from 0; ``numbered`` by the levels of the language, again after the last."""
    lists = words(language)["lists"]
    chosen = lists["levels"][depth % len(lists["levels"])] if count == "numbered" else lists[count]
    return Scheme(chosen["count"], chosen["form"])


def numeral(count: str, value: int) -> str:
    """A value from 1 in the numerals of a name: decimal, roman, latin, cyrillic, abjad, chinese."""
    if count == "decimal":
        return str(value)
    if count == "roman":
        return _roman(value)
    if count == "chinese":
        return _chinese(value)
    letters: Sequence[str] = alphabets()[count]
    rounds, place = divmod(value - 1, len(letters))
    # beyond that nobody counts by letters, and Word does not either
    return letters[place] * (rounds + 1) if rounds < 30 else str(value)


def _roman(value: int) -> str:
    out = ""
    for step, letters in _ROMAN:
        while value >= step and len(out) < 30:
            out += letters
            value -= step
    return out


def _chinese(value: int) -> str:
    if value > 999:
        return str(value)
    digits, ten, hundred = (alphabets()[k] for k in ("chinese", "chinese_ten", "chinese_hundred"))
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    head = digits[hundreds] + hundred if hundreds else ""
    if tens:
        head += ("" if value < 20 else digits[tens]) + ten
    elif head and ones:
        head += digits[0]
    return head + (digits[ones] if ones else "")
