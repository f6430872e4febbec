"""What is said of moved words, before a name that stands as it is: in each language, in its direction."""

from __future__ import annotations

import lxml.html
import pytest

from majlis.textkit.model import Provision, Revision, Run, Text
from majlis.textkit.write.html import write_html

GONE, COME = Revision("deleted", moved=True), Revision("inserted", moved=True)


def _moved(language: str, label: str = "") -> list[lxml.html.HtmlElement]:
    words = "Noting that the lamps of the harbour burn low,"
    text = Text(
        (
            Provision("recital_1__old", "preambular", (Run(words, revision=GONE),), label),
            Provision("recital_1", "preambular", (Run("Recalling the tides,"),)),
            Provision("recital_2", "preambular", (Run(words, revision=COME),), label),
        ),
        language=language,
    )
    return list(lxml.html.document_fromstring(write_html(text)).xpath('//*[@class="fate"]'))


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("ar", "منقول إلى الفقرة 2 من الديباجة"),
        ("en", "moved to preambular paragraph 2"),
        ("es", "trasladado a: párrafo 2 del preámbulo"),
        ("fr", "déplacé vers : alinéa 2 du préambule"),
        ("ru", "куда перенесено: пункт 2 преамбулы"),
        ("zh", "移至 序言部分第2段"),
    ],
)
def test_a_name_needs_no_article_and_no_case(language: str, told: str) -> None:
    there, here = _moved(language)
    assert there.text_content() == told
    # an article or a case that the name lacks would be asked for by a preposition right before it
    assert here.text_content().count(":") == told.count(":")


def test_a_number_before_a_dash_runs_as_its_page() -> None:
    assert [e.find("bdi").get("dir") for e in _moved("ar", "7 -")] == ["rtl", "rtl"]
    assert [e.find("bdi").get("dir") for e in _moved("ru", "7 -")] == [None, None]
