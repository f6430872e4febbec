"""The numbers of items: those of the tree, without a gap or a double, whatever is done to it."""

from __future__ import annotations

import datetime
import itertools
import threading
from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from majlis.events.agenda import actions
from majlis.events.agenda.numbering import (
    children_by_parent,
    is_numbered,
    number_items,
    serial_of,
    subtree_of,
)
from majlis.events.models import AgendaItem
from majlis.kernel.actor import Actor
from tests.events import factories

SYSTEM = Actor.as_system("tests")
MOMENT = datetime.datetime(2027, 2, 1, tzinfo=datetime.UTC)


def labels_are_those_of_the_tree(items: list[AgendaItem]) -> None:
    """Below each item, and at the top, the numbered items have 1, 2, 3 … after the label above them."""
    by_key = {item.pk: item for item in items}
    for parent, siblings in children_by_parent(items).items():
        above = by_key[parent].label if parent is not None else ""
        numbered = [item for item in siblings if item.label]
        prefix = f"{above}." if above else ""
        assert [item.label for item in numbered] == [
            f"{prefix}{count}" for count in range(1, len(numbered) + 1)
        ]
        assert [item.position for item in siblings] == list(range(1, len(siblings) + 1))
    labels = [item.label for item in items if item.label]
    assert len(labels) == len(set(labels))
    assert all(item.label for item in items if item.withdrawn_at is None)


class Tree:
    """A tree of items in memory, on which the steps of an example are done as the verbs do them."""

    def __init__(self, *, published: bool) -> None:
        self.items: list[AgendaItem] = []
        self.published = published
        self.keys = itertools.count(1)

    def present(self) -> list[AgendaItem]:
        return [item for item in self.items if item.withdrawn_at is None]

    def add(self, chosen: int, position: int) -> None:
        parents = [None, *self.present()]
        parent = parents[chosen % len(parents)]
        item = AgendaItem(pk=next(self.keys), parent_id=parent.pk if parent else None)
        self.items.append(item)
        actions._insert(item, self.items, position)

    def move(self, chosen: int, position: int) -> None:
        present = self.present()
        if not present:
            return
        item = present[chosen % len(present)]
        below = {each.pk for each in subtree_of(item, self.items)}
        parents = [None, *(each for each in present if each.pk not in below)]
        parent = parents[position % len(parents)]
        item.parent_id = parent.pk if parent else None
        actions._insert(item, self.items, position)

    def withdraw(self, chosen: int, position: int) -> None:
        present = self.present()
        for item in subtree_of(present[chosen % len(present)], self.items) if present else ():
            item.withdrawn_at = item.withdrawn_at or MOMENT
            if not self.published:
                item.label = ""


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "add", "move", "withdraw"]),
        st.integers(0, 30),
        st.integers(0, 8),
    ),
    max_size=25,
)


@given(steps=STEPS, published=st.booleans())
def test_any_steps_leave_the_labels_of_the_tree(
    steps: list[tuple[str, int, int]], published: bool
) -> None:
    tree = Tree(published=published)
    for step, chosen, position in steps:
        getattr(tree, step)(chosen, position)
        number_items(tree.items)
        labels_are_those_of_the_tree(tree.items)
        assert number_items(tree.items) == []


@given(steps=STEPS, chosen=st.integers(0, 30))
def test_a_published_number_stays_when_an_item_is_withdrawn(
    steps: list[tuple[str, int, int]], chosen: int
) -> None:
    tree = Tree(published=True)
    for step, which, position in steps:
        getattr(tree, step)(which, position)
        number_items(tree.items)
    before = {item.pk: item.label for item in tree.items}
    tree.withdraw(chosen, 0)
    number_items(tree.items)
    assert {item.pk: item.label for item in tree.items} == before
    assert all(is_numbered(item) for item in tree.items)


@pytest.mark.django_db
def test_the_verbs_number_as_the_examples_do() -> None:
    meeting = factories.meeting(state="draft")

    def add(title: str, **values: Any) -> AgendaItem:
        words = {"title": {"en": title}}
        return actions.add_item(SYSTEM, meeting, words=words, authentic="en", **values)

    first, second, third = add("One"), add("Two"), add("Three")
    add("Two, one", parent=second)
    last = add("Two, two", parent=second)
    add("Before all", position=1)
    actions.move_item(SYSTEM, third, parent=second, position=1)
    actions.move_item(SYSTEM, last, direction="up")
    actions.withdraw_item(SYSTEM, first, reason="Postponed.")
    items = list(AgendaItem.objects.filter(meeting=meeting))
    labels_are_those_of_the_tree(items)
    shown = sorted((item.label, str(item)) for item in items if item.label)
    assert shown == [
        ("1", "Before all"),
        ("2", "Two"),
        ("2.1", "Three"),
        ("2.2", "Two, two"),
        ("2.3", "Two, one"),
    ]
    assert sorted(serial_of(item) for item in items) == [1, 2, 3, 4, 5, 6]


@pytest.mark.django_db(transaction=True)
def test_people_who_add_items_at_once_get_each_number_once() -> None:
    meeting = factories.meeting(state="draft")

    def add(number: int) -> None:
        try:
            for part in range(3):
                words = {"title": {"en": f"Item {number} {part}"}}
                actions.add_item(SYSTEM, meeting, words=words, authentic="en")
        finally:
            connection.close()

    threads = [threading.Thread(target=add, args=(number,)) for number in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    items = list(AgendaItem.objects.filter(meeting=meeting).select_related("record"))
    assert len(items) == 12
    labels_are_those_of_the_tree(items)
    assert sorted(serial_of(item) for item in items) == list(range(1, 13))
