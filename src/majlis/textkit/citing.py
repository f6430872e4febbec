"""Whose text a citation names: "Resolution 75 (Rev. Geneva, 2022) of the World Telecommunication Standardization Assembly"."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from majlis.textkit.citations import Citation
from majlis.textkit.lexicon import fold, lexicon

_BEHIND = 120  # characters after a citation in which its body is named
_AHEAD = 80  # characters before it
_STOPS = re.compile("[;；。，,、()（）]")
# What may stand between the numbers of a series, besides the word for "and".
_JOINTS = " ,،、"
_STEM = 4  # letters at the start of a Russian word that no case changes


@dataclass(frozen=True, slots=True)
class CitedBody:
    """The body of a cited text, as far as the words around the citation tell it.

    ``name``: the English name that the lexicon knows; ``own``: the body that speaks ("its resolution",
    "of this Conference"); ``kind``: a word that several bodies share ("council", "conference").
    """

    name: str = ""
    own: bool = False
    kind: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.own or self.kind)


@dataclass(frozen=True, slots=True)
class _Rules:
    names: tuple[tuple[str, re.Pattern[str]], ...]
    kinds: tuple[tuple[str, re.Pattern[str]], ...]
    of: re.Pattern[str]
    this: re.Pattern[str]
    its: re.Pattern[str]
    number: re.Pattern[str]
    more: re.Pattern[str]
    joint: re.Pattern[str]
    apart: bool  # "and" is a word of its own: what stands before it belongs to another citation


NOBODY = CitedBody()
OTHER = "other"
"""The kind of a body that is named and that nobody knows."""


def cited_bodies(
    text: str, language: str, citations: Sequence[Citation], listed: Sequence[tuple[str, str]] = ()
) -> list[CitedBody]:
    """The body of each citation that ``find_citations`` found in a text; ``NOBODY`` where no words tell it.

    ``listed`` are further bodies, each a key that stands for its name and a name as printed. In a series ("Resolutions 140, 172 and 71 of the Plenipotentiary Conference") each number has the body
    that stands before the first or behind the last one.
    """
    rules = _rules(language, tuple(listed))
    behind: list[CitedBody] = []
    ahead: list[CitedBody] = []
    for place, each in enumerate(citations):
        start = citations[place - 1].end if place else 0
        end = citations[place + 1].start if place + 1 < len(citations) else len(text)
        behind.append(_behind(text[each.end : min(end, each.end + _BEHIND)], rules))
        before = text[max(start, each.start - _AHEAD) : each.start]
        head = _head(text[each.start : each.end], rules)
        ahead.append(
            _in_clause(before + head, rules)
            if language == "zh"
            else _inside(head, rules) or _ahead(before, rules)
        )
    joined = [_joins(text[a.end : b.start], rules) for a, b in itertools.pairwise(citations)]
    for place in range(len(joined) - 1, -1, -1):
        if joined[place] and not ahead[place] and not behind[place]:
            behind[place] = behind[place + 1]
    for place, is_joined in enumerate(joined):
        if is_joined and not ahead[place + 1] and not behind[place + 1]:
            ahead[place + 1] = ahead[place]
    return [
        after if after.name else before or after
        for before, after in zip(ahead, behind, strict=True)
    ]


def is_of_kind(name: str, kind: str, language: str) -> bool:
    """Whether a name is that of a body of a kind: "Harbour Council" and "Council of Tides", not "Council Group"."""
    forms = lexicon(language).table("citing")["heads"].get(kind, [])
    return (
        lexicon(language).compile(forms, start=True).fullmatch(fold(name).text.strip()) is not None
    )


def _behind(words: str, rules: _Rules) -> CitedBody:
    """The body that the words behind a citation begin with, after further numbers of its series."""
    folded = fold(words).text
    led = rules.of.match(folded, rules.more.match(folded).end())  # type: ignore[union-attr]
    if led is None:
        return NOBODY
    if rules.this.match(folded, led.end()):
        return CitedBody(own=True)
    found = _named(folded, led.end(), rules)
    if not found and led[0].strip() and folded[led.end() : led.end() + 1].isalpha():
        return CitedBody(kind=OTHER)
    return found


def _named(folded: str, place: int, rules: _Rules) -> CitedBody:
    """The body that is named at a place, by the longest of its names."""
    hits = [(hit.end(), name) for name, form in rules.names if (hit := form.match(folded, place))]
    if hits:
        return CitedBody(name=max(hits)[1])
    kind = next((kind for kind, form in rules.kinds if form.match(folded, place)), "")
    return CitedBody(kind=kind)


def _ahead(words: str, rules: _Rules) -> CitedBody:
    """The body that the words right before a citation end with."""
    clause = _last_clause(words)
    if rules.its.search(clause):
        return CitedBody(own=True)
    hits = [
        (-found.start(), name)
        for name, form in rules.names
        for found in form.finditer(clause)
        if rules.apart and not clause[found.end() :].strip()
    ]
    return CitedBody(name=max(hits)[1]) if hits else NOBODY


def _in_clause(words: str, rules: _Rules) -> CitedBody:
    """The body in the clause before the number of a citation, where no word leads from one to the other."""
    clause = _last_clause(words)
    if rules.its.search(clause) or rules.this.search(clause):
        return CitedBody(own=True)
    return _last(clause, rules)


def _inside(head: str, rules: _Rules) -> CitedBody:
    """The body that a citation itself names, before its number ("Council Resolution 1332")."""
    folded = fold(head).text
    return CitedBody(own=True) if rules.its.search(folded) else _last(folded, rules)


def _head(citation: str, rules: _Rules) -> str:
    """The words of a citation before its number."""
    number = rules.number.search(citation)
    return citation[: number.start()] if number else citation


def _last_clause(words: str) -> str:
    folded = fold(words).text
    return folded[max((each.end() for each in _STOPS.finditer(folded)), default=0) :].rstrip()


def _last(clause: str, rules: _Rules) -> CitedBody:
    """The body that a clause names last, by the longest name that ends there."""
    hits = [
        (found.end(), -found.start(), name)
        for name, form in rules.names
        for found in form.finditer(clause)
    ]
    kinds = [(found.end(), kind) for kind, form in rules.kinds for found in form.finditer(clause)]
    if hits and (not kinds or max(hits)[0] >= max(kinds)[0]):
        return CitedBody(name=max(hits)[2])
    return CitedBody(kind=max(kinds)[1]) if kinds else NOBODY


def _joins(between: str, rules: _Rules) -> bool:
    """Whether nothing but a comma or "and" stands between two citations."""
    plain = fold(between).text.strip(_JOINTS)
    return not plain or rules.joint.fullmatch(plain) is not None


@lru_cache(maxsize=32)
def _rules(language: str, listed: tuple[tuple[str, str], ...]) -> _Rules:
    lex = lexicon(language)
    names: dict[str, list[str]] = {key: list(forms) for key, forms in lex.table("bodies").items()}
    for key, forms in lex.table("citing")["short"].items():
        names.setdefault(key, []).extend(forms)
    for key, name in listed:
        names.setdefault(key, []).append(_printed(name, language))
    kinds = lex.table("citing")["kinds"]
    joints = [*lex.words("words", "and"), *lex.words("citing", "between")]
    return _Rules(
        names=tuple((key, lex.compile(forms)) for key, forms in names.items()),
        kinds=tuple((key, lex.compile(forms)) for key, forms in kinds.items()),
        of=_start(lex.words("citing", "of")),
        this=lex.pattern("citing", "this"),
        its=lex.pattern("citing", "its"),
        number=re.compile(r"\d"),
        more=_further(joints),
        joint=lex.compile(joints, start=True),
        apart=bool(lex.words("words", "and")),
    )


def _further(joints: Sequence[str]) -> re.Pattern[str]:
    """Further numbers of a series that was cited, each with its revision; perhaps none."""
    joined = "|".join(("[,،、]", *joints))
    return re.compile(
        rf"(?:\s*(?:{joined})\s*\d[\d/.-]{{0,12}}(?:\s*\([^()]{{2,60}}\))?){{0,12}}",
        re.IGNORECASE,
    )


def _start(forms: Sequence[str]) -> re.Pattern[str]:
    """What leads from a citation to its body, at the start of the words behind it; perhaps nothing."""
    return re.compile(rf"\s*(?:{'|'.join(forms)})", re.IGNORECASE)


def _printed(name: str, language: str) -> str:
    """A form for a name as printed, in whatever case or with whatever preposition it stands."""
    words = fold(name).text.split()
    if language == "ru":
        return " ".join(
            re.escape(word[: max(_STEM, len(word) - 3)]) + r"\w{0,4}"
            if len(word) >= _STEM
            else re.escape(word)
            for word in words
        )
    plain = " ".join(map(re.escape, words))
    glued = lexicon(language).words("citing", "glued")
    if not glued:
        return plain
    before = f"(?:{'|'.join(glued)})"
    article = re.match(before, plain)
    return before + plain[article.end() if article else 0 :]
