"""Plain text broken at the edge of the page, with no blank line and no indent between paragraphs."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable
from functools import partial

import pytest

from majlis.textkit.read.plain import read_plain
from tests.textkit.test_structure_marked import LANGUAGES, MARKED, classes, macro_f1


def broken(lines: Iterable[str], width: int, language: str) -> str:
    """Lines of at most some characters; Chinese is broken anywhere."""
    out: list[str] = []
    for line in lines:
        if language == "zh":
            out += [line[at : at + width // 2] for at in range(0, len(line), width // 2)]
        else:
            out += textwrap.wrap(line, width)
    return "\n".join(out)


@pytest.mark.parametrize("width", [66, 78, 100])
@pytest.mark.parametrize("lost", [False, True], ids=["numbered", "lost"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_wrapped_lines_without_blank_lines(language: str, lost: bool, width: int) -> None:
    layout: Callable[[Iterable[str]], str] = partial(broken, width=width, language=language)
    paths = [path for path in MARKED if path.stem.endswith(f".{language}")]
    assert macro_f1(pair for path in paths for pair in classes(path, lost, layout)) >= 0.98


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        # two paragraphs of a short text, the first broken before a name
        (
            ["The Council of Tides, meeting at the gate,"]
            + [
                "Requests the keeper of the gate to open it before the tides turn, on 5",
                "May 2031.",
            ],
            2,
        ),
        # items that are whole lines, the heading the longest of them
        (
            ["instructs the keeper of the gate, in close touch with the keeper of the sea"]
            + ["to open the gate;", "to close it at night."],
            3,
        ),
        # a full title stands before the formula, and a full recital before the next one
        (
            ["Care of gates and of all that stands behind them in low and high tides"]
            + [
                "The Council,",
                "Recalling that whoever closes a gate has to open it again one other",
                "day,",
            ]
            + ["Noting that those who built the gates of the old port did so without a", "plan,"]
            + ["Aware that nobody knows how many gates were lost in the storms and", "floods,"]
            + ["Noting the number of gates that were closed in the course of the year,"]
            + ["Recalling the tides,"],
            7,
        ),
    ],
)
def test_a_line_goes_on_only_where_the_page_broke_it(lines: list[str], count: int) -> None:
    assert len(read_plain("\n".join(lines))[0]) == count


def test_paragraphs_that_several_decisions_share_are_no_heads_of_pages() -> None:
    shared = (
        "The Conference of the Parties,\n\n"
        "1. Requests the secretariat to submit a report on the matter to the\n"
        "Conference of the Parties at its next session;\n\n"
        "2. Invites Parties to send their views on the draft to the secretariat\nby 30 June 2034;\n\n"
    )
    source = "".join(
        f"Decision {number}/CP.9\n\nLamps of harbour {number}\n\n{shared}" for number in range(1, 6)
    )
    found = [block.text for block in read_plain(source)[0]]
    assert len(found) == 5 * 5
    assert found.count("Decision 1/CP.9") == 1
    assert found[3].endswith("to the Conference of the Parties at its next session;")
