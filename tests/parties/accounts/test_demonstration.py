"""The fictional people: only in a demonstration, and only from this machine."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any

import pytest
from django.test import Client

from majlis.kernel.models import Appointment, User
from majlis.kernel.roles import ROLES
from majlis.parties.accounts import demonstration
from tests.parties.accounts.support import body

pytestmark = pytest.mark.django_db
PAGE = "/ar/account/sign-in/"
OFFERED = 'name="person"'


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


def test_a_press_signs_in_as_the_person_and_stays_in_the_language(demo: None) -> None:
    demonstration.load_people()
    client = Client()
    text = client.get(PAGE).content.decode()
    assert text.count(OFFERED) == len(demonstration.PEOPLE)
    assert text.index(OFFERED) < text.index('name="login"')
    answer = client.post(PAGE, {"person": "translator"})
    assert (answer.status_code, answer["Location"]) == (302, "/ar/")
    assert client.session["_auth_user_id"] == str(
        User.objects.get(email="translator@example.org").pk
    )
    assert client.post(PAGE, {"person": "emperor"}).status_code == 404


def test_each_person_stands_in_one_group() -> None:
    grouped = [role for _name, roles in demonstration.GROUPS for role in roles]
    assert sorted(grouped) == sorted(ROLES)


@pytest.mark.parametrize(
    ("asked", "landed"),
    [
        ("/ar/mandates/findings/", "/ar/mandates/findings/"),
        ("https://elsewhere.example.org/", "/ar/"),
        ("//elsewhere.example.org/", "/ar/"),
        ("no_address", "/ar/"),
        ("a\0b", "/ar/"),
        ("", "/ar/"),
    ],
)
def test_a_press_leads_to_where_the_reader_was_going(demo: None, asked: str, landed: str) -> None:
    demonstration.load_people()
    client = Client()
    assert client.get(PAGE, {"next": asked}).context["back"] == (asked if asked == landed else "")
    assert client.post(PAGE, {"person": "secretariat", "next": asked})["Location"] == landed


def test_who_is_signed_in_can_become_another_person(demo: None) -> None:
    demonstration.load_people()
    client = Client()
    client.post(PAGE, {"person": "delegate"})
    answer = client.get(PAGE)
    assert "no-cache" in answer["Cache-Control"]
    text = answer.content.decode()
    assert text.count(OFFERED) == len(demonstration.PEOPLE)
    assert 'name="login"' not in text
    client.post(PAGE, {"person": "chair"})
    assert client.session["_auth_user_id"] == str(User.objects.get(email="chair@example.org").pk)


def test_only_people_with_an_account_are_offered(demo: None) -> None:
    assert OFFERED not in Client().get(PAGE).content.decode()
    demonstration.load_people()
    User.objects.filter(email="chair@example.org").update(is_active=False)
    text = Client().get(PAGE).content.decode()
    assert text.count(OFFERED) == len(demonstration.PEOPLE) - 1
    assert 'value="chair"' not in text


def is_closed(client: Client) -> bool:
    """Whether the page offers nobody, and a press signs nobody in."""
    page = client.get(PAGE)
    assert page.status_code == 200
    assert client.post(PAGE, {"person": "administrator"}).status_code == 404
    return OFFERED not in page.content.decode() and "_auth_user_id" not in client.session


@pytest.mark.parametrize("address", ["203.0.113.5", ""])
def test_from_elsewhere_nobody_is_offered(demo: None, address: str) -> None:
    demonstration.load_people()
    assert is_closed(Client(REMOTE_ADDR=address))


def test_in_a_real_site_there_are_no_such_people(settings: Any) -> None:
    settings.MAJLIS_DEMO = True
    demonstration.load_people()
    settings.MAJLIS_DEMO = False
    assert is_closed(Client())
    with pytest.raises(RuntimeError):
        demonstration.load_people()


def test_it_works_over_the_other_loopback_too(demo: None) -> None:
    demonstration.load_people()
    assert OFFERED in Client(REMOTE_ADDR="::1").get(PAGE).content.decode()


@pytest.mark.parametrize(
    "header",
    [
        "Via",
        "Forwarded",
        "X-Forwarded",
        "X-Forwarded-For",
        "X-Forwarded-Host",
        "X-Forwarded-Port",
        "X-Forwarded-Proto",
        "X-Forwarded-Server",
        "X-Real-IP",
        "X-Client-IP",
        "X-Cluster-Client-IP",
        "X-Original-Host",
        "X-Request-Start",
        "X-Varnish",
        "True-Client-IP",
        "Client-IP",
        "Fastly-Client-IP",
        "Fly-Client-IP",
        "CDN-Loop",
        "CF-Connecting-IP",
        "CF-IPCountry",
        "CF-Ray",
        "CloudFront-Viewer-Address",
        "X-Amzn-Trace-Id",
        "X-AppEngine-Country",
        "X-ARR-SSL",
        "X-Azure-ClientIP",
        "X-Cloud-Trace-Context",
        "X-Envoy-External-Address",
        "Tailscale-User-Login",
    ],
)
@pytest.mark.parametrize("proxies", [(), ("127.0.0.1/32",)])
def test_behind_a_proxy_nobody_is_offered(
    demo: None, settings: Any, header: str, proxies: tuple[str, ...]
) -> None:
    """Whether the proxy is trusted or not, and whichever header it adds."""
    settings.MAJLIS_PROXIES = tuple(ip_network(each) for each in proxies)
    demonstration.load_people()
    assert is_closed(Client(REMOTE_ADDR="127.0.0.1", headers={header: "127.0.0.1"}))


@pytest.mark.parametrize(
    "header", ["Accept-Language", "Cookie", "Origin", "Referer", "User-Agent", "X-Requested-With"]
)
def test_headers_of_a_browser_are_not_those_of_a_proxy(demo: None, header: str) -> None:
    demonstration.load_people()
    assert OFFERED in Client(headers={header: "a=1"}).get(PAGE).content.decode()
