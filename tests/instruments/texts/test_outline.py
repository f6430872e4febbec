"""Contents, headings and names of the provisions of a text, and the search inside it."""

from __future__ import annotations

import html
import re
from itertools import pairwise

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from majlis.instruments.models import Version
from majlis.instruments.texts import find, queries
from majlis.textkit.model import Provision as Found
from majlis.textkit.model import Run, Text
from tests.instruments import parsed_texts
from tests.support.markup import compact
from tests.support.queries import MAX_QUERIES_SIGNED_IN

pytestmark = pytest.mark.django_db

HEADS = {
    "en": (
        "recalling",
        "resolves",
        "instructs the Keeper",
        "invites the ports",
        "Annex: the lamps",
    ),
    "ar": ("إذ يذكر", "يقرر", "يكلف الحارس", "يدعو الموانئ", "الملحق: المصابيح"),
}


def found(
    eid: str, kind: str, words: str, number: str = "", under: tuple[Found, ...] = ()
) -> Found:
    """A provision of a text, made without reading."""
    label = f"{number}." if number else ""
    return Found(eid, kind, (Run(words),), label=label, number=number, children=under)


def structured(language: str = "en", lamps: int = 2) -> Text:
    """A resolution with headings, paragraphs of the same number under them, and an annex with a heading."""
    recalling, resolves, instructs, invites, annex = HEADS[language]
    provisions = (
        found("rec", "heading", recalling, under=(
            found("rec__pp_1", "preambular", "that the tide waits,"),
            found("rec__pp_2", "preambular", "that the lamps burn,"),
        )),
        found("res", "heading", resolves, under=tuple(
            found(f"res__{n}", "operative", f"to fund lamp {n};", str(n)) for n in range(1, lamps + 1)
        )),
        found("ins", "heading", instructs, under=(
            found("ins__1", "operative", "to report on the funding of the lamps;", "1"),
        )),
        found("inv", "heading", invites, under=(
            found("inv__1", "operative", "to wait.", "1"),
        )),
        found("annex", "annex", annex, under=(
            found("annex__res", "heading", resolves, under=(
                found("annex__res__1", "operative", "to end.", "1"),
            )),
        )),
    )  # fmt: skip
    return Text(
        provisions=provisions,
        language=language,
        kind="resolution",
        symbol="A/RES/70/9",
        title="Of lamps",
    )


def opened(version: Version, query: str = "") -> str:
    """The page of a version."""
    answer = Client().get(version.get_absolute_url() + query)
    assert answer.status_code == 200
    return html.unescape(compact(answer.content.decode()))


def levels(said: str) -> list[int]:
    """The levels of the headings of a page, in its order."""
    return [int(level) for level in re.findall(r"<h([1-6])\b", said.split("<main")[1])]


def test_headings_of_a_resolution_are_headings_and_no_level_is_skipped() -> None:
    version = parsed_texts.first_version(structured())
    said = opened(version)
    text = said.split("<article")[1].split("</article>")[0]
    assert [
        (tag, re.sub("<[^>]+>", "", words).strip())
        for tag, words in re.findall(r"<(h[2-6])[^>]*>(.*?)</\1>", text)
    ] == [
        ("h2", "recalling"),
        ("h2", "resolves"),
        ("h2", "instructs the Keeper"),
        ("h2", "invites the ports"),
        ("h2", "Annex: the lamps"),
        ("h3", "resolves"),
    ]
    found_levels = levels(said)
    assert found_levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(found_levels))


def test_side_by_side_each_heading_is_a_heading_once() -> None:
    version = parsed_texts.first_version(structured())
    parsed_texts.add_language(version, structured("ar"))
    text = opened(version, "?in=en&beside=ar").split("<article")[1].split("</article>")[0]
    assert len(re.findall(r"<h[2-6]", text)) == 6
    assert not re.search(r"<h[2-6][^>]*lang=\"ar\"", text)
    assert "<b>يكلف الحارس</b>" in re.sub(r"\s*\n\s*", "", text)


def test_links_of_paragraphs_have_their_heading_and_each_name_once() -> None:
    version = parsed_texts.first_version(structured())
    names = re.findall(r'aria-label="Permanent link to ([^"]+)"', opened(version))
    assert "resolves 1" in names and "instructs the Keeper 1" in names
    assert "recalling, preambular paragraph 2" in names
    assert "Annex: the lamps, resolves 1" in names
    assert len(names) == len(set(names)) == 13


def test_contents_lead_to_each_heading_in_its_part(monkeypatch: pytest.MonkeyPatch) -> None:
    version = parsed_texts.first_version(structured(lamps=12))
    contents = opened(version).split('class="toc"')[1].split("</nav>")[0]
    assert 'class="count">6<' in contents
    assert re.findall(r'href="([^"]+)"', contents) == [
        "#rec",
        "#res",
        "#ins",
        "#inv",
        "#annex",
        "#annex__res",
    ]
    assert contents.count("<ol") == 2  # what is under the annex is a list of its own
    monkeypatch.setattr(queries, "PART_LENGTH", 1_500)
    contents = opened(version).split('class="toc"')[1].split("</nav>")[0]
    url, _sign, eid = re.findall(r'href="([^"]+)"', contents)[4].partition("#")
    assert url and eid == "annex"
    assert 'id="annex"' not in opened(version).split("<article")[1]
    assert 'id="annex"' in html.unescape(compact(Client().get(url).content.decode()))


def test_a_short_text_has_no_contents() -> None:
    version = parsed_texts.first_version(parsed_texts.numbered_text(["Asks the tide to wait;"]))
    assert 'class="toc"' not in opened(version)


def test_words_are_found_in_the_whole_text_and_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    version = parsed_texts.first_version(structured(lamps=12))
    monkeypatch.setattr(queries, "PART_LENGTH", 1_500)
    with CaptureQueriesContext(connection) as asked:
        said = opened(version, "?find=fund+lamps")
    assert len(asked) <= MAX_QUERIES_SIGNED_IN
    assert "13 passages with “fund lamps”" in said
    assert "<mark>funding</mark>" in said
    url = next(
        url
        for url, name in re.findall(r'<a href="([^"]+)"><bdi>(.*?)</bdi>', said)
        if name == "instructs the Keeper 1"
    )
    assert url.endswith("#ins__1") and "find" not in url
    assert 'id="ins__1"' in html.unescape(compact(Client().get(url).content.decode()))
    monkeypatch.setattr(find, "MOST_FOUND", 3)
    assert "Shown: the first 3 of 13." in opened(version, "?find=fund+lamps")


@pytest.mark.parametrize("words", ["of", "ghost", "ghost lamps", "-lamps", "%00", "%22"])
def test_what_is_not_there_is_not_found(words: str) -> None:
    version = parsed_texts.first_version(structured())
    said = opened(version, f"?find={words}")
    assert "<mark>" not in said
    if words != "%00":
        assert "No passage with" in said


def test_words_are_found_in_the_language_read() -> None:
    version = parsed_texts.first_version(structured())
    arabic = structured("ar")
    parsed_texts.add_language(version, arabic)
    said = opened(version, "?in=ar&find=الحارس")
    assert "1 passage with" in said and "الحارس</mark>" in said
    assert "No passage with" in opened(version, "?in=en&find=الحارس")
