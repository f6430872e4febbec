"""The help: what it names exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

import majlis
from majlis.portal.views import ACCESS_KEYS

pytestmark = pytest.mark.django_db
TEMPLATES = Path(majlis.__path__[0]).glob("**/templates/**/*.html")


def test_each_access_key_is_named_and_exists() -> None:
    keys = {key for path in TEMPLATES for key in re.findall(r'accesskey="(\w)"', path.read_text())}
    assert {key.lower() for key, _action in ACCESS_KEYS} == keys
    text = Client().get("/en/help/").content.decode()
    assert re.findall(r"<kbd>(\w)</kbd>", text) == [key for key, _action in ACCESS_KEYS]


def test_each_link_of_the_help_leads_to_a_page() -> None:
    main = Client().get("/en/help/").content.decode().split("<main")[1].split("</main")[0]
    links = re.findall(r'href="(/[^"]+)"', main)
    assert len(links) >= 7
    for link in links:
        assert Client().get(link).status_code == 200, link
