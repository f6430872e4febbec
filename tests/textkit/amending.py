"""Bases and amendments for the tests of ``amend``: fictional texts, and arbitrary ones."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hypothesis import strategies as st

from majlis.textkit.amend import Amendment, Place
from majlis.textkit.model import Kind, Provision, Run, Text

INVITES = "Invites all districts to send two gardeners to the next spring meeting;"


def provision(
    identity: str,
    text: str,
    label: str = "",
    *children: Provision,
    kind: Kind = "operative",
    verb: str = "",
) -> Provision:
    """A provision whose number is its label without punctuation."""
    runs = (Run(text),) if text else ()
    return Provision(identity, kind, runs, label, label.strip("(). "), verb=verb, children=children)


def tides() -> Text:
    """A small resolution."""
    return Text(
        (
            provision("formula", "The Conference of the Parties on Tidal Gardens,", kind="formula"),
            provision("para_1", "Decides to keep the book of the tides;", "1.", verb="Decides"),
            provision(
                "para_2",
                "Requests the warden to:",
                "2.",
                provision("para_2__a", "Open the gate at high tide;", "(a)", verb="Requests"),
                provision("para_2__b", "Feed the bees of the shore;", "(b)", verb="Requests"),
                provision("para_2__c", "Ring the bell;", "(c)", verb="Requests"),
                verb="Requests",
            ),
            provision(
                "para_3",
                "Invites all districts to send two gardeners to the next spring meeting;",
                "3.",
                verb="Invites",
            ),
            provision("para_4", "Encourages gifts to the Tidal Fund.", "4.", verb="Encourages"),
        )
    )


def replaces(number: str, text: str, author: str = "North", **more: Any) -> Amendment:
    """An amendment that gives ``para_3`` of ``tides`` other words."""
    return Amendment(number, "replace", "para_3", text=text, author=author, **more)


def flat(text: Text) -> list[tuple[Any, ...]]:
    """What a text says: each provision with its place, without runs and marks of change."""
    parents = text.parents()
    return [
        (parents[p.id], p.id, p.kind, p.label, p.number, p.text, {run.revision for run in p.runs})
        for p in text.walk()
    ]


def wordings(text: Text) -> dict[str, str]:
    """Id to wording."""
    return {p.id: p.text for p in text.walk()}


def labels(text: Text, prefix: str = "para") -> list[str]:
    """The labels in reading order of provisions whose id starts so, or that are new."""
    return [p.label for p in text.walk() if p.id.startswith((prefix, "add"))]


# Arbitrary ones. Few words, so that changes often meet.

WORDS = ("the", "gate", "tide", "bee", "shall", "open", "潮", "прилив", "المد", ",")
_wording = st.lists(st.sampled_from(WORDS), min_size=1, max_size=7).map(" ".join)
_labels = st.sampled_from(("", "1.", "2.", "3.", "(a)", "(b)", "一、", "أ )", "2.1"))


@st.composite
def bases(draw: st.DrawFn) -> Text:
    """A text of up to twelve provisions with ids of their own, some without wording."""
    count = draw(st.integers(1, 12))
    parents = [draw(st.integers(-1, at - 1)) for at in range(count)]
    made: list[Provision] = []
    for at in reversed(range(count)):
        children = tuple(p for p in reversed(made) if parents[int(p.id[1:])] == at)
        words = draw(st.one_of(_wording, _wording, _wording, st.just("")))
        kind = draw(st.sampled_from(("operative", "paragraph", "heading")))
        made.append(provision(f"p{at}", words, draw(_labels), *children, kind=kind))
    return Text(tuple(p for p in reversed(made) if parents[int(p.id[1:])] == -1))


@st.composite
def amended(draw: st.DrawFn) -> tuple[Text, list[Amendment]]:
    """A base and amendments to it that often are in conflict."""
    base = draw(bases())
    found = wordings(base)
    ids = st.sampled_from([*found, "nowhere"])
    places = st.one_of(
        st.builds(Place, st.sampled_from(("before", "after", "first", "last")), ids),
        st.builds(Place, st.sampled_from(("first", "last")), st.just("")),
    )
    amendments = []
    for number in range(draw(st.integers(0, 6))):
        op = draw(st.sampled_from(("add", "replace", "replace", "delete", "move")))
        target = "" if op == "add" else draw(ids)
        seen = draw(st.sampled_from((None, found.get(target, ""), draw(_wording))))
        tree = None
        if op in ("add", "replace") and draw(st.booleans()):
            child = provision(draw(st.sampled_from(("", "p1", "new"))), draw(_wording))
            tree = provision(draw(st.sampled_from(("", "p0"))), draw(_wording), "", child)
        amendments.append(
            Amendment(
                f"m{number}",
                op,
                target,
                None if op == "add" else seen,
                draw(_wording) if op in ("add", "replace") and tree is None else "",
                provision=tree,
                place=draw(places) if op in ("add", "move") else None,
                author=draw(st.sampled_from(("North", "South", ""))),
                date="2041-05-0" + str(number + 1),
                label=draw(st.sampled_from((None, None, "9."))) if op == "replace" else None,
            )
        )
    return base, amendments


def by_kind(outcome_conflicts: Iterable[Any]) -> list[tuple[str, str, tuple[str, ...]]]:
    """Kind, provision and amendments of each conflict."""
    return [(c.kind, c.provision, c.amendments) for c in outcome_conflicts]
