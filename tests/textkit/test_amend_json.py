"""Amendments as JSON, what is applied as JSON, and what is refused."""

from __future__ import annotations

import json

import pytest

from majlis.textkit.amend import Amendment, Place, amendments_from_json, apply
from majlis.textkit.errors import TextError
from majlis.textkit.model import Provision, Revision, Run
from tests.textkit.amending import (
    INVITES,
    replaces,
    tides,
    wordings,
)


def test_json_in() -> None:
    data = [
        {"id": "1", "op": "replace", "target": "para_3", "base": INVITES, "author": "North",
         "runs": [{"text": "Invites "}, {"text": "none", "marks": ["bold"]}], "unknown": 1},
        {"id": "2", "op": "add", "place": {"where": "last"}, "date": "2041-05-02",
         "provision": {"kind": "operative", "label": "5.", "text": "Thanks all:",
                       "children": [{"text": "Bees", "label": "(a)"}]}},
        {"id": "3", "op": "delete", "target": "para_1"},
    ]  # fmt: skip
    expected = (
        Amendment("1", "replace", "para_3", INVITES, author="North",
                  runs=(Run("Invites "), Run("none", frozenset({"bold"})))),
        Amendment("2", "add", place=Place("last"), date="2041-05-02",
                  provision=Provision("", "operative", (Run("Thanks all:"),), "5.", "5", children=(
                      Provision("", "paragraph", (Run("Bees"),), "(a)", "a"),))),
        Amendment("3", "delete", "para_1"),
    )  # fmt: skip
    assert amendments_from_json(data) == expected
    assert amendments_from_json(json.dumps(data)) == expected
    assert amendments_from_json(json.dumps(data).encode()) == expected


def test_json_out() -> None:
    outcome = apply(
        tides(), [replaces("1", INVITES.replace("two", "ten")), Amendment("2", "delete", "none")]
    )
    found = json.loads(json.dumps(outcome.as_dict()))
    assert found["applied"] == ["1"]
    assert found["conflicts"][0]["kind"] == "unknown"
    assert [p["text"] for p in found["text"]["provisions"]] == list(wordings(outcome.text).values())
    assert found["redline"]["provisions"][6]["spans"][1] == ["-", "two"]


@pytest.mark.parametrize(
    "data",
    [
        "{",
        b"\xff",
        "{}",
        "[1]",
        '[{"id": "1"}]',
        '[{"id": 1, "op": "delete"}]',
        '[{"id": "1", "op": "add", "place": {"where": "near"}}]',
        '[{"id": "1", "op": "add", "place": "last"}]',
        '[{"id": "1", "op": "add", "runs": "x"}]',
        '[{"id": "1", "op": "add", "runs": [{"text": "x", "marks": ["loud"]}]}]',
        '[{"id": "1", "op": "add", "provision": {"kind": "poem"}}]',
        '[{"id": "1", "op": "add", "provision": {"children": {}}}]',
        "[" * 100_000,
    ],
)
def test_bad_json_is_one_line(data: str | bytes) -> None:
    with pytest.raises(TextError) as caught:
        amendments_from_json(data)
    assert "\n" not in str(caught.value) and caught.value.mend


@pytest.mark.parametrize(
    "amendments",
    [
        [Amendment("", "delete", "para_1")],
        [Amendment("1", "delete", "para_1"), Amendment("1", "delete", "para_2")],
        [Amendment("1", "delete")],
        [Amendment("1", "replace", "para_1")],
        [Amendment("1", "replace", "para_1", text="  ")],
        [Amendment("1", "add", text="Sing;")],
        [Amendment("1", "add", place=Place("last"))],
        [Amendment("1", "move", "para_1")],
        [Amendment("1", "move", "para_1", place=Place("after"))],
        [Amendment("1", "replace", "para_1", runs=(Run("x", revision=Revision("inserted")),))],
    ],
)
def test_amendments_that_say_too_little(amendments: list[Amendment]) -> None:
    with pytest.raises(TextError) as caught:
        apply(tides(), amendments)
    assert caught.value.mend
