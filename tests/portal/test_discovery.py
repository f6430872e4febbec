"""What programs that visit the site find: robots.txt, the map of public records, security.txt."""

from __future__ import annotations

import datetime
import re
from typing import Any
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from majlis.instruments.withdrawals.actions import withdraw_version
from majlis.kernel.actor import Actor
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import Access
from majlis.kernel.records import get_or_create_circle
from majlis.mandates.models import Entity
from majlis.portal import discovery
from tests.mandates import factories
from tests.support.people import person

pytestmark = pytest.mark.django_db
NAMES = {
    "map": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "xhtml": "http://www.w3.org/1999/xhtml",
}


def addresses(section: str, page: int = 1) -> list[str]:
    """The addresses in a file of the map, without the host."""
    answer = Client().get(f"/sitemap-{section}.xml?p={page}")
    assert answer.status_code == 200
    root = ElementTree.fromstring(answer.content)
    found = [each.text or "" for each in root.iterfind("map:url/map:loc", NAMES)]
    return [each.removeprefix("http://testserver") for each in found]


def test_robots_may_visit_public_records_and_no_private_area() -> None:
    answer = Client().get("/robots.txt")
    assert answer.headers["Content-Type"].startswith("text/plain")
    rules = RobotFileParser()
    rules.parse(answer.content.decode().splitlines())
    for path in ("/en/", "/ar/mandates/M-0001/", "/zh/texts/resolution-7/", "/schemes/sdg.ttl"):
        assert rules.can_fetch("*", path), path
    for path in ("/en/account/", "/ar/drafts/1/", "/ru/texts/imports/4/", "/fr/search/?q=x"):
        assert not rules.can_fetch("*", path), path
    assert rules.site_maps() == ["http://testserver/sitemap.xml"]


def rule_for(path: str) -> str:
    """The rule of robots.txt that holds for an address (RFC 9309): the longest that matches; empty for none."""
    matching = []
    for line in Client().get("/robots.txt").content.decode().splitlines():
        kind, _, pattern = line.partition(": ")
        if kind in ("Allow", "Disallow"):
            expression = re.escape(pattern).replace(r"\*", ".*")
            if re.match(expression, path):
                matching.append((len(pattern), kind))
    return max(matching, default=(0, ""))[1]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/en/mandates/", ""),
        ("/ar/calendar/", ""),
        ("/en/mandates/?status=open&sort=-due", "Disallow"),
        ("/ar/calendar/?view=month&month=2027-02", "Disallow"),
        ("/en/mandates/M-0001/history/?page=2", "Disallow"),
        ("/fr/search/", "Disallow"),
        ("/es/account/sign-up/", "Disallow"),
        ("/ru/drafts/", "Disallow"),
        ("/zh/operation/", "Disallow"),
        ("/live/17/en/", "Disallow"),
        ("/metrics", "Disallow"),
        ("/sitemap.xml", ""),
        ("/sitemap-mandates.xml?p=2", "Allow"),
    ],
)
def test_robots_visit_each_record_once_and_no_filtered_list(path: str, kind: str) -> None:
    assert rule_for(path) == kind


def test_the_map_has_public_records_in_six_languages_that_name_one_another() -> None:
    mandate = factories.mandate()
    root = ElementTree.fromstring(Client().get("/sitemap.xml").content)
    sections = [each.text for each in root.iterfind("map:sitemap/map:loc", NAMES)]
    assert sections == [f"http://testserver/sitemap-{each}.xml" for each in discovery.SECTIONS]
    assert addresses("mandates") == [f"/{code}/mandates/{mandate.slug}/" for code in LANGUAGE_CODES]
    for section in ("texts", "mandates", "entities"):
        for address in addresses(section):
            assert Client().get(address).status_code == 200, address
    file = ElementTree.fromstring(Client().get("/sitemap-mandates.xml").content)
    for entry in file.iterfind("map:url", NAMES):
        links = {
            each.get("hreflang"): each.get("href") for each in entry.iterfind("xhtml:link", NAMES)
        }
        assert set(links) == {*LANGUAGE_CODES, "x-default"}
        assert links["ar"] == f"http://testserver/ar/mandates/{mandate.slug}/"
    default = f"/mandates/{mandate.slug}/"
    assert links["x-default"] == f"http://testserver{default}"
    assert Client().get(default).status_code == 302


