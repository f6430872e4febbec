"""Preamble, operative part and the rest, on texts whose lines are marked with what they are.

Each line of tests/textkit/texts/marked/*.txt is a class (P, O or X for other), a tab, and a line of a
fictional text. All are read with their numbers and with the numbers lost, as an export may lose them.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from majlis.textkit.numbering import parse_label
from majlis.textkit.read.plain import read_plain
from majlis.textkit.structure import build

MARKED = sorted((Path(__file__).parent / "texts" / "marked").glob("*.txt"))
CLASSES = {"preambular": "P", "operative": "O"}


def rows(path: Path, lost: bool) -> list[tuple[str, str]]:
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        mark, text = line.split("\t", 1)
        if set(text) == {"_"}:
            continue
        label = parse_label(text)
        if lost and label and not label.weak and not re.match(r"\d+/\d", text):
            text = text[label.end :]
        found.append((mark, text))
    return found


def found_classes(marked: list[tuple[str, str]], language: str) -> list[str]:
    text = build(read_plain("\n".join(line for _, line in marked))[0], language)
    by_words: dict[str, str] = {}
    for p in text.walk():
        by_words.setdefault(_plain(p.label + p.text), CLASSES.get(p.kind, "X"))
    return [by_words.get(_plain(line), "?") for _, line in marked]


def _plain(line: str) -> str:
    return re.sub(r"\W", "", line)


def macro_f1(gold: list[str], found: list[str]) -> float:
    scores = []
    for mark in sorted(set(gold)):
        hit = sum(g == f == mark for g, f in zip(gold, found, strict=True))
        wrong = sum(g != f == mark for g, f in zip(gold, found, strict=True))
        missed = sum(f != g == mark for g, f in zip(gold, found, strict=True))
        scores.append(2 * hit / (2 * hit + wrong + missed))
    return sum(scores) / len(scores)


@pytest.mark.parametrize("lost", [False, True], ids=["numbered", "lost"])
@pytest.mark.parametrize("path", MARKED, ids=lambda path: path.stem)
def test_classes(path: Path, lost: bool) -> None:
    marked = rows(path, lost)
    gold = [mark for mark, _ in marked]
    found = found_classes(marked, path.stem.rsplit(".", 1)[1])
    wrong = [(g, f, line) for g, f, (_, line) in zip(gold, found, marked, strict=True) if g != f]
    assert macro_f1(gold, found) >= (0.9 if lost else 0.97), wrong
