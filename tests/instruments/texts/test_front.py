"""The masthead and the table of contents of a text are folded on its pages, and kept."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from majlis.instruments.texts.front import FrontLine, Segment, fold_front
from tests.instruments import published_texts
from tests.support.people import person
from tests.textkit.test_masthead import UNITED
from tests.textkit.test_structure_front import COUNCIL

NAMES = ("Lamps", "Oil", "Wells", "Bells")
FOLD = re.compile(r"<details[^>]*>\s*<summary>([^<]*)</summary>(.*?)</details>", re.DOTALL)


def folded(*lines: tuple[str, str], first: bool = True) -> list[tuple[str, int]]:
    """The label and the number of rows of each segment."""
    found: list[Segment[tuple[str, str]]] = fold_front(
        lines, lambda line: FrontLine(*line, "en"), first=first
    )
    return [(each.label, len(each.rows)) for each in found]


def front(*words: str) -> list[tuple[str, str]]:
    return [("front", each) for each in words]


def test_a_masthead_is_folded_and_the_line_of_adoption_is_not() -> None:
    lines = [
        *front("United Nations", "Distr.: General"),
        ("title", "Resolution 27"),
        *front("Adopted by the Security Council at its 9237th meeting"),
        ("operative", "Decides"),
    ]
    assert folded(*lines) == [("Masthead (2 lines)", 2), ("", 3)]
    assert folded(*lines, first=False) == [("", 5)]


def test_a_table_of_contents_is_folded_apart() -> None:
    entries = front("Index", "Introduction\t1", "Annex\t67")
    assert folded(*front("June 2005"), *entries, ("heading", "Introduction")) == [
        ("Masthead (1 line)", 1),
        ("Table of contents (3 lines)", 3),
        ("", 1),
    ]
    assert folded(("title", "Report"), *front("June 2005"), *entries) == [
        ("", 2),
        ("Table of contents (3 lines)", 3),
    ]
    without = front("Introduction\t1", "Lamps\t6", "Annex\t67")
    assert folded(*without) == [("Table of contents (3 lines)", 3)]


def test_a_long_line_of_the_front_matter_is_read() -> None:
    assert folded(*front("x" * 300, "Distr.: General"))[0] == ("", 2)


@pytest.mark.django_db
@pytest.mark.parametrize("language", UNITED)
def test_the_pages_of_a_text_fold_its_masthead(language: str) -> None:
    number, adopted, words = COUNCIL[language]
    masthead = UNITED[language].split("|")[:7]
    version = published_texts.published_text(
        "\n".join((*masthead, number, adopted, words)), state="adopted"
    )
    officer = Client()
    officer.force_login(person("secretariat"))
    page = Client().get(version.get_absolute_url()).content.decode()
    preview = officer.get("/en/texts/imports/").content.decode()
    imported = re.search(r"/en/texts/imports/\d+/", preview)
    assert imported is not None
    for shown in (page, officer.get(imported[0]).content.decode()):
        ((label, inside),) = [
            each for each in FOLD.findall(shown) if each[0].startswith("Masthead")
        ]
        assert label == "Masthead (7 lines)"
        for line in masthead[:4]:
            assert line in inside
        assert adopted not in inside
        assert adopted in shown


def test_a_list_of_the_headings_without_a_heading_of_its_own_is_folded() -> None:
    lines = [
        FrontLine("title", "Decisions of the Council", "en"),
        *(FrontLine("front", f"WHA76.{n} {name}", "en") for n, name in enumerate(NAMES, 1)),
        *(FrontLine("title", f"WHA76.{n} {name}", "en") for n, name in enumerate(NAMES, 1)),
    ]
    segments = fold_front(lines, lambda line: line)
    assert [(segment.label, len(segment.rows)) for segment in segments] == [
        ("", 1),
        ("Table of contents (4 lines)", 4),
        ("", 4),
    ]
