"""The words that bear a field out are marked where they stand, and never outside the words."""

from __future__ import annotations

import random
import re

from majlis.mandates.extraction.fields import (
    changed_fields,
    clean_fields,
    fields_of_finding,
    locate_witness,
)
from majlis.mandates.extraction.tables import marked_text

TAG = re.compile(r"<sup>[^<]*</sup>|<[^>]+>")


def test_marked_words_are_the_words_whatever_the_spans() -> None:
    dice = random.Random(5)
    text = "Requests the Keeper, by its secretariat, to report on the tide."
    for _round in range(500):
        spans = {
            field: sorted(dice.choices(range(-5, len(text) + 6), k=2))
            for field in dice.sample(["force", "asked", "action", "deadline", "via"], 4)
        }
        letters = dict(zip(spans, "ABCD", strict=True))
        assert TAG.sub("", marked_text(text, spans, letters)) == text
        for words in re.findall(r"<mark[^>]*>([^<]*)", marked_text(text, spans, letters)):
            assert words in text and words.strip()


def test_of_two_fields_the_words_belong_to_the_narrower_one() -> None:
    text = "to report to the Council every year"
    spans = {"action": [0, 35], "recurrence": [25, 35]}
    shown = marked_text(text, spans, {"action": "F", "recurrence": "H"})
    assert '<mark class="wit">every year<sup>H</sup></mark>' in shown
    assert shown.count("<sup>F</sup>") == 1


def test_words_of_a_text_are_escaped() -> None:
    assert "<b>" not in marked_text("asks <b>you</b>", {"asked": [5, 8]}, {"asked": "A"})


def test_a_witness_of_the_engine_beyond_the_words_is_dropped() -> None:
    found = {"witness": {"action": [0, 99], "verb": [0, 4]}, "witness_of": {}}
    spans, elsewhere = locate_witness(found, {}, [], "asks you")
    assert (spans, elsewhere) == ({"verb": [0, 4], "force": [0, 4]}, {})


def test_what_a_person_typed_is_borne_out_where_it_stands_in_the_words() -> None:
    found = {"witness": {"actors": [0, 4]}, "witness_of": {}}
    values = clean_fields({"asked": ["Keeper"], "occasion": "nowhere"})
    spans, _elsewhere = locate_witness(found, values, ["asked", "occasion"], "The Keeper is asked")
    assert spans == {"asked": [4, 10]}


def test_spaces_alone_make_no_correction() -> None:
    found = fields_of_finding({"force": "requests", "action": "to  report", "actors": ["Keeper"]})
    typed = found | {"action": "to report\r\n", "asked": [" Keeper "]}
    assert changed_fields(found, typed) == []
    assert changed_fields(found, typed | {"kind": "report"}) == ["kind"]
