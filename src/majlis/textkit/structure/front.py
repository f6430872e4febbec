"""What stands before a text: titles, cover lines, symbol, date, body, kind."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from majlis.textkit.dates import find_dates, first_full_date
from majlis.textkit.lexicon import lexicon
from majlis.textkit.numbering import from_chinese, from_roman, to_european
from majlis.textkit.openings import Opening, opening
from majlis.textkit.structure.items import Item, fold_text, is_line

# A/RES/78/1, S/RES/2690 (2023), E/RES/2023/3, A/HRC/RES/52/1, A/78/L.49, C24/48-E, UNEP/EA.5/Res.7
_SYMBOL = re.compile(
    r"(?<![\w/])(?:[A-Z]{1,5}\d{0,3}(?:/(?!(?:Add|Rev|Corr)\.)"
    r"(?:[A-Z][A-Za-z]{1,4}(?:\.[A-Z][a-z]{1,4})?\.\d+|[A-Z0-9][A-Z0-9.&-]*))+(?:/\d+)*"
    r"(?:\s?\(\d{4}\))?(?:/Add\.\d+|/Rev\.\d+|/Corr\.\d+)*)"
)
# "78/123.", "2033/9.", "ES-10/21.", "45/201 B.", "X/31.", of the first thirty sessions "712 (VII)."
_NUMBERED_TITLE = re.compile(
    r"(?P<n>(?:(?:E?S-)?\d{1,4}/\d{1,4}(?:\s?[A-Z]{1,2})?|[IVXL]{1,9}/\d{1,3}"
    r"|\d{1,4}(?: [A-Z])? \((?:E?S-)?[IVXL]+\)))"
    r"(?:[.．]\s|．|\s?[-–—]\s|\s(?=[\u4e00-\u9fff]))"
)
# "14/9." alone on its line, and "2033/219 Dates of the session" without a mark
_NUMBER_ALONE = re.compile(r"(?P<n>(?:E?S-)?\d{1,4}/\d{1,4}(?:\s?[A-Z])?)\s?[.．]?\Z")
_YEARLY_NUMBER = re.compile(r"(?P<n>(?:19|20)\d\d/\d{1,3})\s+(?=[^\W\d_])")
# Symbols that bodies form in ways of their own: WHA76.4, EB152(3), EB162.R4, A41-12, BC-16/4, MSC.440(99),
# A.1112(30), 41 C/8, EX.CL/Dec.940(XLV), CM/Rec(2023)4, AG/RES. 2977 (LIII-O/23), ICCD/COP(15)/23
_OWN_SYMBOL = (
    r"(?:(?:WHA|EB|EBSS|[A-Z]{2,3}/RC)\d{1,3}(?:\.R?\d{1,3}|\(\d{1,3}\)|/R?\d{1,3})|A\d{1,2}-\d{1,3}(?!\d)"
    r"|[A-Z]{2,4}-\d{1,3}/\d{1,3}|[A-Z]{1,5}\.\d{1,4}\(\d{1,3}\)|\d{1,3} ?(?:C|EX)/\d{1,3}"
    r"|(?:EX\.CL|Assembly/AU|EX\.CL/AU)/(?:Dec|Decl|Res)\. ?\d{1,4} ?\([IVXLC]{1,10}\)"
    r"|(?:AG|CP|CM)/(?:RES|DEC|Rec|Res|ResDH)\.? ?(?:\(\d{4}\)\d{1,4}|\d{1,4} ?\([^()]{1,16}\))"
    r"|ICCD/COP\(\d{1,3}\)/\d{1,4}(?:/Add\.\d{1,2})?)"
)
_OWN_TITLE = re.compile(
    rf"(?P<n>{_OWN_SYMBOL})(?:\s?(?:[.:]\s+|：\s*)|\s?[-–—]\s+|\s+(?=[^\W\d_a-z])|\s*\Z)"
)
_OWN_ALONE = re.compile(rf"{_OWN_SYMBOL}\Z")
_OWN_LAST = re.compile(rf"(?<![\w/.])(?P<n>{_OWN_SYMBOL})\s*\Z")
_LONGEST_SYMBOL = 40  # signs at the end of a line
_DIGITS = re.compile(r"\d")
# "RESOLUTION 140", "Resolution COM5/1", "القرار 140"; in Chinese the number stands first: 第140号决议
_NUMBER_FOLLOWS = re.compile(r"\W{0,3}(?:(?:[^\W\d]{1,4}|[IVXLC]{5,10})\W{0,2})?\d")
# what a line of kind and number shows before its title: "Resolution 12/7 (2031). "
_AFTER_NUMBER = re.compile(
    r"(?P<n>[^\d.:：]{0,30}(?:[^\W\d_]{1,4}[.°])?[^\d:：]{0,4}\d[\w/-]*(?:\s?[(（][^()（）]*[)）])?(?:\s?号\s?\w{2,3})?)"
    r"(?:\s?[.．:：]\s?|\s[-–—]\s)(?=\D)"
)
# the abbreviated name of a conference before the kind: "WTDC RESOLUTION 36"
_BODY_BEFORE = re.compile(r"\A[A-ZА-Я]{2,5}(?:-[A-ZА-Я\d]{1,2})?(?:\s+(?=[^\W\d_])|(?=第))")
# "DRAFT NEW RESOLUTION [ABC-1] (XYZ-31)": a text that has no number yet
_PROVISIONAL = re.compile(r"\[[A-Z][\w/+&. -]{0,30}\]\s*(?:[(（][^()（）]{0,60}[)）])?$")
_NUMBER_BEFORE = re.compile(r"\d\)?\s*号\s*$")
_NUMBER_FIRST = re.compile(
    r"第?\s*[\d/]+\s*(?:\(\d{4}\)\s*)?号?\s*"
    # "第7/CP.41号", "第XV/4号", "45 C/第38号", and before the kind "45 C/"
    r"|(?:\d{1,3} ?[^\W\d_]{1,3}/)?\s?(?:第\s?(?:\d{1,4}|[IVXLC]{1,10})(?:/(?:[A-Z]{1,5}\.)?\d{1,4})?\s?号)?\s?"
)
# what may stand around a formula: its comma, quotes, signs of emphasis
_AROUND = " ,،，:：\"“„«'‘*_"
_CLAUSE = re.compile(r"[,،，]\s*")
_BLANK = re.compile("[ ,]*+")
_OPENING = 300  # characters that tell how a clause opens
_FARTHEST_VERB = 4000  # characters of a decision in which its verb stands
_PLACE = 30  # characters of the name of a place, with its comma
_MEETING = 160  # characters in which a decision names its meeting
_MARKS = (".", ";", ",", ":", "؛", "،", "。", "；", "，", "：")
_ARABIC = re.compile("[\u0621-\u064a]")
_ONLY_NUMBERS = re.compile(r"[\d\s./,()\-–]+")


def symbol_of(line: str) -> str:
    """The document symbol in a line, or nothing."""
    if own := _OWN_ALONE.match(to_european(line.strip())):
        return own[0]
    found = _SYMBOL.search(to_european(line))
    return found.group() if found and any(c.isdigit() for c in found.group()) else ""


def is_symbol_line(text: str) -> bool:
    """Whether a line is a document symbol and nothing else."""
    if _OWN_ALONE.match(to_european(text.strip())):
        return True
    found = _SYMBOL.match(to_european(text.strip()))
    return bool(found) and len(text.strip()) - len(found.group()) <= 3  # type: ignore[union-attr]


def cover_symbol(item: Item, language: str) -> str:
    """The symbol at the end of a cover line ("United Nations A/RES/78/1"), or nothing."""
    if item.block.hint not in ("footnote", "table"):
        own = _OWN_LAST.search(to_european(item.text.strip()[-_LONGEST_SYMBOL:]))
        if own and body_of([item.text], language):
            return own["n"]
    if len(item.text.split()) > 6 or not is_line(item, language, "front"):
        return ""
    found = symbol_of(item.text)
    return found if found and to_european(item.text).rstrip().endswith(found) else ""


def document_symbol(item: Item, language: str) -> str:
    """The symbol in a line that gives it after one word ("Document CL31/12") or alone, or nothing."""
    if len(item.text.split()) > 2 or item.label is not None or is_number_line(item, language):
        return ""
    found = symbol_of(item.text)
    return found if found and to_european(item.text).rstrip().endswith(found) else ""


def symbol_before_title(text: str) -> tuple[str, str]:
    """The symbol with which a title begins ("A/RES/88/210 Lamps"), and the title behind it; or nothing."""
    found = _SYMBOL.match(to_european(text))
    if found is None or not any(c.isdigit() for c in found.group()):
        return "", text
    rest = text[found.end() :]
    title = rest.lstrip(" .．:：\t\u3000-–—")
    return (found.group(), title) if title and rest != title else ("", text)


def numbered_title(text: str) -> str:
    """The number before a title (``78/123. On gardens``), or nothing."""
    found = _number_of_title(text)
    return found["n"] if found else ""


def numbered_title_end(text: str) -> int:
    """Where the title itself begins after its number; 0 where it has none."""
    found = _number_of_title(text)
    return found.end() if found else 0


def _number_of_title(text: str) -> re.Match[str] | None:
    line = to_european(text)
    found = _NUMBERED_TITLE.match(line) or _OWN_TITLE.match(line)
    if found is None and not line.rstrip().endswith(_MARKS):
        found = _YEARLY_NUMBER.match(line)
        if found and line[found.end()].islower():
            return None
    return found


def cover_number(items: list[Item], language: str) -> str:
    """The number of a text that stands on a line of its cover ("14/9."), or nothing."""
    for item in items:
        if is_number_line(item, language):
            return item.text
        if found := _NUMBER_ALONE.match(to_european(item.text.strip())):
            return found["n"]
    return ""


def is_titleish(item: Item, language: str) -> bool:
    """Whether a line before a text may be its title."""
    if item.block.hint in ("footnote", "table", "front") or item.aside:
        return False
    text = item.text
    if item.head is not None or numbered_title(text) or is_number_line(item, language):
        return True
    if item.label is not None and item.label.series == "-":
        return False
    # "(Harbour, 2025 г.; Marsh, 2033 г.)": the stop belongs to an abbreviation
    bracketed = item.size <= 30 and text[:1] in "(（" and text[-1:] in ")）"
    if not (item.bare(60) or bracketed) or is_symbol_line(text) or _ONLY_NUMBERS.fullmatch(text):
        return False
    if any(is_line(item, language, key) for key in ("front", "reasons", "half")):
        return False
    # "(adopted at the fourth plenary meeting)" may stand among the lines of a title
    if not bracketed and is_line(item, language, "meeting"):
        return False
    return not is_date_line(item, language)


def is_date_line(item: Item, language: str) -> bool:
    """Whether a line is a date and nothing else."""
    if item.size > 8:
        return False
    dates = find_dates(item.text, language)
    return bool(dates) and dates[0].end - dates[0].start >= len(item.text.strip()) - 2


def is_number_line(item: Item, language: str) -> bool:
    """Whether a line is the kind and number of a text ("RESOLUTION 140 (REV. BUCHAREST, 2022)")."""
    if item.size > 16 or item.label is not None or item.block.hint in ("footnote", "table"):
        return False
    text = fold_text(_BODY_BEFORE.sub("", item.text, count=1))
    found = _kinds(language).search(text[:30])
    if found is not None and _PROVISIONAL.search(item.text):
        return True
    if found is None or not _DIGITS.search(text):
        return False
    before, behind = text[: found.start()], text[found.end() :]
    if found.start() == 0 or before.endswith("/"):
        return bool(_NUMBER_FOLLOWS.match(behind)) and bool(_NUMBER_FIRST.fullmatch(before))
    return bool(_NUMBER_FIRST.fullmatch(before))


def number_and_title(text: str, language: str) -> tuple[str, str]:
    """A number line ("Resolution 12/7. Gates") as the number that it bears and its title, or nothing."""
    line = text.strip(" ,،，")
    found = _kinds(language).search(fold_text(line)[:30])
    cut = _AFTER_NUMBER.match(line, 0) if found else None
    return (line[: cut.end("n")].strip(), line[cut.end() :].strip()) if cut else (line, "")


def names_text(text: str, language: str) -> bool:
    """Whether a line names a text by its kind and number ("Resolution 12", "第12号决议")."""
    folded = fold_text(text)
    return any(
        _NUMBER_FOLLOWS.match(folded, found.end())
        or _NUMBER_BEFORE.search(folded[max(0, found.start() - 30) : found.start()])
        for found in _kinds(language).finditer(folded)
    )


def is_formula(item: Item, language: str) -> bool:
    """Whether a line is the formula in which a body names itself, and nothing else."""
    if item.label is not None or item.size > 45 or item.end not in ("comma", "none", "colon"):
        return False
    if item.block.hint in ("footnote", "table"):
        return False
    if item.block.hint == "formula":
        return True
    if item.end == "none" and item.size > 12:
        return False
    if item.text.lstrip(_AROUND)[:1].islower():
        return False
    # "大会2033年12月20日决议" says what the text is, and is no formula
    if item.end == "none" and _names_kind(item, language):
        return False
    # "instructs the Committee:" of a script without capitals is no name of a body
    if item.opening and item.opening.certain and item.opening.parts == {"operative"}:
        return False
    # folded, the Arabic "that the Council ..." is written as "the Council ..."
    if _that(language).match(item.text.lstrip(_AROUND)):
        return False
    text = fold_text(item.text).strip(_AROUND)
    return _formulas(language).fullmatch(text) is not None


def _names_kind(item: Item, language: str) -> bool:
    """Whether a line of the cover names the kind of the text."""
    return (
        is_line(item, language, "front")
        and _kinds(language).search(fold_text(item.text)) is not None
    )


def tells_meeting(item: Item, language: str) -> bool:
    """Whether the line in which a body names itself says at which of its meetings it acted."""
    meeting = lexicon(language).pattern("lines", "meeting")
    return meeting.search(fold_text(item.text[:_MEETING])) is not None


def declares(item: Item, language: str) -> bool:
    """Whether persons speak ("We, the ministers, ..."), not a body that adopts a resolution."""
    text = fold_text(item.text).lstrip(_AROUND)
    return lexicon(language).pattern("formula", "persons", start=True).match(text) is not None


def formula_end(text: str, language: str) -> int:
    """Where the formula ends that a line begins with; 0 where it begins with none."""
    found = _formulas(language).match(fold_text(text).lstrip(_AROUND))
    return found.end() if found else 0


def body_sentence(item: Item, language: str, *, titled: bool = False) -> Opening | None:
    """The operative verb of a sentence that names the body first ("The Assembly decides ...").

    Clauses may stand between ("The Assembly, having considered ..., approves"). ``titled``: the line
    stands under a numbered title, so the meeting may be named first ("At its 5th meeting, ...").
    """
    if item.end not in ("stop", "semicolon", "colon") or item.label is not None:
        return None
    for pattern in (found for _, found in lexicon(language).named("bodies")):
        match = pattern.search(item.text[: 200 if titled else 60])
        if match is None or (not titled and len(item.text[: match.start()].split()) > 1):
            continue
        clauses = _CLAUSE.finditer(item.text, match.end(), _FARTHEST_VERB)
        for place in (match.end(), *(clause.end() for clause in clauses)):
            shift = _BLANK.match(item.text, place).end()  # type: ignore[union-attr]
            found = opening(item.text[shift : shift + _OPENING], language)
            if found is not None and found.certain and found.parts == {"operative"}:
                return replace(found, start=found.start + shift, end=found.end + shift)
    return None


def is_decision(items: list[Item], index: int, language: str) -> bool:
    """Whether a line is a decision: under a numbered title one sentence that names its body first."""
    item = items[index]
    return (
        index > 0
        and item.label is None
        and item.end in ("stop", "colon")
        and _under_number(items, index)
        and formula_end(item.text, language) > 0
        and not is_formula(item, language)
    )


def _under_number(items: list[Item], index: int) -> bool:
    """Whether a line stands under a numbered title, or under the letter of one of its parts."""
    before = items[index - 1]
    if any(
        item.head is not None and all(line.bare(60) for line in items[place + 1 : index])
        for place, item in enumerate(items[max(0, index - 4) : index], max(0, index - 4))
    ):
        return True
    if before.size == 1 and len(before.text.strip(" .")) == 1 and before.text[:1].isupper():
        over = next((i for i in reversed(items[max(0, index - 30) : index]) if i.size > 1), None)
        return over is not None and (over.end == "stop" or bool(numbered_title(over.text)))
    return bool(numbered_title(before.text))


def _formulas(language: str) -> re.Pattern[str]:
    return lexicon(language).pattern("formula", "patterns", start=True)


@lru_cache(maxsize=8)
def _that(language: str) -> re.Pattern[str]:
    """Words for "that" as they are written, not folded."""
    return re.compile(f"(?:{'|'.join(lexicon(language).words('words', 'that'))})(?!\\w)")


@lru_cache(maxsize=8)
def _kinds(language: str) -> re.Pattern[str]:
    lex = lexicon(language)
    kinds = [form for forms in lex.table("kinds").values() for form in forms]
    return lex.compile(kinds, start=True)


def kind_of(lines: Iterable[str], language: str) -> str:
    """The kind of a text by the first title line that names one; empty where none does."""
    for line in lines:
        folded = fold_text(line)
        if not lexicon(language).begins("kinds").search(folded):
            continue
        hits = [
            (match.start(), -(match.end() - match.start()), kind)
            for kind, pattern in lexicon(language).named("kinds")
            if (match := pattern.search(folded))
        ]
        if hits:
            first = min(hits)
            return "draft resolution" if first[2] == "draft" else first[2]
    return ""


def body_of(lines: Iterable[str], language: str, *, whole: bool = False) -> str:
    """The English name of the body that a line names; empty where unknown.

    ``whole``: only a line that hardly says anything else (a cover line).
    """
    for line in lines:
        folded = fold_text(line)
        if not lexicon(language).begins("bodies").search(folded):
            continue
        hits = [
            (match.start(), -(match.end() - match.start()), name)
            for name, pattern in lexicon(language).named("bodies")
            if (match := pattern.search(folded))
        ]
        if hits:
            _start, length, name = min(hits)
            if not whole or -length >= 0.7 * len(folded.strip()):
                return name
    return ""


def date_of(lines: Iterable[str], language: str) -> str:
    """The first full date in some lines, ISO; empty where there is none."""
    for line in lines:
        if found := first_full_date(line, language):
            return found
    return ""


def is_place_and_date(text: str, language: str) -> bool:
    """Whether a line under a title is only a date, with the place perhaps: "Port Lira, 23 October 2026"."""
    for found in find_dates(text, language):
        rest = f"{text[: found.start]}{text[found.end :]}".strip(" .()（）")
        place = rest.strip(",،，")
        if found.kind in ("date", "range") and (not rest or len(place) < len(rest) <= _PLACE):
            return True
    return False


def annex_number(text: str) -> str:
    """The number of an annex line ("Annex II", "附件二", "المرفق الثاني"): European digits or a Latin letter."""
    words = to_european(text).split()
    number = words[1].strip(".:()–-") if len(words) > 1 else ""
    if number.isdigit():
        return number
    if number.isascii() and number.isalpha():
        value = from_roman(number)
        if value and number.isupper() and number not in "CDLM":
            return str(value)
        return number.lower() if len(number) == 1 else ""
    chinese = re.search("[一二三四五六七八九十]{1,3}$", text.strip())
    value = from_chinese(chinese.group()) if chinese else None
    if value is None and _ARABIC.match(number):
        # only Arabic spells the number of an annex
        forms = enumerate(_arabic_ordinals(), 1)
        value = next((n for n, form in forms if form.fullmatch(fold_text(number))), None)
    return str(value) if value else ""


@lru_cache(maxsize=1)
def _arabic_ordinals() -> tuple[re.Pattern[str], ...]:
    lex = lexicon("ar")
    return tuple(lex.compile([form], start=True) for form in lex.table("dates")["ordinals"])
