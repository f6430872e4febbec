"""What runs against a line is isolated piece by piece, and nothing else is."""

from __future__ import annotations

import pytest

from majlis.look.bidi import as_html, directions, has_isolates, isolate


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
