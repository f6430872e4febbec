"""Preamble, operative part and the rest, on texts whose lines are marked with what they are.

Each line of tests/textkit/texts/marked/*.txt is a class, a tab, and a line of a fictional text. Classes:
P preambular, O operative, X other, V other that is an ITU heading with its verb, - not counted (tables,
where opinions differ). All are read with their numbers and with the numbers lost, as an export may lose
them, and laid out as files lay text out: wrapped, indented, with blanks that do not break.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import pytest

from majlis.textkit.numbering import parse_label
from majlis.textkit.read.plain import read_plain
from majlis.textkit.structure import build

MARKED = sorted((Path(__file__).parent / "texts" / "marked").glob("*.txt"))
LANGUAGES = sorted({path.stem.rsplit(".", 1)[1] for path in MARKED})
CLASSES = {"preambular": "P", "operative": "O"}
Row = tuple[str, str]


@cache
def rows(path: Path, lost: bool) -> list[Row]:
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        mark, text = line.split("\t", 1)
        if set(text) == {"_"}:
            continue
        found.append((mark, _without_label(text, mark) if lost else text))
    return found


def _without_label(text: str, mark: str) -> str:
    quote = text[:1] if text[:1] in "“«„" else ""
    body = text[len(quote) :]
    label = parse_label(body)
    if label is None or re.match(r"\d+/\d", body) or (label.weak and mark not in "PO"):
        return text
    return quote + body[label.end :]


def read(source: str, marked: list[Row], language: str) -> list[tuple[str, bool]]:
    """What each marked line was taken for, and whether as a heading with a verb.

    A line takes the class of the provision that holds most of it.
    """
    text = build(read_plain(source)[0], language)
    owner: list[tuple[str, bool]] = []
    for p in text.walk():
        kind = CLASSES.get(p.kind, "X"), p.kind == "heading" and bool(p.verb)
        owner += [kind] * len(_plain(p.label + p.text))
    found, place = [], 0
    for _, line in marked:
        size = len(_plain(line))
        here = owner[place : place + size]
        found.append(max(set(here), key=here.count) if here else ("X", False))
        # a verb heading glued to its first item is still recognised
        if any(verb for _, verb in here):
            found[-1] = found[-1][0], True
        place += size
    assert place == len(owner)
    return found


def _plain(line: str) -> str:
    return re.sub(r"[\W_]", "", line)


def plain_layout(lines: Iterable[str]) -> str:
    return "\n".join(lines)


def wrapped_layout(lines: Iterable[str]) -> str:
    """Lines of 76 characters, a blank line between paragraphs."""
    return "\n\n".join(textwrap.fill(line, 76, break_on_hyphens=False) for line in lines)


def indented_layout(lines: Iterable[str]) -> str:
    """Lines of 76 characters, no blank lines, the first line of a paragraph indented."""
    return "\n".join(
        textwrap.fill(line, 76, initial_indent="     ", break_on_hyphens=False) for line in lines
    )


def office_layout(lines: Iterable[str]) -> str:
    """As an office program saves it: byte order mark, Windows line ends, tabs, hard blanks."""
    out = []
    for line in lines:
        label = parse_label(line)
        if label and not label.weak:
            line = f"\t{label.printed}\t{line[label.end :]}"
        out.append(line.replace(" the ", "\u00a0the ") + " ")
    return "\ufeff" + "\r\n\r\n".join(out)


def macro_f1(pairs: Iterable[tuple[str, str]]) -> float:
    pairs = [(gold.replace("V", "X"), found) for gold, found in pairs if gold != "-"]
    scores = []
    for mark in sorted({gold for gold, _ in pairs}):
        hit = sum(g == f == mark for g, f in pairs)
        wrong = sum((g == mark) != (f == mark) for g, f in pairs)
        scores.append(2 * hit / (2 * hit + wrong))
    return sum(scores) / len(scores)


def classes(path: Path, lost: bool, layout: Callable[[Iterable[str]], str]) -> list[Row]:
    """``(gold, found)`` for each line of a text."""
    marked = rows(path, lost)
    found = read(layout(line for _, line in marked), marked, path.stem.rsplit(".", 1)[1])
    return [(gold, mark) for (gold, _), (mark, _) in zip(marked, found, strict=True)]


@pytest.mark.parametrize("lost", [False, True], ids=["numbered", "lost"])
@pytest.mark.parametrize("path", MARKED, ids=lambda path: path.stem)
def test_classes(path: Path, lost: bool) -> None:
    pairs = classes(path, lost, plain_layout)
    lines = [line for _, line in rows(path, lost)]
    wrong = [(*pair, line) for pair, line in zip(pairs, lines, strict=True) if pair[0] != pair[1]]
    assert macro_f1(pairs) >= (0.9 if lost else 0.97), wrong
