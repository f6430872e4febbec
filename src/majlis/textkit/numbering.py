"""Labels as written in six languages, to values and back.

A label is what is printed before a provision: ``1.``, ``2.10.1``, ``(a)``, ``a)``, ``(iv)``, ``أ )``,
``هـ )``, ``’1‘``, ``一、``, ``（一）``, ``㈠``, ``甲、``, ``-``. Its *number* is normalised: European digits, Latin letters
(Arabic letters in abjad order: ح is the eighth, ``h``), lower case, ``bis`` for مكرر. Where a label
may be read in two ways (``i`` is a letter or a roman one), ``readings`` gives all and the list decides.

Order of the Arabic letters: abjad, as UN and ITU texts count; hijai (dictionary order) as second reading.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

WORDS: dict[str, Any] = tomllib.loads(
    files(__package__).joinpath("numbering.toml").read_text(encoding="utf-8")
)
"""The words that labels hold: see ``numbering.toml``."""
ABJAD = "ابجدهوزحطيكلمنسعفصقرشتثخذضظغ"
HIJAI = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
_CJK_DIGITS = "零一二三四五六七八九"
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_CYRILLIC = "абвгдежзиклмнопрстуфхцчшщэюя"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
          (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip

# Characters that may stand before or inside a label and say nothing: spaces, directional marks.
_BLANK = "[\\s\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c\ufeff]"
_DIGIT = "[0-9\u0660-\u0669\u06f0-\u06f9\uff10-\uff19]"
_EUROPEAN = {
    **{0x0660 + n: str(n) for n in range(10)},
    **{0x06F0 + n: str(n) for n in range(10)},
    **{0xFF10 + n: str(n) for n in range(10)},
}
_OTHER_DIGIT = re.compile(f"[{''.join(map(chr, _EUROPEAN))}]")
_AR = "[\u0621-\u064a\u06a9\u06be\u06cc]"
_CJK = "[〇零一二三四五六七八九十百]{1,5}"
_REPEATED = [(key, "|".join(forms)) for key, forms in WORDS["repeated"].items()]
REPEATED = rf"(?:\s?(?:{'|'.join(forms for _, forms in _REPEATED)}))"
"""The pattern of what follows a number that was put between two (``3 bis``)."""

_DECIMAL = re.compile(
    rf"(?P<open>[(（])?(?P<n>{_DIGIT}{{1,4}}(?:[.．]{_DIGIT}{{1,3}}){{0,5}})(?P<bis>{REPEATED})?"
    rf"(?P<close>[)）]|[.．、](?!{_DIGIT})|{_BLANK}?[-–—](?={_BLANK}))?"
)
_PREFIXED = re.compile(
    rf"(?P<p>{'|'.join(WORDS['prefixed']['forms'])})\s?(?P<n>\d{{1,3}})"
    rf"\s?(?P<bis>{'|'.join(WORDS['prefixed']['repeated'])})?\.?(?=\s)"
)
_LETTER = re.compile(
    rf"(?P<open>[(（])?(?P<n>[A-Za-zа-яА-Я]{{1,8}}?)(?P<bis>{REPEATED})?(?P<close>[)）]|\.(?=\s))"
)
_ARABIC = re.compile(
    rf"(?P<open>[(（]){_BLANK}?(?P<a>{_AR}{{1,3}}\u0640?){_BLANK}?[)）]|(?P<b>{_AR}{{1,3}}\u0640?)"
    rf"(?:{_BLANK}{{0,2}}[)）]|{_BLANK}?[-–](?={_BLANK}))"
)
_QUOTED = re.compile(
    rf"(?P<q>['‘’‚“”\"]){_BLANK}?(?P<n>{_DIGIT}{{1,2}}|[ivx]{{1,5}}){_BLANK}?['‘’‚“”\"]"
)
_CHINESE = re.compile(rf"(?P<open>[(（])(?P<a>{_CJK})[)）]|(?P<b>{_CJK})(?:、|[.．])")
# the heavenly stems count sections ("甲、"); two in a row name parties and are no label
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_STEM = re.compile(rf"(?P<open>[(（])?(?P<n>[{_STEMS}])(?(open)[)）]|、(?![{_STEMS}]))")
_CIRCLED = re.compile("[\u2460-\u2473\u2474-\u2487\u2488-\u249b\u3220-\u3229\u3280-\u3289]")
_BULLET = re.compile("[-–—•·◦▪‣⁃*●○■–](?=\\s)")
_START = re.compile(f"{_BLANK}*")
# a quoted paragraph: its label stands after the quote
_QUOTE = re.compile(f'[“„«"]{_BLANK}*')
_GAP = re.compile(f"{_BLANK}+")


@dataclass(frozen=True, slots=True)
class Label:
    """One reading of a label. ``series`` names the kind of count and the punctuation's shape.

    ``path`` is the value: one integer a level (``2.10.1`` is ``(2, 10, 1)``). ``end`` is how many
    characters of the line the label and the blank after it take. ``weak``: nothing but a blank sets
    it off (``1 that``), so only its place in a list can say that it is one.
    """

    printed: str
    number: str
    series: str
    path: tuple[int, ...]
    end: int
    weak: bool = False

    @property
    def ordinal(self) -> int:
        """The last level of the path."""
        return self.path[-1]


def to_european(text: str) -> str:
    """Arabic-Indic, Persian and full-width digits as 0-9."""
    return text.translate(_EUROPEAN) if _OTHER_DIGIT.search(text) else text


def roman(value: int) -> str:
    """A positive integer as a lower-case roman number."""
    out = ""
    for step, letters in _ROMAN:
        while value >= step:
            out += letters
            value -= step
    return out


def from_roman(text: str) -> int | None:
    """The value of a roman number of either case, None where it is not a well-formed one."""
    value, rest = 0, text.lower()
    for step, letters in _ROMAN:
        while rest.startswith(letters):
            value += step
            rest = rest[len(letters) :]
    return value if value and not rest and roman(value) == text.lower() else None


def letters(value: int, alphabet: str = _LATIN) -> str:
    """a, b, … z, aa, bb (as Word counts): the letter repeated on each round."""
    rounds, place = divmod(value - 1, len(alphabet))
    return alphabet[place] * (rounds + 1)


def from_letters(text: str, alphabet: str = _LATIN) -> int | None:
    """The value of a letter label (``c`` is 3, ``aa`` is 27), None where letters differ."""
    if not text or len(set(text)) != 1 or text[0] not in alphabet:
        return None
    return alphabet.index(text[0]) + 1 + len(alphabet) * (len(text) - 1)


def chinese(value: int) -> str:
    """1-999 in Chinese counting: 一, 十, 十一, 二十三, 一百零五; digits past that."""
    if value > 999:
        return str(value)
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    head = _CJK_DIGITS[hundreds] + "百" if hundreds else ""
    if tens:
        head += ("" if value < 20 else _CJK_DIGITS[tens]) + "十"
    elif head and ones:
        head += "零"
    return head + (_CJK_DIGITS[ones] if ones else "")


def from_chinese(text: str) -> int | None:
    """The value of a Chinese number up to 999, None where it is not one."""
    value = current = 0
    for sign in text.replace("〇", "零"):
        if sign in _CJK_DIGITS:
            current = _CJK_DIGITS.index(sign)
        elif sign in "十百":
            value += (current or 1) * (10 if sign == "十" else 100)
            current = 0
        else:
            return None
    return (value + current) or None


def _arabic_letter(text: str) -> str:
    plain = text.replace("\u0640", "").translate(
        {
            ord("أ"): "ا",
            ord("إ"): "ا",
            ord("آ"): "ا",
            0x06BE: "ه",
            0x06A9: "ك",
            0x06CC: "ي",
            ord("ى"): "ي",
        }
    )
    return plain


def _repetition(said: str | None) -> str:
    """What follows a number, as the normalised number has it: ``bis`` in each language."""
    said = (said or "").strip()
    keys = (key for key, forms in _REPEATED if said and re.fullmatch(forms, said))
    return next((key for key in keys if key != "as_printed"), said)


@lru_cache(maxsize=4096)
def _readings(head: str) -> tuple[Label, ...]:
    start = _START.match(head)
    at = start.end() if start else 0
    found = list(_all(head, at))
    quote = None if found else _QUOTE.match(head, at)
    if quote:
        found = [label for label in _all(head, quote.end()) if not label.weak]
    out = []
    for label in found:
        gap = _GAP.match(head, label.end)
        end = gap.end() if gap else label.end
        if not gap and end < len(head) and label.weak:
            continue
        tabbed = bool(gap and "\t" in gap.group())
        out.append(
            Label(
                head[at : label.end].strip(),
                label.number,
                label.series,
                label.path,
                end,
                label.weak and not tabbed,
            )
        )
    return tuple(out)


def readings(line: str) -> tuple[Label, ...]:
    """All ways to read the label at the start of a line, likeliest first; empty where there is none."""
    return _readings(line[:40])


def parse_label(line: str) -> Label | None:
    """The likeliest reading of the label that a line starts with, or None."""
    found = readings(line)
    return found[0] if found else None


def number_of(printed: str) -> str:
    """The normalised number of a label alone (``"(أ)"`` gives ``a``); the label itself where unreadable."""
    found = _readings(printed.strip()[:40] + "\t")
    if found:
        return found[0].number
    return to_european(printed).strip(" .()[]-–\t\u00a0").lower()


def _all(head: str, at: int) -> Iterator[Label]:
    match = _PREFIXED.match(head, at)
    if match:
        value = int(match["n"])
        number = match["n"] + _repetition(match["bis"])
        yield Label("", number, match["p"].lower(), (value,), match.end())
        return
    match = _QUOTED.match(head, at)
    if match:
        text = to_european(match["n"])
        value = int(text) if text.isdigit() else (from_roman(text) or 0)
        if value:
            yield Label("", text.lower(), "quoted", (value,), match.end())
        return
    match = _DECIMAL.match(head, at)
    if match and not (match["open"] and match["close"] not in (")", "）")):
        text = to_european(match["n"]).replace("．", ".")
        path = tuple(int(part) for part in text.split("."))
        shape = "(1)" if match["open"] else "1)" if match["close"] in (")", "）") else "1"
        end = match.end()
        weak = match["close"] is None and len(path) == 1
        follows = head[end : end + 1]
        # A label ends at a blank, or at its own mark; "1st", "2030年" and "70/1" are no labels.
        if (match["close"] or not follows or follows.isspace()) and not (
            match["close"] is None and follows == "" and len(head) >= 40
        ):
            bis = _repetition(match["bis"])
            series = shape if len(path) == 1 else f"{shape}*{len(path)}"
            yield Label("", text + bis, series, path, end, weak)
        return
    match = _CHINESE.match(head, at)
    if match:
        counted = from_chinese(match["a"] or match["b"])
        if counted:
            series = "(一)" if match["open"] else "一"
            yield Label("", str(counted), series, (counted,), match.end())
        return
    match = _STEM.match(head, at)
    if match:
        value = _STEMS.index(match["n"]) + 1
        yield Label("", letters(value), "(甲)" if match["open"] else "甲", (value,), match.end())
        return
    match = _CIRCLED.match(head, at)
    if match:
        code = ord(match.group())
        for first, series in (
            (0x2460, "①"),
            (0x2474, "(1)"),
            (0x2488, "1"),
            (0x3220, "㈠"),
            (0x3280, "㈠"),
        ):
            if first <= code < first + 20:
                value = code - first + 1
                yield Label("", str(value), series, (value,), match.end())
                return
    match = _ARABIC.match(head, at)
    if match:
        plain = _arabic_letter(match["a"] or match["b"])
        shape = "(أ)" if match["open"] else "أ)"
        for order, name in ((ABJAD, ""), (HIJAI, "hijai")):
            found = from_letters(plain, order)
            if found:
                yield Label("", letters(found), shape + name, (found,), match.end())
        return
    match = _LETTER.match(head, at)
    if match and not (match["open"] and match["close"] == "."):
        yield from _letter_readings(match)
        return
    match = _BULLET.match(head, at)
    if match:
        yield Label("", "", "-", (0,), match.end())


def _letter_readings(match: re.Match[str]) -> Iterator[Label]:
    text, bis = match["n"], _repetition(match["bis"])
    upper = text.isupper()
    shape = ("(%s)" if match["open"] else "%s)" if match["close"] != "." else "%s.") % (
        "A" if upper else "a"
    )
    low = text.lower()
    as_letter = from_letters(low)
    as_roman = from_roman(low)
    if as_letter and len(low) <= 3 and (text.islower() or upper):
        yield Label("", low + bis, shape, (as_letter,), match.end())
    if as_roman and (text.islower() or upper):
        yield Label(
            "", low + bis, shape.replace("a", "i").replace("A", "I"), (as_roman,), match.end()
        )
    cyrillic = from_letters(low, _CYRILLIC)
    if cyrillic and len(low) <= 3:
        yield Label("", letters(cyrillic) + bis, shape + "ru", (cyrillic,), match.end())


# series -> how a value of it is written; see ``format_label``.
_WRITERS: dict[str, Callable[[int], str]] = {
    "1": lambda n: f"{n}.",
    "1)": lambda n: f"{n})",
    "(1)": lambda n: f"({n})",
    "quoted": lambda n: f"‘{n}’",
    "a)": lambda n: f"{letters(n)})",
    "(a)": lambda n: f"({letters(n)})",
    "a.": lambda n: f"{letters(n)}.",
    "A)": lambda n: f"{letters(n).upper()})",
    "(A)": lambda n: f"({letters(n).upper()})",
    "A.": lambda n: f"{letters(n).upper()}.",
    "i)": lambda n: f"{roman(n)})",
    "(i)": lambda n: f"({roman(n)})",
    "i.": lambda n: f"{roman(n)}.",
    "I)": lambda n: f"{roman(n).upper()})",
    "(I)": lambda n: f"({roman(n).upper()})",
    "I.": lambda n: f"{roman(n).upper()}.",
    "a)ru": lambda n: f"{letters(n, _CYRILLIC)})",
    "أ)": lambda n: f"{_arabic(n, ABJAD)})",
    "(أ)": lambda n: f"({_arabic(n, ABJAD)})",
    "أ)hijai": lambda n: f"{_arabic(n, HIJAI)})",
    "(أ)hijai": lambda n: f"({_arabic(n, HIJAI)})",
    "一": lambda n: f"{chinese(n)}、",
    "(一)": lambda n: f"（{chinese(n)}）",
    "㈠": lambda n: chr(0x3220 + n - 1) if n <= 10 else f"（{chinese(n)}）",
    "甲": lambda n: f"{_STEMS[n - 1]}、" if n <= 10 else f"{chinese(n)}、",
    "(甲)": lambda n: f"（{_STEMS[n - 1] if n <= 10 else chinese(n)}）",
    "①": lambda n: chr(0x2460 + n - 1) if n <= 20 else f"({n})",
    "-": lambda n: "-",
    **{mark.lower(): f"{mark}{{}}".format for mark in WORDS["prefixed"]["forms"]},
}
SERIES = tuple(_WRITERS)


def _arabic(value: int, order: str) -> str:
    text = letters(value, order)
    # a lone ه is written with a tatweel, and alef with its hamza, as the editors do
    return text.replace("ه", "هـ") if len(text) == 1 and text == "ه" else text.replace("ا", "أ")


def format_label(value: int, series: str) -> str:
    """The label for a value in a series, as that series is printed (``format_label(2, "(a)")`` is ``(b)``).

    Raises KeyError for a series that is not in ``SERIES`` and ValueError for a value below 1.
    """
    if value < 1:
        raise ValueError("a label counts from 1")
    return _WRITERS[series](value)


def reverse_path(label: Label) -> Label:
    """A decimal stored right to left (``1.10.2`` for 2.10.1) the right way round."""
    path = tuple(reversed(label.path))
    return Label(label.printed, ".".join(map(str, path)), label.series, path, label.end, label.weak)
