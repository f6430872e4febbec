"""The front page where mandates are in force: each figure is that of its list, its files, and three steps from a provision."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from majlis.framework.models import Concept
from majlis.instruments.models import Tag, Version
from majlis.kernel.actor import Actor
from majlis.kernel.models import Access
from majlis.kernel.records import get_or_create_circle
from majlis.look import formats
from majlis.mandates.core.status import refresh_status
from majlis.mandates.reviews import actions
from tests.commons.helpers import client_for
from tests.framework import factories
from tests.mandates import factories as mandates_factories
from tests.mandates.register.test_register import day, files_of, put, rows_of, shelf
from tests.support.markup import compact
from tests.support.people import person

pytestmark = pytest.mark.django_db


def figure_links(answer: Any) -> list[tuple[int, str]]:
    """Each figure of the page that opens a list: its number, and the filters of the list."""
    found = [(each.value, each.url) for each in answer.context["stands"] if each.value]
    found += [
        (int(re.sub(r"\D", "", str(link.label).rpartition("(")[2])), link.url)
        for link in answer.context["rest"]
    ]
    found += [(bar.total, bar.url) for bar in answer.context["years"].bars]
    tables = [answer.context[name] for name in ("actors", "bodies", "lines")]
    for table in (*tables, answer.context["years"].table):
        for row in table.rows if table else ():
            found += [
                (int(str(cell.words)), cell.url)
                for cell in row[1:]
                if getattr(cell, "url", "") and "/mandates/" in cell.url
            ]
    return [(number, f"?{url.partition('?')[2]}") for number, url in found]


def tag_mandate(mandate: Any) -> str:
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
    Version.objects.update(date="2028-05-01")
    code = tag_mandate(there["late"])
    Client().get("/en/")
    with django_assert_max_num_queries(12):
        answer = Client().get("/en/")
    found = figure_links(answer)
    assert len(found) > 12
    assert (1, f"?in-action-lines=action-lines%2F{code}") in found
    assert sum(each.value for each in answer.context["stands"]) == 5
    for number, query in found:
        listed = [each.mandate for each in rows_of(Client().get(f"/en/mandates/{query}"))]
        assert len(listed) == number, query
    for number, query in found[:6]:
        assert {len(each) for each in files_of(query).values()} == {number}, query
    assert "7 mandates in force" in compact(answer.content.decode())


def test_no_link_is_named_by_a_number_alone() -> None:
    there = shelf()
    tag_mandate(there["late"])
    text = compact(Client().get("/en/").content.decode())
    links = re.findall(r"<a\b([^>]*)>([^<]*)</a>", text)
    numbers = [attributes for attributes, words in links if re.fullmatch(r"\s*\d+\s*", words)]
    assert len(numbers) > 9
    names = [re.search('aria-label="([^"]+)"', each) for each in numbers]
    assert None not in names
    assert len({found[1] for found in names if found}) == len(numbers)


def test_what_comes_next_is_what_is_due_next_and_not_what_is_late() -> None:
    there = shelf()
    put(there["answered"], due=day(10))
    answer = Client().get("/en/")
    coming = answer.context["coming"]
    assert [each.url.rstrip("/").rpartition("/")[2] for each in coming] == [
        there[name].slug for name in ("soon", "later")
    ]
    assert {each.phase for each in coming} == {"coming"}


def test_who_was_asked_has_numbers_and_no_share_of_anybody() -> None:
    shelf()
    answer = Client().get("/en/")
    heads = [str(each.label) for each in answer.context["actors"].columns]
    assert heads == ["Entity", "Mandates", "Reported done", "Due within 90 days", "Overdue"]
    who = compact(answer.content.decode()).partition('id="h-who"')[2].partition("</section>")[0]
    assert "%" not in who and "meter" not in who


def test_open_calls_are_reviews_and_invitations_each_with_its_list(
    django_assert_max_num_queries: Any,
) -> None:
    there = shelf()
    assert "Open invitations" in compact(Client().get("/en/").content.decode())
    put(there["later"], progress="answered")
    assert "Open invitations" not in compact(Client().get("/en/").content.decode())
    put(there["later"], progress="no_information")
    system = Actor.as_system("tests")
    review = actions.create_review_set(system, None, title="Reports on the tide", language="en")
    actions.add_review_items(system, review, mandates=[there["soon"]])
    assert "Reports on the tide" not in compact(Client().get("/en/").content.decode())
    actions.freeze_review_set(system, review)
    with django_assert_max_num_queries(12):
        answer = Client().get("/en/")
    first, second = answer.context["calls"]
    assert (first.words, first.url) == ("Reports on the tide", review.get_absolute_url())
    assert 'lang="en" dir="ltr">Reports on the tide<' in Client().get("/ar/").content.decode()
    assert str(second.words) == "1 invitation awaits a response"
    listed = rows_of(Client().get(second.url))
    assert [each.mandate for each in listed] == [there["later"].slug]


def test_the_figures_have_a_date_and_say_how_they_are_cited() -> None:
    shelf()
    text = compact(Client().get("/en/").content.decode())
    assert f"figures as of {formats.date(day(0), 'en')}, Majlis. " in text
    assert "http://testserver/en/" in text


def test_without_a_mandate_it_says_what_is_here() -> None:
    mandates_factories.mandate(mandates_factories.text("proposed"))
    answer = Client().get("/en/")
    assert "stands" not in answer.context
    assert len(answer.context["figures"]) == 4


def test_what_is_closed_is_in_no_figure(django_assert_max_num_queries: Any) -> None:
    owner = person()
    version = mandates_factories.text()
    it = mandates_factories.mandate(version)
    alone = get_or_create_circle("tests:one", {"user": owner})
    for record in (version.record, version.instrument.record):
        record.access, record.circle = Access.PRIVATE, alone
        record.save()
    refresh_status([it.pk])
    assert "stands" not in Client().get("/en/").context
    client = client_for(owner)
    client.get("/en/")
    with django_assert_max_num_queries(12):
        mine = client.get("/en/")
    assert "1 mandate in force" in compact(mine.content.decode())


def test_who_was_asked_stands_in_the_order_of_names() -> None:
    shelf()
    rows = Client().get("/en/").context["actors"].rows
    assert [row[0].words for row in rows] == ["Harbours", "Keeper"]
