"""Texts that are crafted to cost much cost as much as they are long: steps and characters are counted, not time.

A step is a line that Python runs, a turn of a loop, or a call: what compiled code does with a whole text at
once (a slice of it, say) is none, so that such slices are counted where they were made again and again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Self, SupportsIndex

import pytest

from majlis.textkit.flattened import numbers
from majlis.textkit.flattened.numbers import count_fused, decode_numbers
from majlis.textkit.flattened.words import Edit, cut
from majlis.textkit.mandates import items as mandate_items
from majlis.textkit.mandates import mandates
from majlis.textkit.mandates.asks import paragraph_asks
from majlis.textkit.mandates.grammar import grammar
from majlis.textkit.mandates.names import bare_words, before_signs
from majlis.textkit.model import Block, Provision, Run, Text
from majlis.textkit.read import read_bytes
from majlis.textkit.read.plain import read_plain
from majlis.textkit.structure.front import body_sentence
from majlis.textkit.structure.glued import unglue
from majlis.textkit.structure.items import Item, make_items
from majlis.textkit.structure.states import mark_main
from majlis.textkit.structure.un import section_headings
from tests.textkit.steps import counting

GA = "The General Assembly,\n\nRecalling its resolution 68/198,\n\n"
REQUEST = f"{GA}1. Requests the Secretary-General to report"
SMALL, FACTOR = 1_500, 4
STEEPEST = 1.5


def repeated(words: str, lead: str = "", tail: str = "\n") -> Callable[[int], str]:
    return lambda size: lead + words * ((size - len(lead) - len(tail)) // len(words)) + tail


def counted(words: str, lead: str = "", tail: str = "\n") -> Callable[[int], str]:
    """Words in which {n} is how often they stood before."""
    each = len(words) + 1
    return lambda size: lead + "".join(words.format(n=n) for n in range(1, size // each)) + tail


FAMILIES: dict[str, tuple[str, Callable[[int], str]]] = {
    "numbers of operative paragraphs": ("en", counted("{n}. a\n", GA)),
    "one annex again and again": (
        "en", repeated("Annex 1\n\nThe General Assembly,\n\n1. a;\n\n")),
    "annexes in an annex": ("en", repeated("Annex 1\nlamps\n", "Annex 1\nThe General Assembly,\n")),
    "dates and citations": ("en", repeated(" 3 May 2031 resolution 68/198", REQUEST)),
    "years and citations": ("en", repeated(" 2031 resolution 68/198, 2031/4", REQUEST)),
    "through many": ("en", counted(" through the Lamp{n} Panel,", REQUEST)),
    "to many": ("en", counted(" to Study Group {n} by 3 May 2031,", REQUEST)),
    "to many at their sessions": ("en", counted(
        " to Study Group {n} at its 2031 session and",
        f"{GA}1. Requests the Secretary-General to submit a report")),
    "requests that a recital quotes": ("en", repeated(
        " resolution 68/198, in which it requested the Secretary-General to report,",
        "The General Assembly,\n\nRecalling", "\n\n1. Requests lamps;\n")),
    "decisions to extend": ("en", repeated(
        ", and decides to extend its mandate until 3 May 2031", f"{GA}1. Decides to meet")),
    "decisions to review": ("en", repeated(
        ", and decides to review the present resolution", f"{GA}1. Decides to meet")),
    "pronouns": ("en", repeated(" and the Council, and requests him to report", REQUEST)),
    "asked before points": ("en", repeated(
        " The meeting requested the secretariat to report, and the Council was requested to meet.",
        "12. The meeting met.", " It requested the secretariat:\n(a) to report;\n")),
    "articles before a colon": ("en", repeated(
        " the", f"{GA}1. Requests the Lamp Union", ":\n(a) to report;\n")),
    "conjunctions": ("es", repeated(" y", f"{GA}1. Pide al Secretario General que informe")),
    "conjunctions and commas": ("en", repeated(" and,", REQUEST)),
    "semicolons": ("ar", repeated(" أ؛")),
    "groups": ("en", repeated(" through the Working Group on lamps", REQUEST)),
    "marks of a changed list": ("en", repeated("1. a,;\n3. a,;\n")),
    "numbers of a changed list": ("en", counted("{n}{n}. a,;\n")),
    "those who speak": ("en", repeated("We, the lamps, ", "DECLARATION\n\n1. We request the Panel to meet. ")),
    "what we request and commit to": ("en", repeated(
        ", we commit, by 2031, to act, and request the Panel to meet", "DECLARATION\n\n1. We will meet")),
    "verbs joined to what we say": ("en", repeated(
        " and request and invite", "DECLARATION\n\n1. We welcome lamps")),
    "verbs whose form tells that we speak": ("es", repeated(
        " y pedimos a los Estados que se reúnan", "DECLARACIÓN\n\n1. Nos comprometemos a actuar")),
    "paragraphs of wrapped lines": ("en", repeated(
        "the lamps that the wardens held through the night and presented to the\n")),
}  # fmt: skip


def steps_for(text: str, language: str) -> int:
    with counting() as steps:
        mandates(read_bytes(text.encode(), "accept", language))
    return steps[0]


@pytest.mark.parametrize("name", FAMILIES)
def test_steps_grow_no_faster_than_a_crafted_text(name: str) -> None:
    language, text = FAMILIES[name]
    mandates(read_bytes(text(500).encode(), "accept", language))  # patterns are compiled
    few, many = (steps_for(text(size), language) for size in (SMALL, SMALL * FACTOR))
    assert many <= STEEPEST * FACTOR * few, (few, many)


class WatchedText(str):
    """A text that counts how many of its characters were copied."""

    __slots__ = ("copied",)

    def __new__(cls, words: str) -> Self:
        made = super().__new__(cls, words)
        made.copied = 0
        return made

    def __getitem__(self, key: SupportsIndex | slice) -> str:
        piece = super().__getitem__(key)
        self.copied += len(piece)
        return piece


class WatchedItems(list[Item]):
    """Items that count how many of them were copied."""

    copied = 0

    def __getitem__(self, key: Any) -> Any:
        found = super().__getitem__(key)
        self.copied += len(found) if isinstance(key, slice) else 1
        return found


def item_of(words: str) -> Item:
    return make_items([Block((Run(words),))], "en")[0]


def test_the_next_number_is_not_looked_for_in_a_copy_of_all_that_follows() -> None:
    source = GA + "Gates:\n" + "".join(f"{n * 2}. Gates\n" for n in range(1, 400))
    items = WatchedItems(make_items(read_plain(source)[0], "en"))
    mark_main(items, "en")
    items.copied = 0
    section_headings(items, "en")
    assert items.copied < 30 * len(items)


def test_clauses_of_a_decision_are_read_one_by_one() -> None:
    text = WatchedText("The General Assembly" + " a," * 20_000 + " a.")
    item = replace(item_of("The General Assembly decides."), text=text)
    assert body_sentence(item, "en", titled=True) is None
    assert text.copied < 10 * len(text)


def test_a_heading_at_the_end_of_a_line_is_looked_for_near_its_end() -> None:
    head = item_of("instructs the Council")
    first = item_of("1 to report")
    line = item_of("lamps, a, b, c, harbours")
    text = WatchedText("lamps" + ", a" * 5_000 + ", harbours")
    items = [head, first, head, first, replace(line, text=text), first]
    unglue(items, "en")
    assert text.copied < 5 * len(text)


def test_articles_before_a_name_are_passed_without_copies_of_the_rest() -> None:
    text = WatchedText("the " * 5_000 + "panel")
    value, start, end = bare_words(grammar("en"), text, 0, len(text))
    assert (value, start, end) == ("panel", len(text) - 5, len(text))
    assert text.copied < 5 * len(text)


def test_signs_before_a_place_are_passed_one_by_one() -> None:
    text = WatchedText("lamps and gates" * 1_000 + " : ")
    assert before_signs(text, len(text), " :") == len(text) - 3
    assert text.copied < 10


def test_further_verbs_copy_nothing_of_the_paragraph_before_them() -> None:
    words = ", and requests the Lamp Union:" * 500
    text = WatchedText("Requests the Council to meet" + words)
    assert len(paragraph_asks(grammar("en"), text)) == 501
    assert text.copied < 40 * len(text)


def test_items_in_one_line_are_read_without_what_stands_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[int] = []
    whole = mandate_items.item_asks

    def watched(g: Any, text: str, above: Any) -> Any:
        seen.append(len(text))
        return whole(g, text, above)

    monkeypatch.setattr(mandate_items, "item_asks", watched)
    line = "".join(f"{n} to report on gate{n}; " for n in range(1, 300))
    found = mandates(
        Text(
            (
                Provision(
                    "h", "heading", (Run("instructs the Council"),), verb="instructs",
                    children=(Provision("i", "operative", (Run(line),), verb="instructs"),),
                ),
            ),
            "en",
        )
    ).mandates  # fmt: skip
    assert [mandate.action for mandate in found][1:298:296] == [
        "report on gate2",
        "report on gate298",
    ]
    assert sum(seen) < 2 * len(line)


def test_many_lists_of_changed_numbers_are_read_without_going_deeper() -> None:
    readings = decode_numbers(["1", "3"] * 2_000)
    assert len(readings) == 4_000


def test_of_many_lists_of_numbers_only_the_first_are_tried(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[int] = []
    whole = numbers._steps

    def watched(token: str, *rest: Any) -> Any:
        seen.append(len(token))
        return whole(token, *rest)

    monkeypatch.setattr(numbers, "_steps", watched)
    monkeypatch.setattr(numbers, "_MOST", 100)
    rising = [*map(str, range(1, 25)), "90"]
    assert count_fused([rising] * 4) == 0
    few = len(seen)
    assert count_fused([rising] * 40) == 0
    assert len(seen) == 2 * few


def test_marks_of_many_changes_are_put_in_one_way_through_a_paragraph() -> None:
    def steps(count: int) -> int:
        edits = [Edit(4 * n, 4 * n + 2, "deleted") for n in range(count)]
        with counting() as found:
            assert len(cut((Run("lamp" * count),), edits)) == 2 * count
        return found[0]

    steps(10)
    assert steps(2_000) <= STEEPEST * FACTOR * steps(500)
