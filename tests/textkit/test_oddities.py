"""What looks odd in a text that was read without a doubt about any single line."""

from __future__ import annotations

import pytest

from majlis.textkit.oddities import oddities
from majlis.textkit.read import read_bytes
from tests.textkit.docx_builder import docx, p

HEADING = '<w:outlineLvl w:val="0"/>'
LONG = (
    "26. The Group held a first discussion of the lamps at its first meeting in the harbour and came "
    "back to it at each of the meetings that followed, on the islands as well."
)


def _odd(words: str) -> list[str]:
    text = read_bytes(words.encode(), name="text.txt")
    by_id = text.by_id()
    return [
        f"{by_id[note.provision].text[:20] if note.provision else ''}|{note.message}"
        for note in oddities(text)
    ]


def test_nothing_is_odd_in_a_regular_text() -> None:
    assert (
        _odd(
            "Resolution 27\n\nThe Harbour Council,\n\nRecalling its resolution 26,\n\n"
            "1. Requests the Secretary-General to light the lamps;\n\n2. Invites members to help.\n"
        )
        == []
    )


def test_a_text_of_no_known_kind() -> None:
    assert _odd("On lamps\n\n1 Lamps\n\nThe lamps are lit at night.\n") == [
        "|The kind of the text was not detected."
    ]


def test_an_annex_that_nothing_names() -> None:
    assert _odd(
        "Report of the Lamp Group\n\n1 Lamps\n\nThe lamps are lit at night.\n\nAnnex\n\n"
        "The wells were counted by the keeper.\n"
    ) == ["Annex|This separate text has neither symbol nor title."]


def test_a_list_of_names_read_as_headings() -> None:
    names = "\n\n".join(f"Keeper of lamp {letter}" for letter in "ABCDEFGH")
    assert _odd(
        f"Report of the Lamp Group\n\n1 Lamps\n\nThe lamps are lit.\n\n{names}\n\nAll met.\n"
    ) == ["Keeper of lamp A|Headings in a row from this line: 8. They may be a list."]


@pytest.mark.parametrize(
    ("numbers", "odd"),
    [
        ("1 2 4", "4 is not the next number after 2"),
        ("1 2 2", "2 is not the next number after 2"),
        # two counts side by side are odd once
        ("1 54 55 2 56 3", "54 is not the next number after 1"),
    ],
)
def test_numbers_that_do_not_follow_one_another(numbers: str, odd: str) -> None:
    lines = "\n\n".join(f"{n}. The lamp of harbour {n} is lit." for n in numbers.split())
    found = _odd(f"Report of the Lamp Group\n\n{lines}\n")
    assert [each.partition("Number ")[2] for each in found] == [f"{odd}."]


def test_a_paragraph_with_the_style_of_a_heading() -> None:
    """A long sentence heads nothing, whatever its style."""
    text = read_bytes(
        docx(
            p("Report of the Lamp Group", ppr=HEADING)
            + p("I. Lamps", ppr=HEADING)
            + p(LONG, ppr=HEADING)
            + p("All are lit.")
        )
    )
    long = next(each for each in text.walk() if each.text.startswith("The Group held"))
    assert long.kind == "paragraph"
    assert [note.message for note in text.notes if note.provision == long.id] == [
        "This paragraph has the style of a heading. An alternative reading is possible."
    ]
