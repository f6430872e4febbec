"""What came of mandates as data: in the JSON of one, and of all in the archive, the same as the pages say it."""

from __future__ import annotations

import datetime
import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone, translation

from majlis.kernel.actor import Actor
from majlis.kernel.models import Record
from majlis.kernel.records import get_or_create_circle
from majlis.mandates.core.status import refresh_status
from majlis.mandates.deliverables import actions, merge, steps
from majlis.mandates.models import Mandate, OverdueNotice
from majlis.mandates.publications import archive
from majlis.mandates.statements import export, queries
from tests.mandates import factories
from tests.mandates.deliverables import samples
from tests.support.tasks import DUMMY_TASKS

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("tests")


@pytest.fixture(scope="module")
def world(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[dict[str, Any]]:
    """One of everything, made once, and taken away after all tests."""
    files = tmp_path_factory.mktemp("files")
    with (
        django_db_blocker.unblock(),
        override_settings(MAJLIS_FILES=files, TASKS=DUMMY_TASKS),
        translation.override("en"),
        transaction.atomic(),
    ):
        yield samples.plant(SYSTEM, {})
        transaction.set_rollback(True)


def archived() -> list[dict[str, Any]]:
    stream = io.BytesIO()
    archive.write_archive(stream)
    with zipfile.ZipFile(stream) as packed:
        found: list[dict[str, Any]] = json.loads(packed.read("data/came.json"))["rows"]
        told = json.loads(packed.read("data/dictionary.json"))
        csv_rows = packed.read("data/came.csv").decode().strip().splitlines()
    assert {each["key"] for each in told if each["file"] == "came"} == set(found[0])
    assert all(each["label"]["ar"] for each in told if each["file"] == "came")
    assert len(csv_rows) > len(found) >= 1
    return found


def test_the_archive_has_what_the_pages_say_and_no_more(world: dict[str, Any]) -> None:
    rows = archived()
    assert {each["what"] for each in rows} >= {
        "deliverable", "step", "answer", "statement", "evidence", "response", "resource", "evaluation", "occurrence",
    }  # fmt: skip
    visitor = Client()
    for mandate in Mandate.objects.all():
        own = [each for each in rows if each["number"] == mandate.slug]
        shown: Any = visitor.get(f"/en/mandates/{mandate.slug}/")
        page, about = shown.content.decode(), shown.context

        def count(what: str, own: list[dict[str, Any]] = own) -> int:
            return sum(each["what"] == what for each in own)

        assert count("deliverable") == len(about["deliverables"])
        assert count("step") == sum(len(each.steps) for each in about["deliverables"])
        assert count("answer") == sum(len(each.answers) for each in about["deliverables"])
        assert count("statement") == len(about["statements"])
        assert count("response") == len(about["responses"])
        assert count("resource") == (len(about["resources"].rows) if about["resources"] else 0)
        assert count("evaluation") == len(about["own"]) + len(about["others"])
        assert count("occurrence") == len(about["occurrences"])
        for each in own:
            for name in ("words", "reason", "document"):
                assert not each[name] or each[name] in page, (each["what"], each[name])
        # And the JSON of the mandate says the same, thing by thing.
        given = visitor.get(f"/en/mandates/{mandate.slug}/?download=json").json()["came_of_it"]
        same = [{k: v for k, v in each.items() if v != "" and k != "number"} for each in own]
        assert given == same


def test_a_figure_is_as_the_document_says_it(world: dict[str, Any]) -> None:
    (row,) = [each for each in archived() if each["what"] == "resource"]
    assert (float(row["amount"]), row["currency"], row["year"]) == (12, "CHF", 2030)
    assert (row["funding"], row["address"]) == ("voluntary", "https://example.org/lights.pdf")


def late_by(answer_by: datetime.date) -> Mandate:
    it = factories.mandate(lead=factories.entity("Keeper"))
    due = actions.add_deliverable(SYSTEM, it, kind="report", due="2020-01-01", language="en")
    OverdueNotice.objects.create(
        deliverable=due,
        entity=it.lead,
        due=datetime.date(2020, 1, 1),
        answer_by=answer_by,
        language="en",
        answer="The storm took the lamp.",
        expected="2099",
    )
    refresh_status([it.pk])
    return it


def test_that_it_is_late_is_told_by_the_rule_of_the_pages_and_with_the_answer() -> None:
    today = timezone.localdate()
    early, late = (late_by(today + datetime.timedelta(days=days)) for days in (5, -5))
    rows = [each for each in archived() if each["what"] == "late"]
    assert [(each["number"], each["words"], each["until"]) for each in rows] == [
        (late.slug, "The storm took the lamp.", "2099")
    ]
    given = Client().get(f"/en/mandates/{early.slug}/?download=json").json()["came_of_it"]
    assert [each["what"] for each in given] == ["deliverable"]


def test_what_is_closed_is_in_neither(world: dict[str, Any]) -> None:
    Record.objects.filter(pk=world["mandate"].pk).update(
        access="private", circle=get_or_create_circle("few")
    )
    slug = world["mandate"].slug
    assert slug not in {each["number"] for each in archived()}


def test_many_are_read_in_the_same_few_queries(
    world: dict[str, Any], django_assert_num_queries: Any
) -> None:
    for _n in range(6):
        factories.mandate()
    with django_assert_num_queries(4):
        found = list(queries.implementation_of_all(AnonymousUser(), "en"))
    assert len(found) == Mandate.objects.count()
    assert sum(len(export.implementation_entries(one, mandate)) for mandate, one in found) > 8


def test_what_was_merged_stands_as_on_its_page_and_says_into_what() -> None:
    it = late_by(timezone.localdate() - datetime.timedelta(days=5))
    council = factories.entity("Council")
    session = steps.add_occasion(SYSTEM, council, year=2020, date="2020-01-01")
    other = factories.mandate(number=3)
    into = actions.add_deliverable(SYSTEM, other, kind="report", occasion=session)
    merge.merge_deliverables(SYSTEM, it.deliverables.get(), into=into, words="5th meeting")
    link = {"link": "https://example.org/r.pdf", "title": "Report contribution", "language": "en"}

    def given() -> list[dict[str, Any]]:
        rows = Client().get(f"/en/mandates/{it.slug}/?download=json").json()["came_of_it"]
        same = [each for each in archived() if each["number"] == it.slug]
        assert [
            {k: v for k, v in each.items() if v != "" and k != "number"} for each in same
        ] == rows
        return list(rows)

    assert [each["what"] for each in given()] == ["deliverable", "late"]
    actions.submit_document(SYSTEM, into, **link)
    (row,) = given()
    assert row["what"] == "deliverable" and row["into"] == f"{other.slug}/1"
    assert (row["state"], row["date"], row["occasion"]) == (
        "answered",
        "2020-01-01",
        "Council 2020",
    )
    page = Client().get(f"/en/mandates/{it.slug}/").content.decode()
    assert 'class="state met"' in page and 'class="state late"' not in page
    # Of one that is closed to the reader, not even its number.
    Record.objects.filter(pk=other.record_id).update(
        access="private", circle=get_or_create_circle("few")
    )
    assert "into" not in given()[0]
