"""The stops of a keyboard before the page: three that lead past the others, and the menus folded."""

from __future__ import annotations

from typing import Any

import html5lib
import pytest
from django.test import Client

from tests.commons.helpers import client_for
from tests.support.people import person

pytestmark = pytest.mark.django_db
SKIPS = ["#main", "#menu", "#find-q"]


@pytest.fixture(autouse=True)
def no_notices(settings: Any) -> None:
    """A site that is no demonstration, and that sends mail."""
    settings.MAJLIS_DEMO = settings.MAJLIS_OUTBOX = False


def stops_before_page(client: Client) -> tuple[list[str], set[str]]:
    """What the Tab key stops at before the page, with its menus folded; and the ids of the page."""
    text = client.get("/en/help/").content.decode()
    tree = html5lib.parse(text, namespaceHTMLElements=False)
    folded = {
        inner
        for menu in tree.iter("details")
        for each in menu
        if each.tag != "summary"
        for inner in each.iter()
    }
    stops: list[str] = []
    for node in tree.iter():
        if node.get("id") == "main":
            break
        is_stop = node.tag in ("summary", "button", "input") or (
            node.tag == "a" and node.get("href")
        )
        if is_stop and node not in folded and node.get("type") != "hidden":
            stops.append(node.get("href") or " ".join("".join(node.itertext()).split()))
    return stops, {node.get("id") for node in tree.iter() if node.get("id")}


@pytest.mark.parametrize(("role", "most"), [("", 7), ("secretariat", 8)])
def test_the_page_the_menu_and_the_search_are_at_most_three_stops_away(
    role: str, most: int
) -> None:
    stops, ids = stops_before_page(client_for(person(role) if role else None))
    assert stops[:3] == SKIPS
    assert {each[1:] for each in SKIPS} <= ids
    menus = stops[3:]
    assert len(menus) <= most, menus
    assert menus[0] == "/en/"
    assert "English" in menus and "Menu" in menus
    assert ("Work" in " ".join(menus)) is (role == "secretariat")


def test_the_account_is_one_menu_with_what_is_unread() -> None:
    stops, _ids = stops_before_page(client_for(person("secretariat")))
    assert [each for each in stops if each.startswith("Your account:")] == stops[4:5]
    assert "/en/account/sign-out/" not in stops
