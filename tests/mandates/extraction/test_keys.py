"""The page of keys, where they are turned off and on, and what the pages of the review then have."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from majlis.kernel.actor import Actor
from majlis.mandates.extraction import actions
from majlis.mandates.extraction.keys import KEYS
from majlis.mandates.models import Finding
from tests.mandates import factories
from tests.support.people import person

pytestmark = pytest.mark.django_db
PAGE = "/en/mandates/findings/keys/"


def test_keys_are_listed_for_everybody() -> None:
    shown = Client().get(PAGE).content.decode()
    assert re.findall(r"<kbd>(\w)</kbd>", shown) == [each.letter for each in KEYS]


def test_keys_are_turned_off_and_on_for_a_reader() -> None:
    version = factories.text()
    actions.extract_findings(Actor.as_system("tests"), version)
    finding = Finding.objects.filter(version=version).first()
    assert finding is not None
    review = f"/en/mandates/findings/finding/{finding.pk}/"
    officer = Client()
    officer.force_login(person("secretariat"))
    assert " data-keys" in officer.get(review).content.decode()
    answer = officer.post(PAGE, {"keys": "off", "next": review})
    assert answer["Location"] == review
    shown = officer.get(review).content.decode()
    assert " data-keys" not in shown and "Turn keys on" in shown and 'accesskey="a"' in shown
    assert " data-keys" not in officer.get(f"/en/mandates/findings/{version.pk}/").content.decode()
    assert officer.post(PAGE, {"keys": "on", "next": "//elsewhere.example"})["Location"] == PAGE
    assert " data-keys" in officer.get(review).content.decode()


def test_each_key_has_something_to_press_on_the_page_of_a_finding() -> None:
    version = factories.text()
    actions.extract_findings(Actor.as_system("tests"), version)
    finding = Finding.objects.filter(version=version).order_by("provision__position")[1]
    officer = Client()
    officer.force_login(person("secretariat"))
    shown = officer.get(f"/en/mandates/findings/finding/{finding.pk}/").content.decode()
    there = set(re.findall(r'(?:accesskey|data-key)="(\w)"', shown))
    # The key of the undo needs a decision.
    assert there == {each.letter.lower() for each in KEYS} - {"u"}
    assert set(re.findall(r'accesskey="(\w)"', shown)) == set("aslr")
