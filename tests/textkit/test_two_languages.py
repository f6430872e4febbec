"""Two languages in one file: the text is that of one, and a note says how many paragraphs are not in it."""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Callable
from html import escape

import pytest

from majlis.textkit.read import read_bytes
from tests.textkit.docx_builder import docx, p
from tests.textkit.layouts import WIDE, rows
from tests.textkit.pages import read_shape, sample, shape

TEXTS = {tuple(path.stem.split(".")): [text for _, text in rows(path)] for path in WIDE}
ROWS = {tuple(path.stem.split(".")): rows(path) for path in WIDE}
PAIRS = [
    ("en", "ar"), ("en", "zh"), ("en", "ru"), ("ar", "fr"), ("zh", "en"), ("ru", "es"), ("fr", "zh"),
    ("ar", "ru"), ("en", "fr"), ("es", "en"),
]  # fmt: skip
Two = Callable[[list[str], list[str]], bytes]


def _wrap(text: str) -> list[str]:
    if any("\u4e00" <= sign <= "\u9fff" for sign in text):
        return [text[at : at + 22] for at in range(0, len(text), 22)]
    return textwrap.wrap(text, 44)


def _width(text: str) -> int:
    return len(text) + sum("\u3000" <= sign <= "\uffef" for sign in text)


def alternating(one: list[str], two: list[str]) -> bytes:
    return "\n".join(text for both in zip(one, two, strict=True) for text in both).encode()


def halves(one: list[str], two: list[str]) -> bytes:
    return "\n".join([*one, *two]).encode()


def tabs(one: list[str], two: list[str]) -> bytes:
    return "\n".join(f"{a}\t{b}" for a, b in zip(one, two, strict=True)).encode()


def columns(one: list[str], two: list[str]) -> bytes:
    out: list[str] = []
    for a, b in zip(one, two, strict=True):
        for left, right in itertools.zip_longest(_wrap(a), _wrap(b), fillvalue=""):
            last = right.rjust(44) if any("\u0621" <= sign <= "\u064a" for sign in right) else right
            out.append((left + " " * max(3, 48 - _width(left)) + last).rstrip())
        out.append("")
    return "\n".join(out).encode()


def _page(body: str) -> bytes:
    return f"<!doctype html><body>{body}</body>".encode()


def cells(one: list[str], two: list[str]) -> bytes:
    made = (
        f"<tr><td>{escape(a)}</td><td>{escape(b)}</td></tr>" for a, b in zip(one, two, strict=True)
    )
    return _page(f"<table>{''.join(made)}</table>")


def long_cells(one: list[str], two: list[str]) -> bytes:
    sides = ("".join(f"<p>{escape(text)}</p>" for text in side) for side in (one, two))
    return _page(f"<table><tr><td>{'</td><td>'.join(sides)}</td></tr></table>")


def word_cells(one: list[str], two: list[str]) -> bytes:
    made = (
        f"<w:tr><w:tc>{p(escape(a))}</w:tc><w:tc>{p(escape(b))}</w:tc></w:tr>"
        for a, b in zip(one, two, strict=True)
    )
    return docx(f"<w:tbl>{''.join(made)}</w:tbl>")


FORMS: list[Two] = [alternating, halves, tabs, columns, cells, long_cells, word_cells]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
@pytest.mark.parametrize(("first", "second"), PAIRS)
@pytest.mark.parametrize("name", ["shore", "ferry"])
def test_one_language_is_read(name: str, first: str, second: str, form: Two) -> None:
    data = form(TEXTS[name, first], TEXTS[name, second])
    for asked in (None, first, second):
        text = read_bytes(data, "accept", asked)
        main, other = (second, first) if asked == second else (first, second)
        assert text.language == main
        assert read_shape(text) == shape(sample(ROWS[name, main]).places)
        left_out = [n.message for n in text.notes if "left out" in n.message]
        assert len(left_out) == 1
        assert left_out[0].startswith(f"Paragraphs in another language (“{other}”) left out: ")


def test_a_quotation_in_another_script_stays() -> None:
    source = "\n".join([*TEXTS["shore", "en"], TEXTS["ferry", "ar"][2]])
    text = read_bytes(source.encode())
    assert not [n for n in text.notes if "left out" in n.message]
    assert TEXTS["ferry", "ar"][2] in [p.text for p in text.walk()]


def test_comments_of_a_word_file_stand_at_what_stays() -> None:
    anchored = (
        '<w:commentRangeStart w:id="0"/><w:r><w:t>' + escape(TEXTS["ferry", "fr"][5])
        + '</w:t></w:r><w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'
    )  # fmt: skip
    body = "".join(
        (p(anchored) if place == 5 else p(escape(a))) + p(escape(b))
        for place, (a, b) in enumerate(zip(TEXTS["ferry", "fr"], TEXTS["ferry", "ar"], strict=True))
    )
    text = read_bytes(
        docx(body, comments='<w:comment w:id="0" w:author="Dara">' + p("Sure?") + "</w:comment>")
    )
    (comment,) = text.comments
    assert text.by_id()[comment.provision].text.startswith("Prend note du rapport")


@pytest.mark.parametrize("asked", ["ar", "en", "es", "ru", "zh"])
def test_one_of_six_languages_is_read(asked: str) -> None:
    source = "\n".join(
        text for code in ("en", "fr", "ar", "zh", "ru", "es") for text in TEXTS["shore", code]
    )
    text = read_bytes(source.encode(), language=asked)
    assert read_shape(text) == shape(sample(ROWS["shore", asked]).places)
    assert sum("left out" in n.message for n in text.notes) >= 4
