"""How many requests and commitments of declarations the engine finds, a language at a time, and how many are real.

``declarations`` are whole texts, and sentences by themselves; ``declarations_further`` are texts of other kinds:
a pact, a review, a plan of action, a declaration quoted in a resolution, and a communiqué in the third person. The
tables beside the texts were written before the engine read them; rules were mended with both afterwards.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from measuring import Row, row

from majlis.textkit.mandates import Mandate, mandates
from majlis.textkit.read import read_bytes, read_file

TEXTS = Path(__file__).parents[1] / "tests/textkit/texts"
SETS = ("declarations", "declarations_further")
LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
KINDS = ("ask", "commits")
TITLES = {
    "ar": "إعلان بورت ليرا",
    "zh": "利拉港宣言",
    "en": "DECLARATION OF PORT LIRA",
    "fr": "DÉCLARATION DE PORT LIRA",
    "ru": "ДЕКЛАРАЦИЯ ПОРТ-ЛИРЫ",
    "es": "DECLARACIÓN DE PORT LIRA",
}
"""The title of a declaration made of the sentences of a language."""


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().lower()


def _kind(mandate: Mandate) -> str:
    return "commits" if mandate.force == "commits" else "ask"


def _count(counts: Counter[str], wanted: list[tuple[str, str]], found: list[Mandate]) -> None:
    """Count one provision: what the table tells of it (kind, actors), and what the engine found."""
    for kind in KINDS:
        told = [actors for what, actors in wanted if what == kind]
        got = [mandate for mandate in found if _kind(mandate) == kind]
        counts[f"{kind} of"] += len(told)
        counts[f"{kind} got"] += len(got)
        counts[f"{kind} right"] += min(len(told), len(got))
        if kind == "ask":
            for actors, mandate in zip(told, got, strict=False):
                counts["actors of"] += 1
                counts["actors right"] += ("; ".join(mandate.actors) or "-") == actors


def count_text(path: Path) -> Counter[str]:
    """The counts of one whole text: its table names the line, the kind, the actors and the action's first words."""
    counts: Counter[str] = Counter()
    wanted: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for entry in path.with_suffix(".tsv").read_text("utf-8").splitlines():
        place, kind, actors, *_ = entry.split("\t")
        wanted[int(place)].append((kind, actors))
    text = read_file(path)
    lines = [_plain(line) for line in path.read_text("utf-8").splitlines()]
    said = {p.id: _plain(p.text) for p in text.walk()}
    found: dict[int, list[Mandate]] = defaultdict(list)
    for mandate in mandates(text).mandates:
        if not mandate.quoted:
            words = said[mandate.provision]
            line = next(at for at, whole in enumerate(lines, 1) if whole.endswith(words))
            found[line].append(mandate)
    for at in sorted({*wanted, *found}):
        _count(counts, wanted[at], found[at])
    return counts


def count_sentences(path: Path, language: str) -> Counter[str]:
    """The counts of the sentences of a language, read as the numbered paragraphs of one declaration."""
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
    rows = [each for each in rows if each[0] == language]
    paragraphs = "\n\n".join(f"{number}. {said}" for number, (_, _, said) in enumerate(rows, 1))
    text = read_bytes(f"{TITLES[language]}\n\n{paragraphs}\n".encode(), language=language)
    found: dict[str, list[Mandate]] = defaultdict(list)
    for mandate in mandates(text).mandates:
        found[mandate.provision].append(mandate)
    numbers = {p.number: p.id for p in text.walk() if p.number}
    counts: Counter[str] = Counter()
    for number, (_, told, _) in enumerate(rows, 1):
        wanted = [_told(each) for each in told.split(" | ") if each != "-"]
        _count(counts, wanted, found[numbers[str(number)]])
    return counts


def _told(said: str) -> tuple[str, str]:
    """ "requests: Secretary-General" and "commits" as a kind with actors."""
    force, _, actors = said.partition(": ")
    return ("commits" if force == "commits" else "ask"), actors


def _rows(name: str, counts: Counter[str]) -> Iterator[Row]:
    for kind in (*KINDS, "actors"):
        for share, key in (("recall", "of"), ("precision", "got")):
            if counts[f"{kind} {key}"]:
                yield row(
                    f"{name}: {kind}, {share}",
                    counts[f"{kind} right"],
                    "right",
                    counts[f"{kind} {key}"],
                )


def measure() -> list[Row]:
    """The rows of this module; the yardstick is how many there are, so the ratio is the share."""
    rows: list[Row] = []
    for language in LANGUAGES:
        sentences = count_sentences(TEXTS / "declarations/sentences.tsv", language)
        rows += _rows(f"sentences, {language}", sentences)
        for name in SETS:
            rows += _rows(f"{name}, {language}", count_set(name, language))
    return rows


def count_set(name: str, language: str) -> Counter[str]:
    """The counts of all texts of a set in a language."""
    counts: Counter[str] = Counter()
    for path in sorted((TEXTS / name).glob(f"*.{language}.txt")):
        counts += count_text(path)
    return counts
