"""Numbers that two languages write in different ways are compared by their value."""

from __future__ import annotations

from time import process_time

import pytest

from majlis.textkit.align import align
from majlis.textkit.align.evidence import keys
from majlis.textkit.compare.likeness import Measure
from majlis.textkit.compare.vocabulary import Vocabulary
from majlis.textkit.model import Provision, Run, Text


def text(words: str, language: str) -> Text:
    return Text((Provision("para_1", "operative", (Run(words),), "1.", "1"),), language)


@pytest.mark.parametrize(
    ("english", "language", "words", "details"),
    [
        ("Its one hundred and fifth session;", "zh", "第一百零五届会议；", []),
        ("Notes one million dollars;", "zh", "注意到一百万美元；", []),
        ("Notes 500,000 people;", "zh", "注意到五十万人；", []),
        ("Notes 350 million lamps;", "zh", "注意到3亿5000万盏灯；", []),
        ("Notes 2.5 billion lamps;", "es", "Toma nota de 2.500 millones de faros;", []),
        ("Notes 26.5 million lamps;", "ru", "отмечает 26,5 млн фонарей;", []),
        (
            "Notes 26 million on 26 gardens and 260 lamps;",
            "zh",
            "注意到支出2600万；",
            [{"a": ["26", "260"], "b": []}],
        ),
        ("Notes 5 million for 50 lamps;", "zh", "注意到500万；", [{"a": ["50"], "b": []}]),
    ],
)
def test_values_are_compared(
    english: str, language: str, words: str, details: list[dict[str, list[str]]]
) -> None:
    found = align(text(english, "en"), text(words, language)).differences
    assert [item.detail for item in found if item.kind == "number"] == details


def test_cost_grows_with_the_numbers_and_not_faster() -> None:
    def cost(size: int) -> float:
        one = text("Requests " + " ".join(map(str, range(1000, 1000 + size))), "en")
        other = text("请秘书长 " + " ".join(map(str, range(5000, 5000 + size))), "zh")
        begun = process_time()
        align(one, other)
        keys("a-" * 10 * size, "en")
        return process_time() - begun

    cost(10)  # patterns are compiled once
    small, large = (min(cost(size) for _ in range(3)) for size in (500, 2000))
    assert large < 12 * small  # 64 times where each number has the text read again


@pytest.mark.parametrize("name", ["七十七国集团", "二十国集团", "三三两两"])
def test_names_with_a_number_are_not_masked(name: str) -> None:
    assert "0" not in Vocabulary("zh").words(name)


def test_sessions_and_dates_are_masked() -> None:
    words = Vocabulary("zh").words
    assert words("第九十四届会议") == words("第一百零五届会议")
    assert words("十二月十一日") == words("十月二日")


@pytest.mark.parametrize(
    ("heading", "bare"),
    [("III", True), ("XXX", True), ("iv.", True), ("二", True)]
    + [(word, False) for word in ("Mix", "DI", "Li", "Mi", "CV", "CD", "DC", "vi")],
)
def test_a_heading_that_is_only_a_number(heading: str, bare: bool) -> None:
    provision = Provision("heading_1", "heading", (Run(heading),))
    assert Measure([provision], [], ("en", "en")).old[0].bare is bare
