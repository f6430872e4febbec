"""Which rows and columns a matrix has: what was said of a line stays, also where the line is divided."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from majlis.framework.models import Concept, Link
from majlis.kernel.models import Access, Record
from majlis.kernel.records import get_or_create_circle
from tests.framework import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def link() -> Link:
    return factories.link(factories.matrix(rows=2))


def divide_line(code: str) -> Concept:
    """A line gets a line below it."""
    line = Concept.objects.get(code=code)
    return factories.concept(line.scheme, f"{code}.a", line, line.position + 1)


def page_text(client: Client, page: str) -> str:
    response = client.get(f"/en/matrices/grid/{page}")
    assert response.status_code == 200, page
    return response.content.decode()


def row_codes(client: Client) -> list[str]:
    """The codes of the rows that the lists of a matrix have."""
    found = re.findall(r'"/en/concepts/lines-grid/([^/"]+)/"', page_text(client, "by-row/"))
    return list(dict.fromkeys(found))


def test_a_cell_stays_where_its_line_is_divided(client: Client, link: Link) -> None:
    divide_line("L1")
    page_text(client, "L1/G1/")
    page_text(client, "L1.a/G1/")
    assert "/en/matrices/grid/L1/G1/" in page_text(client, "")
    assert "/en/matrices/grid/L1/G1/" in page_text(client, "by-column/")
    assert row_codes(client) == ["L1", "L1.a", "L2"]


def test_a_line_that_is_divided_and_has_no_cell_is_no_row(client: Client, link: Link) -> None:
    divide_line("L2")
    assert client.get("/en/matrices/grid/L2/G1/").status_code == 404
    assert row_codes(client) == ["L1", "L2.a"]


def test_a_withdrawn_cell_of_a_divided_line_is_read_but_makes_no_row(
    client: Client, link: Link
) -> None:
    Link.objects.update(state="withdrawn")
    divide_line("L1")
    page_text(client, "L1/G1/")
    assert row_codes(client) == ["L1.a", "L2"]


def test_what_is_private_takes_no_row_from_anybody(client: Client, link: Link) -> None:
    """A row that vanished would tell that something private stands below it."""
    below = divide_line("L2").record
    Record.objects.filter(pk=below.pk).update(
        access=Access.PRIVATE, circle=get_or_create_circle("test")
    )
    page_text(client, "L2/G1/")
    assert row_codes(client) == ["L1", "L2"]
    assert client.get("/en/matrices/grid/L2.a/G1/").status_code == 404
