"""ITU headings in five languages: each is known for a heading with its verb, and for its part.

Each line of tests/textkit/texts/headings/*.txt is P or O, a tab, and a heading.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from majlis.textkit.model import Block, Run
from majlis.textkit.read.plain import read_plain
from majlis.textkit.structure import build
from majlis.textkit.structure.items import make_items
from majlis.textkit.structure.itu import is_verb_heading

PARTS = {"P": "preambular", "O": "operative"}
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
HEADINGS = [
    (path.stem, *line.split("\t", 1))
    for path in sorted((Path(__file__).parent / "texts" / "headings").glob("*.txt"))
    for line in path.read_text(encoding="utf-8").splitlines()
]


def is_known(language: str, mark: str, line: str) -> bool:
    """Whether the line is known for a heading with its verb, and for its part."""
    (item,) = make_items([Block((Run(line),))], language)
    found = item.opening
    return is_verb_heading(item) and found is not None and PARTS[mark] in found.parts


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings(language: str) -> None:
    ours = [row for row in HEADINGS if row[0] == language]
    assert [row for row in ours if not is_known(*row)] == []


def test_enough_headings() -> None:
    assert {row[0] for row in HEADINGS} == {*LANGUAGES}
    for language in {*LANGUAGES} - {"en"}:
        for mark in PARTS:
            assert sum(row[:2] == (language, mark) for row in HEADINGS) >= 60, (language, mark)


def test_a_heading_that_ends_in_a_comma_is_told_by_its_list() -> None:
    lines = (
        "The Lamp Conference (Marsh, 2031),",
        "considering",
        "that nights are long,",
        "noting, however,",
        "a) that oil is dear;",
        "b) that wicks are short,",
        "resolves, in application of Article 13,",
        "1 to buy oil;",
        "2 to trim wicks,",
        "instructs the Secretary-General, in consultation with the keepers,",
        "to report,",
        "invites keepers",
        "to send oil.",
    )
    text = build([Block((Run(line),), line=at) for at, line in enumerate(lines, 1)], "en")
    assert [p.text for p in text.walk() if p.kind == "heading" and p.verb] == [
        lines[at] for at in (1, 3, 6, 9, 11)
    ]


def test_a_heading_broken_over_two_lines_is_one() -> None:
    source = (
        "The Lamp Conference (Marsh, 2031),\nconsidering\nthat nights are long,\nresolves\n"
        "that lamps be lit,\ninstructs the keepers of all the harbours, in collaboration with\n"
        "the Secretary-General\n1 to buy oil;\n2 to trim wicks,\ninvites Member States\n"
        "to send oil."
    )
    text = build(read_plain(source)[0], "en")
    assert [(p.text, len(p.children)) for p in text.walk() if p.kind == "heading"][2:] == [
        (
            "instructs the keepers of all the harbours, in collaboration with the Secretary-General",
            2,
        ),
        ("invites Member States", 1),
    ]
