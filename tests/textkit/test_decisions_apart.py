"""Files with many decisions: each becomes a text of its own, with its annexes, under its symbol."""

from __future__ import annotations

from collections import Counter

import pytest

from majlis.textkit.carry import normal
from majlis.textkit.mandates import mandates
from majlis.textkit.model import Provision, Text
from majlis.textkit.parts import apart
from majlis.textkit.read import read_bytes
from majlis.textkit.write.akn import write_akn
from tests.textkit.compilations import LANGUAGES, LAYOUTS, Expected, Layout, compose


def read(*lines: str, language: str = "en") -> Text:
    return read_bytes("\n".join(lines).encode(), language=language, name="volume.txt")


def under(text: Text, root: str) -> list[Provision]:
    return list(text.by_id()[root].walk())


def plain(words: str) -> str:
    return words.strip(" .,;:。；，؛،").casefold()


def found_of(text: Text, expected: Expected) -> tuple[bool, int, int]:
    """Whether a decision is a text of its own, and how many of its paragraphs and annexed ones are in it."""
    part = next((p for p in text.parts if p.root and p.symbol == expected.symbol), None)
    if part is None or plain(part.title) != plain(expected.title):
        return False, 0, 0
    within = under(text, part.root)
    operative = Counter(plain(p.text) for p in within if p.kind == "operative")
    annexed = Counter(
        (p.number, plain(p.text))
        for annex in within
        if annex.kind == "annex"
        for p in annex.walk()
        if p.kind == "paragraph"
    )
    return (
        True,
        sum((Counter(map(plain, expected.operative)) & operative).values()),
        sum((Counter((n, plain(words)) for n, words in expected.annexed) & annexed).values()),
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_each_decision_is_a_text_of_its_own(layout: Layout, language: str) -> None:
    volume = compose(layout, language)
    text = read_bytes(volume.text(layout.apart).encode(), name="volume.txt")
    found = [found_of(text, expected) for expected in volume.expected]
    assert all(there for there, _, _ in found)
    operative = sum(len(expected.operative) for expected in volume.expected)
    assert sum(count for _, count, _ in found) >= 0.93 * operative
    assert sum(count for _, _, count in found) == sum(len(e.annexed) for e in volume.expected)
    declared = [part for part in text.parts if part.kind == "declaration"]
    assert len(declared) == volume.declaration


@pytest.mark.parametrize("layout", LAYOUTS[:6], ids=lambda layout: layout.name)
def test_a_written_volume_reads_the_same(layout: Layout) -> None:
    text = read_bytes(compose(layout, "fr", 3).text(layout.apart).encode(), name="volume.txt")
    again = read_bytes(write_akn(text), name="volume.xml")
    assert (again.provisions, again.parts) == (normal(text).provisions, normal(text).parts)


DECISION = ("The Harbour Council,", "Noting the fog,", "1. Requests the secretariat to report.")


def test_numbers_and_ids_begin_anew_in_each() -> None:
    text = read("Decision 1/CP.9", "Lamps", *DECISION, "Decision 2/CP.9", "Oil", *DECISION)
    own = apart(text)
    assert [each.text.symbol for each in own] == ["Decision 1/CP.9", "Decision 2/CP.9"]
    for each in own:
        ids = [p.id for p in each.text.walk()]
        assert ids == ["title", "title_2", "formula", "recital_1", "para_1"]
        assert each.within is None
        assert len(mandates(each.text).mandates) == 1


def test_a_report_goes_on_behind_a_resolution_in_it() -> None:
    text = read(
        "Report of the Harbour Conference",
        "7. The Conference met in Port Lira for one week.",
        "8. The Conference adopted the following resolution:",
        "Resolution 5/2033",
        "Lamps",
        *DECISION,
        "9. The Conference took note of the budget of the harbour.",
        "10. It adopted the following resolution:",
        "Resolution 6/2033",
        "Oil",
        *DECISION,
        "11. The Conference closed its session at noon.",
    )
    report, *resolutions = apart(text)
    assert report.text.kind == "report"
    numbers = [p.number for p in report.text.walk() if p.kind == "paragraph"]
    assert numbers == ["7", "8", "9", "10", "11"]
    assert [each.text.symbol for each in resolutions] == ["Resolution 5/2033", "Resolution 6/2033"]


def test_an_annex_of_a_report_holds_several_decisions() -> None:
    text = read(
        "Report of the Harbour Conference",
        "1. The Conference met in Port Lira for one week.",
        "Annex I",
        "Decisions adopted by the Conference",
        "Decision 27/1: Lamps",
        *DECISION,
        "Annex",
        "Rules",
        "1. Notes of each meeting are kept.",
        "Decision 27/2: Oil",
        *DECISION,
        "Annex II",
        "List of participants",
    )
    roots = [(part.root, part.symbol) for part in text.parts]
    assert roots == [
        ("", ""),
        ("annex_1", ""),
        ("annex_1__title_2", "Decision 27/1"),
        ("annex_1__title_2__annex", ""),
        ("annex_1__title_3", "Decision 27/2"),
        ("annex_2", ""),
    ]


def test_paragraphs_in_the_infinitive_are_operative() -> None:
    text = read(
        "The Fifteenth Meeting of the Parties decides:",
        "Decision XV/1: Lamps",
        "1. To note with satisfaction the number of lamps;",
        "2. To urge all Parties to light them;",
        "Decision XV/2: Oil",
        "Recalling decision XIV/5,",
        "1. To request the secretariat to report on oil to the Sixteenth Meeting of the Parties;",
    )
    assert [p.kind for p in text.walk() if p.kind != "front"] == [
        *("title", "operative", "operative", "title", "preambular", "operative")
    ]


@pytest.mark.parametrize(
    "listed",
    [
        ("Contents", "WHA76.1 Lamps", "WHA76.2 Oil", "Annex"),
        ("WHA76.1 Lamps", "WHA76.2 Oil"),
        ("Contents", "Lamps", "Oil"),
    ],
)
def test_a_list_of_the_decisions_begins_none(listed: tuple[str, ...]) -> None:
    text = read(
        "Decisions of the Harbour Council",
        *listed,
        *("WHA76.1 Lamps", *DECISION),
        *("Annex", "Rules", "1. Requests are kept in a list."),
        *("WHA76.2 Oil", *DECISION),
    )
    assert [p.text for p in text.walk() if p.kind == "front"] == list(listed)
    assert [part.symbol for part in text.parts if part.symbol] == ["WHA76.1", "WHA76.2"]
    assert sum(p.kind == "annex" for p in text.walk()) == 1


def test_the_number_of_a_page_and_the_symbol_of_the_document_begin_no_decision() -> None:
    text = read(
        "7/1. Gates",
        "The General Assembly,",
        "Noting rain,",
        "1. Decides to wait:",
        "(a) At night;",
        "2/4",
        "A/RES/7/1",
        "(b) In fog;",
        "2. Thanks the sun.",
    )
    assert text.parts == ()


def test_a_quoted_or_annexed_decision_belongs_to_the_one_before_it() -> None:
    text = read(
        *("Decision 1/CP.9", "Lamps", "The Harbour Council,", "Noting the fog,"),
        "1. Recommends that the Meeting adopt the following decision:",
        *("Draft decision -/CMP.5", "Lamps", *DECISION),
        *("Decision 2/CP.9", "Oil", *DECISION),
        *("Annex", "Draft decision -/CMP.6", "Oil", *DECISION),
    )
    level = [part.symbol for part in text.parts if "__" not in part.root]
    assert level == ["Decision 1/CP.9", "Decision 2/CP.9"]
    assert text.parts[-1].symbol == "Draft decision -/CMP.6"


def test_wrapped_lines_do_not_swallow_the_head_of_a_decision() -> None:
    text = read(
        "Decision 1/CP.9",
        "Lamps of the outer harbour",
        "The Harbour Council,",
        "Noting that the lamps of the outer harbour are few and that the boats of the",
        "islands come home at night,",
        "1. Requests the secretariat to submit a report on the lamps to the Council at",
        "its next session, and to keep the lists of the lamps in good order for all.",
        "Decision 2/CP.9",
        "Oil",
        *DECISION,
    )
    assert [part.symbol for part in text.parts] == ["Decision 1/CP.9", "Decision 2/CP.9"]