def test_the_map_has_nothing_that_is_not_public() -> None:
    closed = factories.mandate()
    record = closed.record
    record.access, record.circle = Access.PRIVATE, get_or_create_circle("few")
    record.save()
    merged, other = factories.entity("Keeper"), factories.entity("Council")
    Entity.objects.filter(pk=merged.pk).update(merged_into=other)
    withdrawn = factories.text()
    withdraw_version(Actor.as_system("tests"), withdrawn, reason="Wrong.")
    officer = Client()
    officer.force_login(person("secretariat"))
    officer.get("/sitemap-mandates.xml")
    assert addresses("mandates") == []
    assert [each for each in addresses("entities") if "/keeper/" in each] == []
    texts = " ".join(addresses("texts"))
    assert f"/{closed.instrument.slug}/" in texts
    assert f"/{withdrawn.instrument.slug}/" not in texts


def test_a_file_of_the_map_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discovery.RecordMap, "limit", 2 * len(LANGUAGE_CODES))
    version = factories.text()
    slugs = [factories.mandate(version, number=number).slug for number in (1, 2, 3)]
    pages = [addresses("mandates", page) for page in (1, 2)]
    assert [len(page) for page in pages] == [12, 6]
    assert [page[0] for page in pages] == [f"/ar/mandates/{slug}/" for slug in slugs[::2]]
    index = Client().get("/sitemap.xml").content.decode()
    assert "/sitemap-mandates.xml?p=2" in index
    assert Client().get("/sitemap-mandates.xml?p=3").status_code == 404
    assert Client().get("/sitemap-persons.xml").status_code == 404


@pytest.mark.parametrize(
    ("contact", "line"),
    [
        ("security@example.org", "Contact: mailto:security@example.org"),
        ("https://example.org/report", "Contact: https://example.org/report"),
    ],
)
def test_the_contact_for_security_is_that_of_the_setting(
    settings: Any, contact: str, line: str
) -> None:
    settings.MAJLIS_SECURITY_CONTACT = ""
    assert Client().get("/.well-known/security.txt").status_code == 404
    settings.MAJLIS_SECURITY_CONTACT = contact
    lines = Client().get("/.well-known/security.txt").content.decode().splitlines()
    assert lines[0] == line
    expires = next(each for each in lines if each.startswith("Expires: ")).split(": ")[1]
    remaining = datetime.datetime.fromisoformat(expires) - timezone.now()
    assert datetime.timedelta(days=30) < remaining < datetime.timedelta(days=365)


# The fields of RFC 9116 that this file has -> the form of their values.
FIELDS = {
    "Contact": r"mailto:\S+@\S+|https://\S+",
    "Expires": r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ",
    "Preferred-Languages": r"[a-z]{2}(, [a-z]{2})*",
    "Canonical": r"https://\S+/\.well-known/security\.txt",
}


@pytest.mark.parametrize(
    ("public", "fields"),
    [
        ("https://follow-up.example", {*FIELDS}),
        ("http://127.0.0.1:8000", {*FIELDS} - {"Canonical"}),
    ],
)
def test_security_txt_keeps_to_its_standard(settings: Any, public: str, fields: set[str]) -> None:
    settings.MAJLIS_SECURITY_CONTACT = "security@example.org"
    settings.MAJLIS_PUBLIC_ADDRESS = public
    answer = Client().get("/.well-known/security.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    text = answer.content.decode("ascii")
    assert text.endswith("\n")
    pairs = [line.split(": ", 1) for line in text.splitlines()]
    names = [name for name, _value in pairs]
    assert set(names) == fields and len(names) == len(set(names))
    for name, value in pairs:
        assert re.fullmatch(FIELDS[name], value), name
