"""What a provision shows that is the same in every language: its evidence for the alignment."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from majlis.textkit.align.numbers import numbers
from majlis.textkit.align.sessions import spelt_ordinals
from majlis.textkit.align.sure import sure_letters
from majlis.textkit.citations import find_citations
from majlis.textkit.dates import find_dates
from majlis.textkit.lexicon import Verb, fold, lexicon
from majlis.textkit.model import Provision, Text
from majlis.textkit.numbering import from_letters, from_roman, readings
from majlis.textkit.openings import opening

Ordinal = tuple[int | str, ...]

# Names that every language prints in Latin letters: acronyms, symbols, mixed case, with digits.
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-/.&][A-Za-z0-9]+)*")
_WORD = re.compile(r"[^\W\d_]{5,}")
_HAN_PAIR = re.compile("(?=([\u4e00-\u9fff]{2}))")
_NUMBER = re.compile(r"(\d{1,6}(?:\.\d{1,6})*)\s?(\w*)$")
# Latin letters as the other languages would spell the sounds, for words that all have borrowed.
_CYRILLIC = str.maketrans(
    dict(zip("абвгдежзийклмнопрстуфхцчшщыэ", "abvgdejziiklmnoprstufhccssye", strict=True))
    | {"ъ": "", "ь": "", "ю": "iu", "я": "ia"}
)
_STEM = 4
_MARKS = re.compile("[\u0300-\u036f]+")
# Words joined by strokes on and on name nothing, and a form that takes any word tries them all.
_ENDLESS = re.compile(r"(?<![\w-])[\w-]{100,}+")


@dataclass(frozen=True, slots=True)
class Item:
    """A provision in its place, with what the alignment looks at.

    ``place``: its position in the reading order, 0 first, which tells it from every other;
    ``ordinals``: every reading of its number; empty where it has none. ``above``: those of the
    provision that holds it. ``siblings``: how many numbered provisions its list has, itself counted;
    ``above_siblings``: the list of the provision that holds it.
    ``anchors``: cited numbers, dates, digits and Latin names; ``keys``: words of the lexicon by their
    common key; ``stems``: beginnings of words, for scripts that can be compared letter by letter.
    ``whole``: the words of the provision and of all below it.
    """

    place: int
    provision: Provision
    parent: int | None
    depth: int
    words: str
    whole: str
    ordinals: frozenset[Ordinal]
    above: frozenset[Ordinal]
    siblings: int
    above_siblings: int
    verb: Verb | None
    dates: frozenset[str]
    citations: frozenset[tuple[str, str]]
    numbers: frozenset[str]
    anchors: frozenset[str]
    keys: frozenset[str]
    stems: frozenset[str]

    @property
    def id(self) -> str:
        """The id of the provision."""
        return self.provision.id

    @property
    def lettered(self) -> bool:
        """Whether its number is a letter."""
        return self.provision.number.isalpha()

    @property
    def kind(self) -> str:
        """The kind of the provision."""
        return self.provision.kind


def items(text: Text) -> list[Item]:
    """Every provision of a text in reading order, with its evidence.

    Raises TextError for a text in a language without a lexicon.
    """
    lexicon(text.language)  # refuses what is none of the six
    found: list[Item] = []
    _walk(text.provisions, text.language, None, found)
    lists = Counter((i.parent, i.kind) for i in found if i.ordinals)
    sizes = [lists[i.parent, i.kind] for i in found]
    return [
        replace(i, siblings=size, above_siblings=0 if i.parent is None else sizes[i.parent])
        for i, size in zip(found, sizes, strict=True)
    ]


def joined(first: Item, others: Sequence[Item]) -> Item:
    """The first item with the words and evidence of others added, without what lies below it."""
    every = (first, *others)
    words = "\n".join(i.words for i in every)
    return replace(
        first,
        words=words,
        whole=words,
        anchors=frozenset[str]().union(*(i.anchors for i in every)),
        keys=frozenset[str]().union(*(i.keys for i in every)),
        stems=frozenset[str]().union(*(i.stems for i in every)),
    )


def current(provision: Provision) -> str:
    """The words that stand: without what a tracked change deletes."""
    runs = provision.runs
    return "".join(r.text for r in runs if r.revision is None or r.revision.op != "deleted")


def _walk(
    provisions: tuple[Provision, ...], language: str, parent: Item | None, found: list[Item]
) -> None:
    for provision in provisions:
        words = current(provision)
        dates, citations, others = figures(words, language)
        item = Item(
            place=len(found),
            provision=provision,
            parent=parent.place if parent else None,
            depth=parent.depth + 1 if parent else 0,
            words=words,
            whole="\n".join(current(below) for below in provision.walk()),
            ordinals=ordinals(provision.number, provision.label),
            above=parent.ordinals if parent else frozenset(),
            siblings=0,
            above_siblings=0,
            verb=_verb(provision, words, language),
            dates=dates,
            citations=citations,
            numbers=others,
            anchors=others | {number for number, _ in citations} | dates | names(words),
            keys=keys(words, language),
            stems=stems(words, language),
        )
        found.append(item)
        _walk(provision.children, language, item, found)


def ordinals(number: str, label: str) -> frozenset[Ordinal]:
    """Every value that a number may have: ``i`` is 1 (roman) and 9 (a letter)."""
    plain = _NUMBER.fullmatch(number)
    if plain:
        path: Ordinal = tuple(int(part) for part in plain[1].split("."))
        return frozenset({(*path, plain[2]) if plain[2] else path})
    found: set[Ordinal] = (
        {reading.path for reading in readings(label.strip() + "\t")} if label else set()
    )
    for value in (from_letters(number.lower()), from_roman(number)):
        if value:
            found.add((value,))
    return frozenset(path for path in found if path != (0,))


def _verb(provision: Provision, words: str, language: str) -> Verb | None:
    kind = provision.kind
    if kind == "preambular":
        found = opening(words, language, "preambular")
    elif kind in ("operative", "heading"):
        found = opening(words, language, "operative")
    elif kind == "paragraph":
        found = opening(words, language)
    else:
        return None
    return found.verb if found and found.certain else None


def figures(
    words: str, language: str
) -> tuple[frozenset[str], frozenset[tuple[str, str]], frozenset[str]]:
    """ISO dates, cited numbers (each with the year of its tag or ""), and all other numbers."""
    folded = fold(words)
    if not any(character.isdigit() for character in words) and language != "zh":
        return frozenset(), frozenset(), spelt_ordinals(folded.text, language)
    dates = find_dates(words, language)
    citations = find_citations(words, language)
    rest = list(words)
    for start, end in [(d.start, d.end) for d in dates] + [(c.start, c.end) for c in citations]:
        rest[start:end] = " " * (end - start)
    left = fold("".join(rest)).text if rest != list(words) else folded.text
    return (
        frozenset(found.value for found in dates),
        frozenset(_cited(found.value) for found in citations),
        numbers(left, language) | spelt_ordinals(left, language),
    )


def _cited(value: str) -> tuple[str, str]:
    """The number of a citation and its year: the English kind before it says nothing here."""
    number, _, tag = value.partition(" (")
    return number.rpartition(" ")[2], tag.rstrip(")")


def names(words: str) -> frozenset[str]:
    """Latin names that any language keeps as they are: with two capitals or a digit."""
    return frozenset(
        name
        for name in _NAME.findall(words)
        if sum(map(str.isupper, name)) >= 2 or (any(map(str.isdigit, name)) and name[0].isupper())
    )


@lru_cache(maxsize=8)
def _tables(language: str) -> tuple[dict[str, re.Pattern[str]], list[str], dict[str, list[str]]]:
    """The pattern of each key; the keys that are always tried; the others by letters they must have."""
    lex = lexicon(language)
    patterns: dict[str, re.Pattern[str]] = {}
    always: list[str] = []
    by_letters: dict[str, list[str]] = {}
    for table in ("actors", "bodies", "deliverables", "recurrence"):
        for key, pattern in lex.named(table):
            name = f"{table}:{key}"
            patterns[name] = pattern
            sure = sure_letters(lex.words(table, key), language)
            always += [] if sure else [name]
            for letters in sure:
                by_letters.setdefault(letters, []).append(name)
    return patterns, always, by_letters


def keys(words: str, language: str) -> frozenset[str]:
    """Actors, bodies, deliverables and periods that the words name, by the key of the lexicon."""
    text = fold(words).text
    if language != "zh":  # which has no blanks between words, and no form that takes any word
        text = _ENDLESS.sub(" ", text)
    patterns, always, by_letters = _tables(language)
    lower = text.lower()
    tried = set(always).union(*(names for letters, names in by_letters.items() if letters in lower))
    return frozenset(key for key in tried if patterns[key].search(text))


def stems(words: str, language: str) -> frozenset[str]:
    """Beginnings of the longer words in plain Latin letters; pairs of characters in Chinese."""
    text = fold(words).text.lower()
    if language == "zh":
        pairs = set(_HAN_PAIR.findall(text))
    elif language == "ru":
        pairs, text = set(), text.translate(_CYRILLIC)
    else:
        pairs = set()
        if not text.isascii():
            text = _MARKS.sub("", unicodedata.normalize("NFD", text))
    return frozenset(pairs | {word[:_STEM] for word in _WORD.findall(text)})
