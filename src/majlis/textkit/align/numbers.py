"""The values of the numbers in a folded text, whichever way its language writes them.

``26 million``, ``26 000 000`` and ``2600万`` are one value. Each text is gone through once, because a
provision may hold thousands of numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from math import prod

from majlis.textkit.lexicon import lexicon
from majlis.textkit.lexicon.folding import fold_form

_BLANK = "\u00a0\u202f "
# Thousands are set apart by a comma, a point or a blank, as the language has it.
_THOUSANDS = re.compile(rf"(?<![\d.,])\d{{1,3}}(?:[.,{_BLANK}]\d{{3}})+(?!\d|[.,]\d)")
# Arabic may store the thousands after the rest, as they stand on the page: "400 2" is 2,400.
_REVERSED = re.compile(
    r"(?<![\d.,])(?<!\d[\u00a0\u202f ])(?:\d{3}[\u00a0\u202f ])++\d{1,2}(?!\d|[.,/]\d)"
)
_DIGITS = re.compile(r"\d+")
# Of a point and a comma, the one that is no mark between thousands.
_POINT = {"en": ".", "zh": "."}
_USUAL_POINT = ","
_LONGEST = 18  # digits of a number that is worth being multiplied

_HAN_DIGITS = {sign: n for n, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_HAN_SMALL = {"十": 10, "百": 100, "千": 1000}
_HAN_GREAT = {"万": 10**4, "亿": 10**8}
_HAN_SCALES = _HAN_SMALL | _HAN_GREAT
_SCALE_SIGNS = "".join(_HAN_SCALES)
HAN_NUMERALS = "".join(_HAN_DIGITS) + _SCALE_SIGNS
"""The signs of which Chinese makes numbers."""
_HAN_RUN = re.compile(f"[{HAN_NUMERALS}]+")


def numbers(folded: str, language: str) -> frozenset[str]:
    """Every number that is written in digits, by its value, without the zeros before it.

    >>> sorted(numbers("26 million for 1,500 trees", "en"))
    ['1500', '26000000']
    """
    scaled, rest = without_scaled(folded, language)
    return scaled | frozenset(_plain(rest, language))


def without_scaled(folded: str, language: str) -> tuple[frozenset[str], str]:
    """The values of digits with a scale behind them (``26 million``), and the text without them."""
    found: set[str] = set()

    def each(match: re.Match[str]) -> str:
        if match["scaled"] is None:
            return match.group()
        value = _scaled_value(match["scaled"], language)
        # What is no whole number has no other way to be written than with its scale.
        if value != value.to_integral_value():
            return match.group()
        found.add(str(int(value)))
        return " " * len(match.group())

    return frozenset(found), _scaled(language).sub(each, folded)


def han_values(folded: str) -> frozenset[str]:
    """The values of all numbers in Chinese signs, those of one sign too.

    >>> sorted(han_values("五十万人，第一百零五届"))
    ['105', '500000']
    """
    found = (han_value(run) for run in _HAN_RUN.findall(folded) if len(run) <= _LONGEST)
    return frozenset(str(value) for value in found)


def han_value(signs: str) -> int:
    """The value of a number in Chinese signs: 一百零五 is 105, 五十万 500,000, 二〇四一 2041."""
    if len(signs) > 1 and all(sign in _HAN_DIGITS for sign in signs):
        return int("".join(str(_HAN_DIGITS[sign]) for sign in signs))
    total = part = digit = 0
    for sign in signs:
        if sign in _HAN_DIGITS:
            digit = _HAN_DIGITS[sign]
        elif sign in _HAN_SMALL:
            part += (digit or 1) * _HAN_SMALL[sign]
            digit = 0
        else:
            # The greater scale multiplies all that stands before it: 三万亿.
            scale, below = _HAN_GREAT[sign], part + digit
            if total and total < scale:
                total = (total + below) * scale
            else:
                total += (below or 1) * scale
            part = digit = 0
    return total + part + digit


def scale_alone(folded: str, language: str) -> bool:
    """Whether a word for a scale stands in the text without digits before it ("five million")."""
    if language == "zh":
        return False  # its signs are read as values
    _, rest = without_scaled(folded, language)
    return _scale_word(language).search(rest) is not None


def _plain(text: str, language: str) -> Iterator[str]:
    if language == "ar":
        for match in _REVERSED.finditer(text):
            yield "".join(reversed(_DIGITS.findall(match.group())))
        text = _REVERSED.sub(" ", text)
    for match in _THOUSANDS.finditer(text):
        yield "".join(_DIGITS.findall(match.group()))
    for digits in _DIGITS.findall(_THOUSANDS.sub(" ", text)):
        yield digits.lstrip("0") or "0"


def _numeral(language: str) -> str:
    """Digits with marks between thousands and a fraction; nothing in it is tried twice."""
    point = re.escape(_POINT.get(language, _USUAL_POINT))
    marks = "".join({".", ","} - {_POINT.get(language, _USUAL_POINT)}) + _BLANK
    grouped = rf"\d{{1,3}}(?:[{marks}]\d{{3}}(?!\d))++(?:{point}\d++)?+"
    # The other sign before other than three digits can only be a point, too.
    return rf"(?:{grouped}|\d++(?:{point}\d++|[.,]\d{{1,2}}(?!\d))?+)"


@lru_cache(maxsize=8)
def _scaled(language: str) -> re.Pattern[str]:
    """A number; the group ``scaled`` where a scale stands behind it.

    Numbers without one are matched too, so that each digit is looked at once.
    """
    numeral = _numeral(language)
    start = r"(?<!\d)(?<!\d[.,])"
    if language == "zh":
        # 3亿5000万: each part has its scale
        return re.compile(rf"{start}(?:(?P<scaled>(?:{numeral} ?[{_SCALE_SIGNS}]++)++)|{numeral})")
    scaled = rf"{numeral}(?:[ -]?(?:{_scale_forms(language)})(?!\w))++"
    return re.compile(rf"{start}(?:(?P<scaled>{scaled})|{numeral})", re.IGNORECASE)


def _scaled_value(said: str, language: str) -> Decimal:
    if language == "zh":
        parts = re.findall(rf"([\d.,{_BLANK}]+)([{_SCALE_SIGNS}]+)", said)
        return sum(
            (_decimal(n, ".") * prod(_HAN_SCALES[sign] for sign in s) for n, s in parts), Decimal()
        )
    words = said.lstrip(f"0123456789.,{_BLANK}")
    zeros = sum(count * len(pattern.findall(words)) for pattern, count in _scales(language))
    point = _POINT.get(language, _USUAL_POINT)
    return _decimal(said[: len(said) - len(words)], point).scaleb(zeros)


def _decimal(digits: str, point: str) -> Decimal:
    """The value of what ``_numeral`` matched."""
    digits = digits.strip(_BLANK)
    cut = digits.rfind(point)
    if cut < 0 and (few := re.search(r"[.,](\d{1,2})$", digits)):
        cut = few.start()
    whole, fraction = (digits, "") if cut < 0 else (digits[:cut], digits[cut + 1 :])
    plain = "".join(_DIGITS.findall(whole))
    if len(plain) + len(fraction) > _LONGEST:
        return Decimal("0.5")  # beyond any count: left as it stands
    return Decimal(f"{plain}.{fraction or 0}")


@lru_cache(maxsize=8)
def _scales(language: str) -> tuple[tuple[re.Pattern[str], int], ...]:
    """The words for each scale with the number of its zeros."""
    lists: list[list[str]] = lexicon(language).table("dates")["scales"]
    return tuple(
        (re.compile("|".join(fold_form(form, language) for form in forms), re.IGNORECASE), 3 * n)
        for n, forms in enumerate(lists, 1)
    )


def _scale_forms(language: str) -> str:
    return "|".join(f"(?:{pattern.pattern})" for pattern, _ in _scales(language))


@lru_cache(maxsize=8)
def _scale_word(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_scale_forms(language)})(?!\w)", re.IGNORECASE)
