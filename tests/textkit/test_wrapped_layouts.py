"""Wrapped lines of any width and layout: the paragraphs are those that were wrapped."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from majlis.textkit.model import LANGUAGES
from majlis.textkit.read import read_bytes
from majlis.textkit.read.plain import read_plain
from tests.textkit.layouts import LAYOUTS, WIDE, Layout, language_of, printed, rows, squeezed

CASED = [path for path in WIDE if language_of(path) in ("en", "es", "fr")]


def paragraphs(path: Path, layout: Layout) -> list[str]:
    """The paragraphs that are read where a text is printed so, without their blanks."""
    source = printed(rows(path), layout, language_of(path))
    return [squeezed(block.text) for block in read_plain(source)[0]]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "floor"), [("shore", 0.97), ("ferry", 0.95)])
def test_paragraphs_of_several_lines_are_joined(name: str, floor: float, language: str) -> None:
    path = next(path for path in WIDE if path.stem == f"{name}.{language}")
    wrapped = joined = whole = count = 0
    for layout in LAYOUTS.values():
        found = set(paragraphs(path, layout))
        for mark, text in rows(path):
            several = printed([(mark, text)], layout, language).strip().count("\n") > layout.apart
            hit = squeezed(text) in found
            wrapped, joined = wrapped + several, joined + (several and hit)
            count, whole = count + 1, whole + hit
    assert joined >= floor * wrapped
    assert whole >= floor * count


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(CASED), st.integers(40, 132), st.integers(0, 2))
def test_a_text_wrapped_at_any_width_is_read_as_before(path: Path, width: int, apart: int) -> None:
    found = paragraphs(path, Layout(width, apart=apart))
    assert found == [squeezed(text) for _, text in rows(path)]


@pytest.mark.parametrize(
    "name", ["plain 60", "apart 72", "hanging 72", "pages apart 80", "double 60"]
)
@pytest.mark.parametrize("path", WIDE, ids=lambda path: path.stem)
def test_what_is_wrapped_keeps_its_structure(path: Path, name: str) -> None:
    source = printed(rows(path), LAYOUTS[name], language_of(path))
    text = read_bytes(source.encode(), language=language_of(path))
    for kind, mark in (("operative", "O"), ("preambular", "P"), ("formula", "F")):
        found = [squeezed(p.label + p.text) for p in text.walk() if p.kind == kind]
        assert found == [squeezed(words) for each, words in rows(path) if each == mark]


def test_a_line_that_begins_with_a_noun_or_a_number_heads_nothing() -> None:
    source = (
        "The General Assembly,\n\nRecalling the report of the Secretary-General on the\n"
        "2030 Agenda and the\nParties to the Convention, the\nReport of 2034 and\n"
        "Decision 12 of the Council,\n\n1. Requests the Secretary-General, before\n"
        "12 May 2035, to report on the\nAgenda of the Conference, and to send\n"
        "UNESCO a copy of it;\n\n2. Decides to meet in spring.\n"
    )
    found = [block.text for block in read_plain(source)[0]]
    assert len(found) == 4
    assert found[2].endswith("before 12 May 2035, to report on the Agenda of the Conference, and to "
                             "send UNESCO a copy of it;")  # fmt: skip


def test_words_cut_at_the_end_of_a_line_are_whole_again() -> None:
    path = next(path for path in WIDE if path.stem == "shore.en")
    found = " ".join(block.text for block in read_plain(
        printed(rows(path), Layout(60, hyphens=True), "en"))[0])  # fmt: skip
    assert "implementation" in found
    assert "Secretary-General" in found
    assert "Inter-Agency" in found


def test_a_paragraph_goes_on_behind_the_foot_of_the_page() -> None:
    path = next(path for path in WIDE if path.stem == "shore.fr")
    text = read_bytes(printed(rows(path), Layout(72, page=17), "fr").encode())
    assert [squeezed(p.label + p.text) for p in text.walk() if p.kind == "operative"] == [
        squeezed(words) for mark, words in rows(path) if mark == "O"
    ]
    assert "A/RES/94/318" in {p.text for p in text.walk() if p.kind == "front"}


def test_short_headings_and_their_items_are_no_wrapped_text() -> None:
    lines = ["recalling", "that tides turn,", "noting", "that gates are few,", "resolves"]
    lines += ["to open the gates;", "instructs the keepers", "to report each year."]
    assert len(read_plain("\n".join(lines))[0]) == len(lines)


def test_names_below_each_other_are_no_wrapped_text() -> None:
    names = [f"{name} of the northern harbour" for name in ("Ada", "Berit", "Chen", "Dara", "Eva")]
    assert len(read_plain("\n".join(names * 3))[0]) == 15
