"""What a text asks stands in its margin, beside the provision, in one query a page; found by search; told."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags
from django.utils.translation import override

from majlis.commons.comments.policy import policy_of
from majlis.commons.notices.models import Event, Subscription
from majlis.commons.search.index import index_records
from majlis.commons.search.models import SearchEntry
from majlis.instruments.lifecycle import PROPOSED
from majlis.instruments.models import ProvisionWording
from majlis.kernel.actor import Actor
from majlis.kernel.models import Access, Circle, Record
from majlis.mandates.assignments import actions as assignments_actions
from majlis.mandates.assignments import lifecycle_actions
from majlis.mandates.core.status import refresh_status
from majlis.mandates.entities import actions
from tests.instruments.test_notifications import heard
from tests.mandates import factories
from tests.support.parties import body
from tests.support.people import person

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("tests")


def text_page(version: Any, language: str = "en") -> str:
    """The page of a version."""
    answer = Client().get(f"/{language}/texts/{version.instrument.slug}/{version.slug}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_each_provision_that_asks_has_its_note_in_the_margin(
    django_assert_max_num_queries: Any,
) -> None:
    version = factories.text()
    it = factories.mandate(version, recurrence="P1Y")
    factories.mandate(version, number=3, force="invites", asked="Harbours", recipient="")
    with django_assert_max_num_queries(12):
        page = text_page(version)
    provisions = page.split('<section class="prov')
    mine = next(each for each in provisions if "the Keeper to report" in each)
    assert 'class="ask requests"' in mine
    assert f"/en/mandates/{it.slug}/" in mine
    assert "every year" in mine
    assert "<bdi>Keeper</bdi> → <bdi>Council</bdi>" in mine
    assert "<bdi>Keeper</bdi> ← <bdi>Council</bdi>" in text_page(version, "ar")
    assert page.count('role="note"') == 2
    assert 'class="ask' not in next(each for each in provisions if "Welcomes" in each)


def test_the_margin_takes_no_query_of_its_own() -> None:
    bare, full = factories.text(), factories.text()
    for number in (1, 2, 3):
        factories.mandate(full, number=number)
    counts = []
    for version in (bare, full):
        text_page(version)  # what is written once is written
        with CaptureQueriesContext(connection) as asked:
            text_page(version)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_proposed_version_says_would_be_and_a_former_one_no_more() -> None:
    first = factories.text()
    it = factories.mandate(first)
    second = factories.text(of=first)
    factories.mandate(second, of=it)
    proposed = factories.text(PROPOSED, of=second)
    factories.mandate(proposed, of=it)
    assert 'class="state would"' in text_page(proposed)
    assert 'class="state would"' not in text_page(second)
    assert "request repeated in a later version" in text_page(first)


def test_a_closed_mandate_leaves_no_note() -> None:
    version = factories.text()
    it = factories.mandate(version)
    Record.objects.filter(pk=it.pk).update(
        access=Access.MEMBERS, circle=Circle.objects.create(code="test")
    )
    assert it.slug not in text_page(version)


def test_the_page_of_a_body_leads_to_what_is_asked_of_it() -> None:
    council = body("tides")
    keeper = factories.entity("Keeper", body=council)
    page = Client().get("/en/bodies/tides/").content.decode()
    assert "mandates addressed to this body, with their lead entities" in page.lower()
    link = "/en/bodies/tides/mandates/"
    assert link in page
    assert Client().get(link)["Location"] == keeper.get_absolute_url()


def test_mandates_are_found_by_their_words_in_each_language_and_by_their_numbers() -> None:
    it = factories.mandate()
    assert it.source is not None
    ProvisionWording.objects.create(
        provision=it.source.provision, language="ar", status="translated", text="يطلب إلى الحارس"
    )
    lifecycle_actions.add_alias(SYSTEM, it, registry="Tides", value="T/7")
    index_records(Record.objects.filter(pk=it.pk).with_wordings())
    rows = {each.language: each for each in SearchEntry.objects.filter(record=it.pk)}
    assert set(rows) == {"en", "ar"}
    assert rows["en"].title.startswith("Requests the Keeper to report")
    for words in (it.slug, "T/7"):
        page = Client().get("/en/search/", {"q": words}).content.decode()
        assert f"/mandates/{it.slug}/" in page, words


def test_actors_are_found_by_the_names_that_texts_give_them() -> None:
    it = factories.entity("Keeper", lexicon=["Guardian of the lamps"])
    gone = factories.entity("The Keeper")
    actions.merge_entities(SYSTEM, gone, into=it, reason="The same.")
    index_records(Record.objects.filter(kind="entity").with_wordings())
    assert {each.record_id for each in SearchEntry.objects.filter(kind="entity")} == {it.pk}
    page = Client().get("/en/search/", {"q": "guardian lamps"}).content.decode()
    assert "/entities/keeper/" in page


def test_who_follows_the_text_or_the_actor_is_told_who_leads_and_what_ended() -> None:
    it = factories.mandate()
    reader, other = person(language="ar"), person()
    Subscription.objects.create(user=reader, record=it.instrument.record)
    assignments_actions.add_assignment(
        SYSTEM, it, entity=factories.entity("Unit"), words="A letter"
    )
    lifecycle_actions.complete_mandate(SYSTEM, it, text="Done.", language="en", words="A letter")
    told = list(Event.objects.order_by("pk").values_list("kind", flat=True))
    assert told == ["mandates.add_assignment", "mandates.complete_mandate"]
    with override("en"):
        assert heard(reader) == [
            f"Unit was named as lead for mandate {it.slug}.",
            f"Status of mandate {it.slug}: completed.",
        ]
        assert heard(other) == []


def test_a_history_says_values_in_words() -> None:
    it = factories.mandate()
    lead = assignments_actions.add_assignment(
        SYSTEM, it, entity=factories.entity("Unit"), since="2030-05", words="A letter"
    )
    assignments_actions.end_assignment(SYSTEM, lead, until="2031", reason="It was closed.")
    lifecycle_actions.pause_mandate(SYSTEM, it, text="The tide is out.", language="en")
    page = Client().get(f"/en/mandates/{it.slug}/history/").content.decode()
    for words in ("May 2030", "confirmed", "ended", "paused", "The tide is out.", "Unit", "lead"):
        assert words in page, words
    assert "entities/unit" not in strip_tags(page)  # a link is named as the actor is
    assert "by_words" not in page


def test_a_mandate_is_discussed_by_those_who_see_it() -> None:
    version = factories.text()
    it = factories.mandate(version)
    assert policy_of(it.record).is_open
    assert "/comments/" in Client().get(f"/en/mandates/{it.slug}/").content.decode()
    version.record.access = Access.MEMBERS
    version.record.circle = Circle.objects.create(code="test")
    version.record.save()
    refresh_status([it.pk])
    assert Client().get(f"/en/mandates/{it.slug}/history/").status_code == 404
