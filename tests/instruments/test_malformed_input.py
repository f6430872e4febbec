"""What nobody means to send: signs that the database does not take, numbers that are too large, very long symbols."""

from __future__ import annotations

import io
import time

import pytest
from django.test import Client

from majlis.instruments.core.identifiers import split_symbol
from majlis.instruments.imports import actions, publish, working_copy
from tests.instruments import published_texts
from tests.instruments.imports.test_views import SMALL, brought, signed_in
from tests.support.forms import submit


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("page", "status"), [("{version}/p/%00/", 404), ("concepts/?of=%00", 200)], ids=["eid", "of"]
)
def test_a_sign_that_the_database_does_not_take_is_of_no_provision(page: str, status: int) -> None:
    made = published_texts.published_text(published_texts.sample_bytes("Resolution 27"))
    url = f"/en/texts/{made.instrument.slug}/{page.format(version=made.slug)}"
    assert Client().get(url, follow=True).status_code == status


@pytest.mark.django_db
def test_a_sign_that_the_database_does_not_take_is_of_no_text_in_a_file() -> None:
    officer = signed_in("secretariat")
    url = f"{brought(officer, 'a.txt', SMALL).get_absolute_url()}destination/"
    assert officer.get(f"{url}?text=%00x").status_code == 404
    assert officer.post(url, {"do": "find", "find": "\0tide"}).status_code == 200


@pytest.mark.django_db
def test_more_votes_than_there_are_people_are_told_at_their_field() -> None:
    made = published_texts.published_text(published_texts.sample_bytes("Resolution 27"))
    url = f"/en/texts/{made.instrument.slug}/{made.slug}/acts/add/"
    act = {"kind": "adopts", "words": "1st meeting", "manner": "vote", "in_favour": "9" * 14}
    answer = submit(signed_in("secretariat"), url, act)
    assert answer.status_code == 422
    assert "in_favour" in answer.context["form"].errors


@pytest.mark.django_db
def test_an_id_with_a_stroke_in_it_has_a_page() -> None:
    officer = signed_in("secretariat")
    kept = brought(officer, "a.txt", SMALL).now
    last = list(working_copy.parse_text(kept).walk())[-1].id
    named = brought(officer, "b.xml", kept.replace(last, "sec/1").encode())
    made = publish.publish_import(published_texts.SYSTEM, named)[0]
    page = made.provisions.get(eid="sec/1").get_absolute_url()
    assert Client().get(made.get_absolute_url()).status_code == 200
    assert Client().get(page).status_code == 200


@pytest.mark.django_db
def test_a_file_that_nobody_came_to_read_can_be_set_aside_and_taken_up_again() -> None:
    officer = signed_in("secretariat")
    waiting = actions.upload_import(published_texts.SYSTEM, name="a.txt", stream=io.BytesIO(SMALL))
    assert 'value="aside"' in officer.get(waiting.get_absolute_url()).content.decode()
    for step, state in (("aside", "set_aside"), ("again", "read")):
        officer.post(f"{waiting.get_absolute_url()}step/", {"do": step})
        waiting.refresh_from_db()
        assert waiting.state == state


def test_a_symbol_without_end_is_taken_as_it_is_and_at_once() -> None:
    begun = time.monotonic()
    assert split_symbol("1" * 20_000).label == ""
    assert time.monotonic() - begun < 1
