"""Long yearly versions of invented omnibus resolutions, in six languages.

Everything happens at once in them, as it does where a hundred paragraphs are revised by many hands:
sections come and go, all is renumbered, recitals become operative, near copies stand side by side, and
what is rewritten stands beside what is replaced.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest

from majlis.textkit.compare import Comparison, compare, redline
from majlis.textkit.model import Provision, Text, View
from majlis.textkit.read import read_bytes
from majlis.textkit.words import HAN
from majlis.textkit.write.akn import write_akn
from majlis.textkit.write.docx import write_docx
from majlis.textkit.write.html import write_html
from majlis.textkit.write.markdown import write_markdown
from tests.textkit.pairs import LONG, Pair, differing, pair

# A section number and its name are one pair, so that there are fewer to find than lines that differ.
LEAST = {"canals.ar": 0.925, "lakes.ru": 0.93, "libraries.ar": 0.93, "pastures.es": 0.93}
BOTH: tuple[View, View] = ("accept", "reject")
FORMS: dict[str, Callable[[Text], bytes]] = {
    "docx": write_docx,
    "html": lambda text: write_html(text).encode(),
    "md": lambda text: write_markdown(text).encode(),
    "xml": write_akn,
}
known_pair = cache(pair)


@cache
def compared(name: str) -> Comparison:
    return compare(known_pair(name).old, known_pair(name).new)


def scores(known: Pair, comparison: Comparison) -> tuple[int, int, int]:
    found, true = differing(known, comparison)
    return len(found & true), len(found), len(true)


def without_numbers(text: Text) -> Text:
    """The text as it is exported by those who lose the numbers."""

    def bare(provision: Provision) -> Provision:
        children = tuple(map(bare, provision.children))
        return replace(provision, label="", number="", children=children)

    return replace(text, provisions=tuple(map(bare, text.provisions)))


@pytest.mark.parametrize("name", LONG)
def test_pairs_that_differ(name: str) -> None:
    hits, found, true = scores(known_pair(name), compared(name))
    assert 2 * hits / (found + true) >= LEAST.get(name, 0.94)


def test_pairs_that_differ_in_all_of_them() -> None:
    assert len(LONG) >= 14
    columns = zip(*(scores(known_pair(name), compared(name)) for name in LONG), strict=True)
    hits, found, true = map(sum, columns)
    assert hits / found >= 0.95
    assert hits / true >= 0.95


def test_pairs_that_differ_where_the_numbers_were_lost() -> None:
    rows = []
    for name in LONG:
        known = known_pair(name)
        old, new = map(without_numbers, (known.old, known.new))
        rows.append(scores(replace(known, old=old, new=new), compare(old, new)))
    hits, found, true = map(sum, zip(*rows, strict=True))
    assert 2 * hits / (found + true) >= 0.95


@pytest.mark.parametrize("name", LONG)
def test_the_spans_give_both_versions(name: str) -> None:
    known = known_pair(name)
    changes = json.loads(json.dumps(compared(name).as_dict()))["changes"]
    for item in changes:
        assert "".join(text for op, text in item["spans"] if op in "=-") == item["old_text"]
        assert "".join(text for op, text in item["spans"] if op in "=+") == item["new_text"]
    ids = [id for item in changes if item["old"] for id in _listed(item["old"])]
    assert sorted(ids) == sorted(provision.id for provision in known.old.walk())
    ids = [id for item in changes if item["new"] for id in _listed(item["new"])]
    assert sorted(ids) == sorted(provision.id for provision in known.new.walk())


def _listed(ids: str | list[str]) -> list[str]:
    return [ids] if isinstance(ids, str) else ids


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", LONG)
def test_both_versions_can_be_had_again_from_each_form(name: str, form: str) -> None:
    known = known_pair(name)
    data = FORMS[form](redline(compared(name), "A. Warden", "2041-02-03T04:05:06Z"))
    for shown in BOTH:
        wanted = known.new if shown == "accept" else known.old
        found = read_bytes(data, shown, name=f"redline.{form}")
        assert [(p.id, p.kind, p.label, p.number, p.text) for p in found.walk()] == [
            (p.id, p.kind, p.label, p.number, p.text) for p in wanted.walk()
        ]


INSIDE = re.compile(rf"(?:[^\W{HAN}]|[\u064b-\u0652\u0670]){{2}}")


@pytest.mark.parametrize("name", LONG)
def test_no_change_begins_or_ends_inside_a_word(name: str) -> None:
    """Not between an Arabic word and what is written together with it, not in a number or a name."""
    seams = 0
    for item in compared(name).changes:
        for side in ("=-", "=+"):
            parts = [text for op, text in item.spans if op in side]
            for before, after in pairwise(parts):
                seams += 1
                assert not INSIDE.fullmatch(before[-1] + after[0]), (before[-20:], after[:20])
    assert seams >= 20
