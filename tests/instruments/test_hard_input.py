"""What nobody means to send: signs that the database does not take, numbers that are too large, very long symbols."""

from __future__ import annotations

import time

import pytest
from django.test import Client

from majlis.instruments.naming import apart
from tests.instruments import shelf
from tests.instruments.test_import_pages import SMALL, brought, signed_in


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("page", "status"), [("{version}/p/%00/", 404), ("concepts/?of=%00", 200)], ids=["eid", "of"]
)
def test_a_sign_that_the_database_does_not_take_is_of_no_provision(page: str, status: int) -> None:
    made = shelf.published(shelf.words("Resolution 27"))
    url = f"/en/texts/{made.instrument.slug}/{page.format(version=made.slug)}"
    assert Client().get(url).status_code == status


@pytest.mark.django_db
def test_a_sign_that_the_database_does_not_take_is_of_no_text_in_a_file() -> None:
    officer = signed_in("secretariat")
    url = f"{brought(officer, 'a.txt', SMALL).get_absolute_url()}becomes/"
    assert officer.get(f"{url}?text=%00").status_code == 404
    assert officer.post(url, {"do": "find", "find": "\0tide"}).status_code == 200


@pytest.mark.django_db
def test_more_votes_than_there_are_people_are_told_at_their_field() -> None:
    made = shelf.published(shelf.words("Resolution 27"))
    url = f"/en/texts/{made.instrument.slug}/{made.slug}/acts/"
    act = {"kind": "adopts", "words": "1st meeting", "manner": "vote", "in_favour": "9" * 14}
    answer = signed_in("secretariat").post(
        url, {"do": "note"} | {f"act-{name}": value for name, value in act.items()}
    )
    assert answer.status_code == 422
    assert "in_favour" in answer.context["form"].errors


def test_a_symbol_without_end_is_taken_as_it_is_and_at_once() -> None:
    begun = time.monotonic()
    assert apart("1" * 20_000).label == ""
    assert time.monotonic() - begun < 1
