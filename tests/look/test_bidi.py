"""What runs against a line is isolated piece by piece, and nothing else is."""

from __future__ import annotations

import pickle

import pytest
from django.utils.html import format_html

from majlis.look.bidi import (
    as_html,
    directions,
    foreign_part,
    has_isolates,
    isolate,
    join_pieces,
    joined,
    parts_of,
    text_for_reader,
)


@pytest.mark.parametrize(
    ("words", "language", "made"),
    [
        ("Resolution 27", "en", "Resolution 27"),
        ("Resolution 27", "ar", "\u2068Resolution 27\u2069"),
        ("القرار 27", "ar", "القرار 27"),
        ("القرار 27", "fr", "\u2068القرار 27\u2069"),
        ("القرار 27 (Rev. 2029)", "ar", "\u2068القرار 27 (Rev. 2029)\u2069"),
        ("第27号决议", "en", "第27号决议"),
        ("27/4 (2029)", "ar", "27/4 (2029)"),
        ("", "ar", ""),
        ("\u2069Resolution\u2068 27", "en", "Resolution 27"),
    ],
)
def test_a_piece_is_isolated_where_it_runs_against_the_line(
    words: str, language: str, made: str
) -> None:
    assert isolate(words, language) == made
    assert has_isolates(made) is made.startswith("\u2068")


def test_directions_are_those_of_letters() -> None:
    assert directions("27 (2029)") == set()
    assert directions("ITU الاتحاد") == {"ltr", "rtl"}


def test_a_page_isolates_with_elements_and_trusts_no_words() -> None:
    line = f"القرار {isolate('<b>27', 'ar')}، <i>"
    assert as_html(line) == "القرار <bdi>&lt;b&gt;27</bdi>، &lt;i&gt;"


def test_a_part_in_another_language_is_marked_on_a_page_and_isolated_in_plain_text() -> None:
    line = joined("القرار 7، ", foreign_part("Requests <4>", "en", "ar"))
    assert str(line) == "القرار 7، \u2068Requests <4>\u2069"
    marked = 'القرار 7، <span lang="en" dir="ltr">Requests &lt;4&gt;</span>'
    assert format_html("<p>{}</p>", line) == f"<p>{marked}</p>"
    assert as_html(line) == marked
    assert parts_of(line) == (("القرار 7، ", ""), ("Requests <4>", "en"))


def test_a_line_of_marked_parts_stays_as_it_is() -> None:
    line = joined("M-7: ", foreign_part("Requests", "en", "ar"))
    assert isolate(line, "ar") is line
    assert parts_of(join_pieces(" · ", [line, "8"]))[1] == ("Requests", "en")
    assert f"{line}" == "M-7: \u2068Requests\u2069"


@pytest.mark.parametrize(
    ("reader", "parts"),
    [("fr", (("Bonjour", ""),)), ("ru", (("Hello", "en"),)), ("zh", (("Hello", "en"),))],
)
def test_of_texts_the_readers_is_taken_else_the_english(
    reader: str, parts: tuple[tuple[str, str], ...]
) -> None:
    assert (
        parts_of(text_for_reader({"ar": "مرحبا", "en": "Hello", "fr": "Bonjour"}, reader)) == parts
    )


def test_markup_of_a_line_stays_markup() -> None:
    line = format_html('<span lang="en">{}</span>', "A & B")
    assert as_html(line) == '<span lang="en">A &amp; B</span>'
    assert as_html("<b>") == "&lt;b&gt;"


def test_without_texts_there_is_nothing_to_mark() -> None:
    assert text_for_reader({}, "ar") == ""
    assert not hasattr(foreign_part("Hello", "", "ar"), "parts")


def test_a_text_with_parts_goes_to_another_process_and_comes_back() -> None:
    text = foreign_part("مجلس", "ar", "en")
    copy = pickle.loads(pickle.dumps(text))
    assert copy == text and parts_of(copy) == parts_of(text) == (("مجلس", "ar"),)
