"""Resolutions as Markdown: front matter, headings over the parts, lists, quotes, line breaks."""

from __future__ import annotations

from pathlib import Path

import pytest

from majlis.textkit.model import Text
from majlis.textkit.read import read_bytes
from tests.textkit.layouts import WIDE, language_of, rows
from tests.textkit.markdown_pages import MARKDOWN
from tests.textkit.pages import read_shape, sample, shape, squeezed


def read(source: str) -> Text:
    return read_bytes(source.encode(), name="text.md")


@pytest.mark.parametrize("page", [name for name in MARKDOWN if name != "headed"])
@pytest.mark.parametrize("path", WIDE, ids=lambda path: path.stem)
def test_numbers_and_nesting_hold(path: Path, page: str) -> None:
    made = sample(rows(path))
    text = read(MARKDOWN[page](made, language_of(path)))
    assert read_shape(text) == shape(made.places)
    found = [squeezed(p.text) for p in text.walk() if p.kind == "preambular"]
    assert found == [squeezed(words) for words in made.recitals]
    assert squeezed(text.title.strip("*")) in squeezed(made.title)
    assert text.title


@pytest.mark.parametrize("path", WIDE, ids=lambda path: path.stem)
def test_paragraphs_under_headings_of_their_own_are_operative(path: Path) -> None:
    made = sample(rows(path))
    text = read(MARKDOWN["headed"](made, language_of(path)))
    found = {squeezed(p.text) for p in text.walk() if p.kind == "operative"}
    wanted = [squeezed(place.words) for place in made.places]
    # two Chinese verbs open recitals too
    assert sum(words in found for words in wanted) >= len(wanted) - 2 * (language_of(path) == "zh")


MATTER = "lang: fr\ntitle: 'Lampes'\nsymbol: C/12\ndate: 2031-05-04\ntags:\n  - x"


@pytest.mark.parametrize("sign", ["---", "+++"])
def test_front_matter_is_no_text(sign: str) -> None:
    matter = MATTER if sign == "---" else 'title = "Lampes"\nsymbol = "C/12"\ndate = 2031-05-04'
    text = read(f"{sign}\n{matter}\n{sign}\n\nLe Conseil,\n\n1. Décide d’attendre.\n")
    assert (text.title, text.symbol, text.date) == ("Lampes", "C/12", "2031-05-04")
    assert [p.kind for p in text.walk()] == ["formula", "operative"]
    count = matter.count("\n") + 3
    assert f"Lines of Markdown front matter left out: {count}." in [n.message for n in text.notes]


def test_what_the_text_says_goes_before_what_front_matter_says() -> None:
    text = read(
        "---\ntitle: x\nlang: es\n---\n\n# 71/9. Lamps\n\nThe Council,\n\n1. Decides to wait for the report of the wardens.\n"
    )
    assert (text.title, text.language) == ("Lamps", "en")


def test_the_language_of_front_matter_settles_a_doubt() -> None:
    assert read("---\nlang: fr\n---\n\n# Lampes 12\n").language == "fr"


def test_a_sentence_in_a_heading_is_a_paragraph() -> None:
    text = read(
        "# Decision 4\n\n## Preamble\n\nThe Conference,\n\n*Recalling* decision 3,\n\n## Operative part\n\n"
        "### 1. Requests the secretariat to report on lamps by May;\n\n### 2.\n\nDecides to wait.\n"
    )
    assert [(p.kind, p.label) for p in text.walk() if p.kind == "operative"] == [
        ("operative", "1."),
        ("operative", "2."),
    ]
    assert text.title == "Decision 4"


def test_a_year_at_the_start_of_a_line_begins_no_item() -> None:
    text = read("1. Requests a report by 4 May\n   2041. It is short.\n2. Decides to wait.\n")
    assert [p.number for p in text.walk()] == ["1", "2"]
