"""Addresses of pages, the states in which actions are offered, and what filters are sent."""

from __future__ import annotations

from django.http import QueryDict

from majlis.kernel.lifecycle import is_possible
from majlis.kit.filters import printable
from majlis.kit.page import Page
from majlis.kit.urls import page_path


class CloseOwnAccount(Page):
    """A page."""


def test_the_address_of_a_page_is_called_as_its_class() -> None:
    assert page_path("x/", CloseOwnAccount).name == "close_own_account"
    assert page_path("x/", CloseOwnAccount, "closing").name == "closing"


def test_an_action_is_possible_from_the_states_of_its_lifecycle() -> None:
    assert is_possible("parties.close_organisation", "active")
    assert not is_possible("parties.close_organisation", "closed")
    assert is_possible("parties.change_organisation", "closed")


def test_a_filter_holds_no_unprintable_character() -> None:
    assert printable(QueryDict("q=a%00b&q=%1b&page=2")).urlencode() == "q=ab&q=&page=2"
