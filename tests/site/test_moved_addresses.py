"""Former addresses lead on: in the same language, with the query, and with what was posted."""

from __future__ import annotations

import re

import pytest
from django.test import Client, RequestFactory
from django.urls import Resolver404, resolve
from django.utils import translation

from majlis.site.moved_addresses import MOVED, present_query, redirect_moved

SAMPLES = {"int": "7", "slug": "name-1", "str": "en", "path": "name-1/history/"}


def filled(route: str) -> tuple[str, dict[str, str]]:
    """An address of a route, and the values of its parts by name."""
    values = {name: SAMPLES[kind] for kind, name in re.findall(r"<(\w+):(\w+)>", route)}
    return re.sub(r"<\w+:(\w+)>", lambda part: values[part[1]], route), values


@pytest.mark.django_db
@pytest.mark.parametrize(("old", "new"), MOVED, ids=[old for old, _new in MOVED])
def test_a_former_address_leads_to_the_present_one(old: str, new: str) -> None:
    address, values = filled(old)
    target = f"/ar/{new.format(**values)}"
    answer = Client().get(f"/ar/{address}?do=respond&page=2")
    assert (answer.status_code, answer["Location"]) == (301, f"{target}?do=respond&page=2")
    posted = Client().post(f"/ar/{address}", {"text": "typed"})
    assert (posted.status_code, posted["Location"]) == (308, target)


@pytest.mark.parametrize("new", [new for old, new in MOVED if "<path:" not in old])
def test_the_present_address_is_a_page(new: str) -> None:
    values = {"field": "title", "source": "en", "target": "fr", "slug": "name-1"}
    values |= dict.fromkeys(("key", "number", "record", "old"), "7") | {"new": "8"}
    with translation.override("en"):
        try:
            page = resolve(f"/en/{new.format(**values)}")
        except Resolver404:
            pytest.fail(f"there is no page at {new}")
    assert page.func is not redirect_moved
    last = new.strip("/").rpartition("/")[2]
    # An address without a page of its own could still be read as that of a record.
    assert page.url_name not in ("mandate", "entity") or "{" in last


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("mandates/?actor=keeper&page=2", "mandates/?entity=keeper&page=2"),
        ("mandates/calendar.ics?actor=keeper", "mandates/calendar.ics?entity=keeper"),
        ("mandates/?of=actors/keeper", "mandates/?of=entities%2Fkeeper"),
        ("mandates/feed.atom?standing=would", "mandates/feed.atom?standing=if_adopted"),
        ("mandates/?sort=-actor&q=%D8%AA", "mandates/?sort=-entity&q=%D8%AA"),
        ("actors/?sort=office", "actors/?kind=office"),
    ],
)
def test_a_former_filter_leads_to_the_present_one(old: str, new: str) -> None:
    answer = Client().get(f"/ar/{old}")
    assert (answer.status_code, answer["Location"]) == (301, f"/ar/{new}")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["mandates/?entity=keeper&sort=entity", "texts/?sort=actor", "mandates/"]
)
def test_a_present_filter_leads_nowhere_else(address: str) -> None:
    assert Client().get(f"/en/{address}").status_code == 200


@pytest.mark.parametrize(
    "path", ["//example.org/ar/mandates/", "/x/ar/mandates/", "//ar/mandates/"]
)
def test_a_former_filter_leads_to_no_other_site(path: str) -> None:
    request = RequestFactory().get("/ar/mandates/?actor=keeper")
    request.path = path
    with translation.override("ar"):
        assert present_query(request) == ""
