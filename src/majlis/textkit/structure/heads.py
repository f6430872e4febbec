"""The lines with which decisions begin: their numbers, as bodies of many kinds write them.

The symbols are codes, the same in all languages; the words for kinds are those of the lexicon.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from majlis.textkit.lexicon import fold, lexicon
from majlis.textkit.lexicon.folding import Folded
from majlis.textkit.numbering import to_european

_LONGEST = 400  # characters of a line that can be the head of a decision
_OPENING = 120  # characters in which a head says its kind and number
_FARTHEST_KIND = 40
_KINDS = ("draft", "resolution", "decision", "recommendation", "declaration")
# A number behind the word for the kind: "3/CP.9", "XV/4", "A.1112(30)", "No. 7/2023", "-/CP.28", "4 (Cg-19)".
_NUMBER = (
    r"(?:[^\W\d_]{1,4}[.°º]\s?|№\s?|[\u0621-\u064a]{3}\s)?"
    r"(?P<n>(?:[A-Z]{1,6}[-./ ]?){0,2}(?:[\dIVXL]+|-(?=/))[\w./&-]*(?:(?:\s[\u0621-\u064a]{1,2}){1,3}-\d+)?"
    r"(?:\s?\([^()]{1,40}\)\d*)?)"
)
_FOLLOWING = re.compile(r"\W{0,3}" + _NUMBER)
_HAN = re.compile("[\u4e00-\u9fff]")  # "2033年12月20日大会决议" says when, not which
_HAN_NUMBER = re.compile(r"[一二三四五六七八九十]{1,3}(?!\w)")
_CHINESE_BEFORE = re.compile(r"\s*第?\s*" + _NUMBER + r"\s*号?\s*")
# Numbers that stand without a word for the kind.
_BARE = re.compile(
    r"(?P<n>"
    r"(?:E?S-)?\d{1,4}/\d{1,4}(?:\s?[A-Z]{1,2}(?![\w]))?"  # 78/123, 5/7, 2033/9, 45/201 B
    r"|\d{1,4}/[A-Z]{2,5}\.\d{1,3}"  # 3/CP.9
    r"|\d{1,4}/(?:[\u0621-\u064a]{1,4}\s?){1,4}-\d{1,3}"  # the same in Arabic
    r"|[IVXL]{1,7}/\d{1,3}(?:\s?[A-Z](?!\w))?"  # IV/7
    r"|[A-Z]{2,5}-[IVXL\d]{1,4}/\d{1,3}"  # BC-15/3
    r"|[A-Z]{1,6}\d{1,4}\.[A-Z]{0,2}\d{1,3}"  # WHA76.4, EB152.R5
    r"|[A-Z]{2,6}\d{1,4}\(\d{1,3}\)"  # EB152(3)
    r"|[A-Z]{1,5}\.\d{1,5}\(\d{1,4}\)"  # A.1112(30), MSC.428(98)
    r"|[A-Z]\d{1,3}-\d{1,3}"  # A41-5
    r"|\d{1,4}\s?\((?:E?S-)?[IVXL]+(?:-[A-Z/\d]+)?\)"  # 712 (VII), 755(XXXIX)
    r"|\d{4}/[A-Z]{2,4}\.[A-Z\d]{1,3}/\d{1,3}"  # 2033/EB.A/5
    r"|\d{1,3}\s?[A-Z]{1,2}/\s?(?:[^\W\d_]{3,14}\s)?\d{1,3}(?:\.[IVX\d]{1,4}(?:\.[A-Z])?)?"  # 41 C/8, 41 C/Resolution 8
    r"|(?:[\u0621-\u064a]\s?){2,4}\d{1,4}(?:[-–.]\d{1,3}|\(\d{1,3}\)|[\u0621-\u064a]\d{1,3})"
    r"|[A-Z][A-Z./]{0,14}/(?i:res|dec|rec)\(\d{4}\)\d{1,4}"  # CM/Res(2033)4
    r"|[A-Z][\w.()-]{0,12}(?:/[A-Z\d][\w.&-]{0,14}(?:\([\w/-]{1,12}\))?){0,3}"
    r"/(?i:(?:res|dec|decl|rec)\b\.?[/\s]?(?:N[°º.]\s?)?|R(?=\d)|D(?=\d))[\d][\w./-]*(?:\s?\([\w/-]{1,12}\))?"
    r")(?!\w)"
)
_MARK = re.compile(r"(?:\s?[*†‡]{1,3}|[¹²³⁰⁴-⁹]{1,2})?(?:\s?[.．:：]\s*|\s?[-–—]\s+|\s+|\Z)")
NUMERALS = re.compile(r"\d+|(?<![^\W\d_])[IVXL]+(?![^\W\d_])")
_PLAIN = re.compile(r"(?:E?S-)?#/#(?: [A-Z])?|[^#]*# ?\(.*\)|[^\W\d_]+.*")
_MAY_BEGIN = re.compile(r"[\dA-ZА-Я\u0621-\u064a\u4e00-\u9fffÉ]")
_ENDS_SENTENCE = (".", ";", "。", "；", "؛", ")", "]", "”", "»")
_BRACKETED = re.compile(r"\s?\([^()]*\)")
_COMMAS = (",", "،", "，")
_ROMAN = re.compile(r"[IVXL]+")


@dataclass(frozen=True, slots=True)
class Head:
    """What the line says with which one of several decisions begins.

    ``symbol``: its number, with the word for its kind where that stands before it; empty where it has
    none. ``title``: the words behind the number. ``shape``: the number without its digits, the same for
    all of a series.
    """

    symbol: str
    title: str
    shape: str


def numbered_head(raw: str, language: str) -> Head | None:
    """The number with which a line begins, as decisions bear it, and the title behind it; None without one."""
    if len(raw) > _LONGEST:
        return None
    line = to_european(raw)
    found = _BARE.match(line)
    if found is not None and (head := _titled(raw, line, found.end(), found["n"])) is not None:
        return head
    folded = fold(raw[:_OPENING])
    word = kind_words(language).search(folded.text[:_FARTHEST_KIND])
    return _worded(raw, line, folded, word) if word is not None else None


def begins_decision(line: str, before: str, language: str) -> bool:
    """Whether a line of plain text begins a decision, or the entry of one, and no line goes on in it."""
    text = line.strip()
    if not _MAY_BEGIN.match(text):
        return False
    head = numbered_head(text, language)
    if head is None:
        return False
    coded = _PLAIN.fullmatch(head.shape) is None
    mark = before.rstrip()[-1:]
    if mark in _ENDS_SENTENCE or (head.title != "" and coded):
        return True
    # a code alone, as pages and decisions bear it at their head: no sentence breaks off before it
    return coded and (mark in _COMMAS or numbered_head(before.strip(), language) is not None)


def _worded(raw: str, line: str, folded: Folded, word: re.Match[str]) -> Head | None:
    """A head that names its kind: before the number, or in Chinese behind it."""
    start, behind = folded.back(*word.span())
    before = _CHINESE_BEFORE.fullmatch(line[:start]) if start else None
    if (
        before is not None
        and _numbers(number := before["n"].rstrip("号"))
        and not _HAN.search(number)
    ):
        return _titled(raw, line, behind, raw[:behind].strip())
    if start and not _short(raw[:start]):
        return None
    blank = len(line[behind : behind + 2]) - len(line[behind : behind + 2].lstrip())
    coded = _BARE.match(line, behind + blank)
    if coded is not None and (head := _titled(raw, line, coded.end(), raw[: coded.end()])):
        return head
    counted = _HAN_NUMBER.match(line, behind)
    if counted is not None:
        return _titled(raw, line, counted.end(), raw[: counted.end()])
    found = _FOLLOWING.match(line, behind)
    if found is None or not _numbers(found["n"]):
        return None
    end = found.start("n") + len(found["n"].rstrip("."))
    return _titled(raw, line, end, raw[:end].strip())


def _short(before: str) -> bool:
    """Whether the abbreviated name of a body stands before the kind ("WTDC RESOLUTION 36")."""
    return (
        before.isupper()
        and len(before.strip()) > 1
        and len(before.split()) <= 2
        and len(before) <= 14
    )


def _numbers(number: str) -> bool:
    return any(c.isdigit() for c in number) or _ROMAN.fullmatch(number) is not None


def _titled(raw: str, line: str, end: int, symbol: str) -> Head | None:
    """The head with the title that stands on its line; None where the line goes on as a sentence does."""
    mark = _MARK.match(line, end)
    if mark is None:
        return None
    title = raw[mark.end() :].strip()
    first = next((c for c in title if c.isalpha()), "")
    if title and (not first or first.islower()):
        return None
    shape = NUMERALS.sub("#", _BRACKETED.sub("", symbol))
    return Head(symbol.strip(), title, shape)


@lru_cache(maxsize=8)
def kind_words(language: str) -> re.Pattern[str]:
    """The words for the kinds of texts in which bodies act."""
    return lexicon(language).compile(_words_for_kinds(language), start=True)


@lru_cache(maxsize=8)
def several_words(language: str) -> re.Pattern[str]:
    """The words for kinds with the ending of a plural, as they head a section."""
    ending = "" if language == "zh" else r"\w{0,3}"
    forms = [f"(?:{form}){ending}" for form in _words_for_kinds(language)]
    return lexicon(language).compile(forms, start=True)


def _words_for_kinds(language: str) -> list[str]:
    table = lexicon(language).table("kinds")
    return [form for kind in _KINDS for form in table.get(kind, ())]
