"""The front page where mandates are in force: each figure is that of its list, its files, and three steps from a provision."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.test import Client

from majlis.framework.models import Concept
from majlis.instruments.models import Tag
from majlis.kernel.models import Access
from majlis.kernel.records import circle
from majlis.mandates.models import Deliverable, LateNotice
from majlis.mandates.settling import settle
from tests.commons.kit import browser
from tests.framework import factories
from tests.mandates import made
from tests.mandates.test_register import files_of, rows_of, shelf
from tests.support.people import person

pytestmark = pytest.mark.django_db


def links(answer: Any) -> list[tuple[int, str]]:
    """Each figure of the page that opens a list: its number, and the filters of the list."""
    found = [(each.value, each.url) for each in answer.context["stands"] if each.value]
    found += [
        (int(re.sub(r"\D", "", str(link.label).rpartition("(")[2])), link.url)
        for link in answer.context["rest"]
    ]
    for table in (answer.context["actors"], answer.context["lines"]):
        for row in table.rows if table else ():
            found += [
                (int(str(cell.words)), cell.url)
                for cell in row[1:]
                if getattr(cell, "url", "") and "/mandates/" in cell.url
            ]
    return [(number, f"?{url.partition('?')[2]}") for number, url in found]


def tagged(mandate: Any) -> str:
    scheme = factories.scheme("action-lines", 3)
    concept = Concept.objects.filter(scheme=scheme)[1]
    Tag.objects.create(
        concept=concept,
        instrument=mandate.instrument,
        lineage=mandate.lineage,
        found="person",
        state="confirmed",
    )
    return str(concept.code)


def test_each_figure_opens_a_list_of_so_many(django_assert_max_num_queries: Any) -> None:
    there = shelf()
    code = tagged(there["late"])
    Client().get("/en/")
    with django_assert_max_num_queries(12):
        answer = Client().get("/en/")
    found = links(answer)
    assert len(found) > 12
    assert (1, f"?in-action-lines=action-lines%2F{code}") in found
    assert sum(each.value for each in answer.context["stands"]) == 5
    for number, query in found:
        listed = [each.mandate for each in rows_of(Client().get(f"/en/mandates/{query}"))]
        assert len(listed) == number, query
    for number, query in found[:6]:
        assert {len(each) for each in files_of(query).values()} == {number}, query
    assert "7 mandates in force" in answer.content.decode()


def test_what_comes_next_begins_with_what_is_late_and_what_its_lead_says() -> None:
    there = shelf()
    words = "A storm closed the port."
    past = datetime.date(2020, 1, 1)
    it = Deliverable.objects.create(mandate=there["late"], ordinal=9, due=past.isoformat())
    told = {"due": past, "answer_by": past, "actor": there["late"].lead}
    LateNotice.objects.create(deliverable=it, **told, answer=words, language="en")
    answer = Client().get("/en/")
    coming = answer.context["coming"]
    assert [each.url.rstrip("/").rpartition("/")[2] for each in coming] == [
        there[name].slug for name in ("late", "soon", "later")
    ]
    assert [each.phase for each in coming] == ["now", "coming", "coming"]
    assert words in answer.content.decode()


def test_without_a_mandate_it_says_what_is_here() -> None:
    made.mandate(made.text("proposed"))
    answer = Client().get("/en/")
    assert "stands" not in answer.context
    assert len(answer.context["figures"]) == 4


def test_what_is_closed_is_in_no_figure(django_assert_max_num_queries: Any) -> None:
    owner = person()
    version = made.text()
    it = made.mandate(version)
    alone = circle("tests:one", {"user": owner})
    for record in (version.record, version.instrument.record):
        record.access, record.circle = Access.PRIVATE, alone
        record.save()
    settle([it.pk])
    assert "stands" not in Client().get("/en/").context
    client = browser(owner)
    client.get("/en/")
    with django_assert_max_num_queries(12):
        mine = client.get("/en/")
    assert "1 mandate in force" in mine.content.decode()


def test_who_was_asked_stands_in_the_order_of_names() -> None:
    shelf()
    rows = Client().get("/en/").context["actors"].rows
    assert [row[0].words for row in rows] == ["Harbours", "Keeper"]
