"""The states in which actions are offered, and what filters are sent."""

from __future__ import annotations

from django.http import QueryDict

from majlis.kernel.lifecycle import is_possible
from majlis.kit.filters import printable


def test_an_action_is_possible_from_the_states_of_its_lifecycle() -> None:
    assert is_possible("parties.close_organisation", "active")
    assert not is_possible("parties.close_organisation", "closed")
    assert is_possible("parties.change_organisation", "closed")


def test_a_filter_holds_no_unprintable_character() -> None:
    assert printable(QueryDict("q=a%00b&q=%1b&page=2")).urlencode() == "q=ab&q=&page=2"
