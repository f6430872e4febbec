"""The help: it has a line for each page of the menus, and what it names exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

import majlis
from majlis.look.menu import registry
from majlis.mandates.extraction.keys import KEYS
from majlis.portal.help_pages import LINES, SIDE_PAGES, declared, line_of
from tests.commons.helpers import client_for
from tests.support.people import person

pytestmark = pytest.mark.django_db
TEMPLATES = Path(majlis.__path__[0]).glob("**/templates/**/*.html")
# Pages with their own explanation of what they are for, which is the help itself.
OWN = {"help"}


def main_part(client: Client, path: str) -> str:
    """The part of a page below its head."""
    return client.get(path).content.decode().split("<main")[1].split("</main")[0]


def test_every_page_of_the_menus_says_what_it_is_for() -> None:
    menus = {*registry.menu, *registry.work, *registry.account, *registry.foot}
    side = {name for names in SIDE_PAGES.values() for name in names}
    without = sorted(name for name in menus - OWN | side if not str(line_of(name)).strip())
    assert without == []
    assert sorted(name for name in LINES if declared(name, "lead")) == []


def test_every_side_page_of_the_register_is_in_the_help() -> None:
    register = main_part(Client(), "/en/mandates/")
    more = next(each for each in register.split("<details")[1:] if 'class="groups"' in each)
    more = more.split("</details")[0]
    linked = set(re.findall(r'href="(/en/mandates/[^"?#]*)["?#]', more)) - {"/en/mandates/"}
    assert linked - {reverse(name) for name in SIDE_PAGES["mandates:register"]} == set()
    assert len(linked) > 9


def test_the_help_shows_each_reader_the_pages_that_they_can_open() -> None:
    findings = reverse("mandates:findings")
    assert f'href="{findings}"' not in main_part(Client(), "/en/help/")
    assert f'href="{findings}"' in main_part(client_for(person("secretariat")), "/en/help/")


def test_the_help_leads_to_the_page_of_keys_which_names_each_access_key() -> None:
    page = reverse("mandates:review_keys")
    assert f'href="{page}"' in main_part(Client(), "/en/help/")
    text = Client().get(page).content.decode()
    keys = {key for path in TEMPLATES for key in re.findall(r'accesskey="(\w)"', path.read_text())}
    assert keys <= {key.letter.lower() for key in KEYS}
    assert keys <= {key.lower() for key in re.findall(r"<kbd>(\w)</kbd>", text)}


@pytest.mark.parametrize("role", ["", "secretariat"])
def test_each_link_of_the_help_leads_to_a_page(role: str) -> None:
    client = client_for(person(role) if role else None)
    links = set(re.findall(r'href="(/[^"]+)"', main_part(client, "/en/help/")))
    assert len(links) >= 20
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)
