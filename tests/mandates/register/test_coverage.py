"""What is in by body and year, and how often the engine is right; both as data too."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client

from majlis.instruments.citations.stubs import create_stubs
from majlis.mandates.models import Finding
from tests.mandates import factories as mandates_factories
from tests.mandates.register.test_register import rows_of
from tests.support.markup import compact

pytestmark = pytest.mark.django_db


def finding(version: Any, state: str = "waiting", **values: Any) -> Finding:
    common = {
        "version": version,
        "provision": mandates_factories.operative(version, 2),
        "language": "en",
    }
    return Finding.objects.create(**common, state=state, **values)


def data(page: str) -> list[dict[str, Any]]:
    answer: Any = Client().get(f"/en/mandates/{page}/?download=json")
    found: list[dict[str, Any]] = json.loads(b"".join(answer.streaming_content))["rows"]
    return found


def test_what_is_in_is_told_by_body_and_year(django_assert_max_num_queries: Any) -> None:
    first, second = (
        mandates_factories.text(date="2030-05-06"),
        mandates_factories.text(date="2031-02-03"),
    )
    mandates_factories.mandate(first)
    mandates_factories.mandate(first, number=3)
    finding(second)
    finding(second, "rejected")
    with django_assert_max_num_queries(12):
        assert Client().get("/ar/mandates/coverage/").status_code == 200
    rows = {row["year"]: row for row in data("coverage")}
    assert [rows[year]["mandates"] for year in ("2031", "2030")] == [0, 2]
    assert [rows[year]["waiting"] for year in ("2031", "2030")] == [1, 0]
    assert [rows[year]["texts"] for year in ("2031", "2030")] == [1, 1]
    assert rows["2030"]["languages"] == "en"


def test_kinds_and_the_latest_date_of_each_are_told_and_what_is_cited_stands_apart() -> None:
    mandates_factories.mandate(mandates_factories.text(date="2030-05-06"))
    (row,) = data("coverage")
    assert (row["kinds"], row["until"]) == ("resolution", "2030-05-06")
    told = Client().get("/en/mandates/coverage/")
    assert told.context["stubs"] is None
    create_stubs(["resolution 99/77", "resolution 99/78"])
    told = Client().get("/en/mandates/coverage/")
    assert [str(each[1]) for each in told.context["stubs"].rows] == ["2"]
    assert "2 cited texts are not held in Majlis" in compact(told.content.decode())


@pytest.mark.parametrize(
    "page",
    [
        "mandates/", "mandates/calendar/", "mandates/reports/", "mandates/clauses/", "mandates/changes/",
        "mandates/related/", "mandates/sets/", "entities/", "entities/keeper/", "entities/keeper/brief/",
        "entities/keeper/handover/", "entities/keeper/checklist/", "",
    ],
)  # fmt: skip
def test_under_every_count_stands_how_far_it_reaches(
    page: str, django_assert_max_num_queries: Any
) -> None:
    mandates_factories.mandate(mandates_factories.text(date="2030-05-06"))
    with django_assert_max_num_queries(12):
        text = compact(Client().get(f"/en/{page}").content.decode())
    assert "Coverage: 1 text, latest text: May 2030." in text


def test_the_count_of_a_body_and_year_is_that_of_its_list() -> None:
    from tests.framework import factories  # noqa: F401
    from tests.support.parties import body

    of = body()
    version = mandates_factories.text(date="2030-05-06")
    version.instrument.body = of
    version.instrument.save()
    mandates_factories.mandate(version)
    answer = Client().get("/en/mandates/coverage/")
    (cell,) = [row[6] for row in answer.context["table"].rows]
    assert str(cell.words) == "1"
    assert len(rows_of(Client().get(cell.url))) == 1


def test_how_often_the_engine_is_right_is_counted_from_what_people_decided() -> None:
    version = mandates_factories.text()
    for number in range(30):
        finding(version, "accepted", engine="1.0", corrected=["force"] if number < 3 else [])
    for _number in range(10):
        finding(version, "rejected", engine="1.0")
    finding(version, "accepted", engine="0.9")
    finding(version, "accepted", engine="")
    finding(version, engine="1.0")
    rows = {row["engine"]: row for row in data("method")}
    assert set(rows) == {"1.0", "0.9"}
    assert [rows["1.0"][name] for name in ("decided", "accepted", "corrected", "rejected")] == [
        40, 27, 3, 10,
    ]  # fmt: skip
    text = compact(Client().get("/en/mandates/method/").content.decode())
    assert "68%" in text  # 27 of 40, rounded
    assert text.count("too few decisions to calculate") == 4


def test_what_a_person_added_counts_as_not_found() -> None:
    version, unread = mandates_factories.text(), mandates_factories.text()
    finding(version, engine="1.0")
    for _number in range(30):
        finding(version, "accepted", engine="1.0")
    for _number in range(10):
        finding(version, "accepted", engine="")
    finding(version, "rejected", engine="")
    finding(unread, "accepted", engine="")
    rows = {row["engine"]: row for row in data("method")}
    assert [rows["1.0"][name] for name in ("decided", "accepted", "rejected", "added")] == [
        30, 30, 0, 10,
    ]  # fmt: skip
    assert [rows[""][name] for name in ("decided", "added")] == [0, 1]
    text = compact(Client().get("/en/mandates/method/").content.decode())
    assert "Added by a person, as a share of all accepted mandates" in text
    assert "25%" in text  # 10 of 40


def test_each_figure_of_the_method_opens_the_list_that_it_names() -> None:
    text = compact(Client().get("/en/mandates/method/").content.decode())
    shown = dict(re.findall(r'<dt><a href="[^"]*\?state=(\w+)">([^<]*)</a>', text))
    assert (shown["partly"], shown["not_answered"]) == ("Reported partly done", "Reported not done")


def test_the_count_of_texts_of_no_body_is_that_of_its_list() -> None:
    from tests.support.parties import body

    version = mandates_factories.text(date="2030-05-06")
    mandates_factories.mandate(version)
    other = mandates_factories.text(date="2030-05-06")
    other.instrument.body = body()
    other.instrument.save()
    mandates_factories.mandate(other)
    table = Client().get("/en/mandates/coverage/").context["table"]
    (cell,) = [row[6] for row in table.rows if row[0] == "Body not listed"]
    assert str(cell.words) == "1"
    assert len(rows_of(Client().get(cell.url))) == 1
    page = compact(Client().get(cell.url).content.decode())
    assert "Body not listed" in page and "No entity has this address" not in page
