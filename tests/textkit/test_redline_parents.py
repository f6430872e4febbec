"""Rejecting a redline gives back the old tree, in each form that a redline is written in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings

from majlis.textkit.carry import normal
from majlis.textkit.compare import compare, redline
from majlis.textkit.model import Provision, Run, Text, as_dict
from majlis.textkit.read import read_bytes
from majlis.textkit.views import view
from majlis.textkit.write.docx import write_docx
from tests.textkit.pairs import NAMES, pair
from tests.textkit.test_compare_properties import versions
from tests.textkit.test_redline_forms import FORMS

Tree = list[tuple[str, str | None]]
WRITERS: dict[str, Callable[[Text], bytes]] = FORMS | {"docx": write_docx}


def tree(text: Text) -> Tree:
    return list(text.parents().items())


def said(identity: str, words: str, *below: Provision) -> Provision:
    return Provision(identity, "operative", (Run(words),), children=below)


OLD = Text(
    (
        said(
            "a",
            "Requests the pilots:",
            said("a_1", "to keep a log of tides;"),
            said("a_2", "to chart every shoal in the bay;"),
        ),
        said("b", "Invites the wardens to count the herons."),
    )
)
NEW = Text(
    (
        said("c", "Urges all ports to dredge their northern canals each spring:"),
        said("d", "to keep a log of tides;"),
        said(
            "e", "to chart every shoal in the bay;", said("f", "Invites wardens to count herons.")
        ),
    )
)


def test_the_old_parent_is_said_where_the_place_does_not_say_it() -> None:
    text = redline(compare(OLD, NEW))
    assert tree(view(text, "reject")) == tree(OLD)
    assert tree(view(text, "accept")) == tree(NEW)
    told = {
        row["id"]: row["old_parent"] for row in as_dict(text)["provisions"] if "old_parent" in row
    }
    assert told
    assert set(told.values()) <= {"a", ""}


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("name", NAMES)
def test_pairs(name: str, form: str) -> None:
    known = pair(name)
    data = WRITERS[form](
        redline(compare(known.old, known.new), "A. Warden", "2041-02-03T04:05:06Z")
    )
    assert tree(read_bytes(data, "reject", name=f"redline.{form}")) == tree(known.old)
    assert tree(read_bytes(data, "accept", name=f"redline.{form}")) == tree(known.new)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts=versions())
def test_any_pair(texts: tuple[Text, Text]) -> None:
    old, new = map(normal, texts)
    text = redline(compare(old, new))
    assert tree(view(text, "reject")) == tree(old)
    assert tree(view(text, "accept")) == tree(new)
    assert view(view(text, "reject"), "reject") == view(text, "reject")


def test_a_parent_that_cannot_hold_it_is_not_looked_for() -> None:
    text = Text(
        (
            said("a", "Requests the pilots:", said("b", "to sail.")),
            Provision("c", "operative", (Run("Invites them."),), old_parent="nowhere"),
            Provision("d", "operative", (Run("Urges them."),), old_parent="a"),
            Provision("e", "operative", (Run("Asks them."),), old_parent="c"),
        )
    )
    assert tree(view(text, "reject")) == [
        ("a", None),
        ("b", "a"),
        ("c", None),
        ("d", None),
        ("e", None),
    ]
    assert view(text, "accept").parents()["e"] is None
