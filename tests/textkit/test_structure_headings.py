"""ITU headings in five languages: each is known for a heading with its verb, and for its part.

Each line of tests/textkit/texts/headings/*.txt is P or O, a tab, and a heading.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from majlis.textkit.model import Block, Run
from majlis.textkit.structure.items import make_items
from majlis.textkit.structure.itu import is_verb_heading

PARTS = {"P": "preambular", "O": "operative"}
HEADINGS = [
    (path.stem, *line.split("\t", 1))
    for path in sorted((Path(__file__).parent / "texts" / "headings").glob("*.txt"))
    for line in path.read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize(
    ("language", "mark", "line"), HEADINGS, ids=[f"{la}-{line}" for la, _, line in HEADINGS]
)
def test_heading(language: str, mark: str, line: str) -> None:
    (item,) = make_items([Block((Run(line),))], language)
    assert is_verb_heading(item)
    assert item.opening is not None
    assert PARTS[mark] in item.opening.parts


def test_enough_headings() -> None:
    for language in ("ar", "es", "fr", "ru", "zh"):
        for mark in PARTS:
            assert sum(row[:2] == (language, mark) for row in HEADINGS) >= 60, (language, mark)
