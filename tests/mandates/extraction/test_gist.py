"""A finding in one line, its doubts, and when its fields are open."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from majlis.instruments.models import Version
from majlis.kernel.actor import Actor
from majlis.mandates.extraction import actions
from majlis.mandates.models import Finding
from tests.mandates import factories
from tests.support.people import person

pytestmark = pytest.mark.django_db
NOBODY = """Resolution {number}

Lights of the coast

The Council of Tides,

1. Requests the Keeper to report on the tide at its next session;

2. Requests that the lamps be painted.
"""


@pytest.fixture
def version() -> Version:
    found = factories.text(words=NOBODY)
    actions.extract_findings(Actor.as_system("tests"), found)
    return found


def shown(version: Version, number: int, query: str = "") -> str:
    """The page of the finding at an operative paragraph, on one line."""
    finding = Finding.objects.get(provision=factories.operative(version, number))
    officer = Client()
    officer.force_login(person("secretariat"))
    page = officer.get(f"/en/mandates/findings/finding/{finding.pk}/{query}")
    return " ".join(page.content.decode().split())


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>|&nbsp;", " ", html).split())


def test_who_what_and_by_when_stand_in_one_line(version: Version) -> None:
    factories.entity("Keeper")
    page = shown(version, 1)
    line = words_of(page.split('class="gist">')[1].split("</p>")[0])
    assert re.match(r"A Requests \w Keeper · \w report on the tide", line), line
    assert "Occasion: at its next session" in line and line.endswith("Date to be set")
    assert "No doubts." in page and "<details > <summary data-key" in page


def test_what_is_missing_or_new_is_said_and_opens_the_fields(version: Version) -> None:
    page = shown(version, 2)
    assert "Not found in the wording: Addressees." in page and "No doubts." not in page
    assert "<details open> <summary data-key" in page
    assert "Not yet in the register: Keeper." in shown(version, 1)


def test_the_queue_follows_the_text_and_the_decision_is_last(version: Version) -> None:
    page = shown(version, 1)
    order = [
        page.index(each)
        for each in ("<blockquote", 'class="gist"', 'class="queue"', 'id="decide"', "</main>")
    ]
    assert order == sorted(order)
    assert '<a class="skip" href="#decide">Skip to the decision</a>' in page
    assert page.count('form="decision"') == 6
