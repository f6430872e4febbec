"""Filtered lists: their addresses hold no empty parameters, and their titles say by what they are filtered."""

from __future__ import annotations

import pytest
from django.test import Client, RequestFactory

from majlis.kit.filters import clean_address, result_title
from majlis.look.parts import ActiveFilter

CHOSEN = [ActiveFilter("Force", "invites", "?")]


@pytest.mark.parametrize(
    ("query", "clean"),
    [
        ("", ""),
        ("?q=salt&page=2", ""),
        ("?q=&page=2", "/list/?page=2"),
        ("?q=%20&force=", "/list/"),
        ("?kind=a&kind=&kind=b", "/list/?kind=a&kind=b"),
        ("?q=&download=csv", ""),
    ],
)
def test_an_address_without_its_empty_parameters(query: str, clean: str) -> None:
    assert clean_address(RequestFactory().get(f"/list/{query}")) == clean


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["mandates/", "mandates/calendar/", "texts/", "calendar/", "search/"]
)
def test_a_form_with_empty_fields_leads_to_the_clean_address(path: str) -> None:
    answer = Client().get(f"/en/{path}?q=&page=1&sort=")
    assert answer.status_code == 302 and answer["Location"] == f"/en/{path}?page=1"
    assert Client().get(f"/en/{path}?page=1").status_code == 200


def test_the_title_of_a_filtered_list() -> None:
    assert result_title("Bodies", "3 bodies", []) == "Bodies"
    assert result_title("Bodies", "3 bodies", CHOSEN) == "3 bodies, Force: invites"
    assert result_title("Bodies", "1,200", CHOSEN) == "Bodies, Force: invites"
