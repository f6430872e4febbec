"""The fictional people: only in a demonstration, and only from this machine."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from majlis.kernel.models import Appointment, User
from majlis.kernel.roles import ROLES
from majlis.parties.accounts import demonstration
from tests.parties.accounts.support import body

pytestmark = pytest.mark.django_db
PAGE = "/ar/demonstration/"


@pytest.fixture
def demo(settings: Any) -> None:
    settings.MAJLIS_DEMO = True


def test_there_is_one_for_each_role_and_each_says_that_it_is_fictional(demo: None) -> None:
    assert {each.role for each in demonstration.PEOPLE} == set(ROLES)
    for each in demonstration.PEOPLE:
        assert each.email.endswith("@example.org")
        assert any(
            word in each.name
            for word in ("fict", "fictif", "خيالية", "虚构", "вымышленн", "ficticia")
        ), each
    assert {each.language for each in demonstration.PEOPLE} == {"ar", "zh", "en", "fr", "ru", "es"}


def test_loading_twice_makes_them_once_and_gives_roles_when_it_can(
    demo: None, monkeypatch: Any
) -> None:
    monkeypatch.setattr(demonstration, "SCOPES", {})
    assert demonstration.load_people() == len(demonstration.PEOPLE)
    count = Appointment.objects.count()
    assert demonstration.load_people() == 0
    assert Appointment.objects.count() == count
    council = body()
    demonstration.register_scope("chair", lambda: council)
    demonstration.load_people()
    chair = demonstration.find_person("chair")
    assert chair is not None and chair.holds("chair", council)


def test_a_press_signs_in_as_the_person(demo: None) -> None:
    demonstration.load_people()
    client = Client()
    text = client.get(PAGE).content.decode()
    assert text.count('name="role"') == len(ROLES)
    assert client.post(PAGE, {"role": "translator"}).status_code == 302
    assert client.session["_auth_user_id"] == str(
        User.objects.get(email="translator@example.org").pk
    )
    assert client.post(PAGE, {"role": "emperor"}).status_code == 404


@pytest.mark.parametrize(
    "request_from",
    [
        {"REMOTE_ADDR": "203.0.113.5"},
        {"REMOTE_ADDR": ""},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.5"},
    ],
)
def test_from_elsewhere_there_is_no_such_page(demo: None, request_from: dict[str, str]) -> None:
    demonstration.load_people()
    client = Client(**request_from)  # type: ignore[arg-type]
    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE, {"role": "administrator"}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_in_a_real_site_there_is_neither_page_nor_people(settings: Any) -> None:
    settings.MAJLIS_DEMO = True
    demonstration.load_people()
    settings.MAJLIS_DEMO = False
    client = Client()
    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE, {"role": "administrator"}).status_code == 404
    assert "_auth_user_id" not in client.session
    with pytest.raises(RuntimeError):
        demonstration.load_people()


def test_it_works_over_the_other_loopback_too(demo: None) -> None:
    assert Client(REMOTE_ADDR="::1").get(PAGE).status_code == 200


def test_through_a_proxy_that_is_not_known_there_is_no_such_page(demo: None, settings: Any) -> None:
    settings.MAJLIS_PROXIES = ()
    demonstration.load_people()
    for header in ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_FORWARDED_PROTO"):
        client = Client(REMOTE_ADDR="127.0.0.1", **{header: "for=203.0.113.5"})
        assert client.get(PAGE).status_code == 404
        assert client.post(PAGE, {"role": "administrator"}).status_code == 404
