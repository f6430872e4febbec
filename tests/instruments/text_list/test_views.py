"""The library finds texts by what is known of them; what is counted is what is listed and what is taken away."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils.html import escape

from majlis.instruments.acts import actions as acts_actions
from majlis.instruments.coverage import queries
from majlis.instruments.metadata import actions as metadata_actions
from majlis.instruments.models import Instrument, Tag, Version
from majlis.instruments.tags import actions
from majlis.instruments.text_list import queries as library_queries
from majlis.kernel.actor import Actor
from majlis.kernel.models import Access
from majlis.kernel.records import get_or_create_circle
from tests.framework import factories
from tests.instruments import parsed_texts, published_texts
from tests.support.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelves() -> dict[str, Version]:
    """A resolution in two editions, the second in two languages; a decision of a body; a text without a date."""
    council = published_texts.body()
    first = published_texts.published_text(
        published_texts.sample_bytes("Resolution 27 (Port Lira, 2027)"),
        date="2027-05-04",
        state="superseded",
    )
    second = published_texts.published_text(
        published_texts.sample_bytes(
            "Resolution 27 (Amended in 2029)", second="to weigh the seaweed"
        ),
        of=first,
        date="2029-06-01",
        state="in_force",
    )
    french = "Résolution 27 (Amendée en 2029)\n\nRegistre des marées\n\nLe Conseil des marées,\n\ndécide\n\n1\tde peser les algues;\n\n2\tde mesurer la marée."
    published_texts.published_text(french, name="a.fr.txt", version=second)
    decision = published_texts.published_text(
        published_texts.sample_bytes("Decision 12", title="Budget of tides"),
        body=council,
        state="proposed",
    )
    return {"first": first, "second": second, "decision": decision}


def listed(user: Any = None, **query: str) -> tuple[list[str], Any]:
    """The addresses that the list shows, and its answer."""
    client = Client()
    if user is not None:
        client.force_login(user)
    answer = client.get("/en/texts/", query)
    assert answer.status_code == 200
    return [row[0].url for row in answer.context["table"].rows], answer


TEXT, OLD, DECISION = (
    "/en/texts/resolution-27/",
    "/en/texts/resolution-27/2027/",
    "/en/texts/council-of-tides-decision-12/",
)


ASKED: list[tuple[dict[str, str], list[str]]] = [
    ({}, [TEXT, DECISION]),
    ({"year": "2029"}, [TEXT]),
    ({"year": "2027"}, [OLD]),
    ({"state": "superseded"}, [OLD]),
    ({"state": "in_force", "language": "fr"}, [TEXT]),
    ({"state": "superseded", "language": "fr"}, []),
    ({"kind": "decision"}, [DECISION]),
    ({"body": "council-of-tides"}, [DECISION]),
    ({"q": "القرار 27"}, [TEXT]),
    ({"q": "algue"}, [TEXT]),
    ({"q": "budgets"}, [DECISION]),
    ({"q": "nothing of the kind"}, []),
    ({"sort": "symbol"}, [DECISION, TEXT]),
    ({"sort": "-year"}, [TEXT, DECISION]),
    ({"year": "1900", "state": "none", "concept": "x/y"}, []),
]


@pytest.mark.usefixtures("shelves")
def test_texts_are_found_by_what_is_known_of_them_and_counted_and_taken_away_so() -> None:
    for query, there in ASKED:
        urls, answer = listed(**query)
        assert urls == there, query
        noun = "text" if len(there) == 1 else "texts"
        assert answer.context["summary"].count == f"{len(there)} {noun}"
        kept = Client().get("/en/texts/", {**query, "download": "json"})
        assert len(json.loads(b"".join(kept.streaming_content))["rows"]) == len(there), query


@pytest.mark.usefixtures("shelves")
def test_an_empty_result_says_what_to_do() -> None:
    _urls, answer = listed(q="nothing of the kind")
    text = answer.content.decode()
    assert "Use fewer words or the exact symbol" in text
    assert 'href="/en/texts/"' in text
    assert 'href="/en/texts/coverage/"' in text


def test_an_empty_library_tells_the_secretariat_to_bring_texts_in() -> None:
    assert 'href="/en/texts/imports/"' not in listed()[1].content.decode()
    assert 'href="/en/texts/imports/"' in listed(person("secretariat"))[1].content.decode()


def test_texts_are_found_by_a_concept_once_it_is_confirmed(shelves: dict[str, Version]) -> None:
    concept = factories.concept(factories.scheme("lines"), "C9")
    user = person("secretariat")
    tag = actions.propose_tag(Actor(user=user), shelves["second"].instrument, concept=concept)
    assert library_queries.filter_choices(AnonymousUser())[1] == []
    actions.confirm_tag(Actor(user=user), tag)
    assert listed(concept="lines/C9")[0] == [TEXT]
    page = Client().get("/en/concepts/lines/C9/").content.decode()
    assert 'href="/en/texts/resolution-27/"' in page
    assert escape("/en/texts/?concept=lines%2FC9") in page
    assert Tag.objects.get().decided_by == user


def test_a_body_with_many_texts_shows_some_and_leads_to_all() -> None:
    council = published_texts.body()
    for number in range(1, 8):
        published_texts.published_text(
            published_texts.sample_bytes(f"Decision {number}"), body=council
        )
    page = Client().get("/en/bodies/council-of-tides/").content.decode()
    assert page.count("/en/texts/council-of-tides-decision-") == 5
    assert 'href="/en/texts/?body=council-of-tides"' in page
    assert "All texts (7)" in page


def test_what_is_private_is_neither_listed_nor_counted_nor_told_of(
    shelves: dict[str, Version],
) -> None:
    owner = person()
    kept = shelves["decision"].instrument
    closed = get_or_create_circle("closed", {"user": owner})
    for each in (kept, shelves["decision"]):
        record = each.record
        record.access, record.circle = Access.PRIVATE, closed
        record.save()
    for user, count in ((None, 1), (owner, 2)):
        assert len(listed(user)[0]) == count
        reader = user or AnonymousUser()
        assert sum(each.texts for each in queries.coverage_by_body(reader)) == count
        assert len(library_queries.filter_choices(reader)[0]) == count - 1
        assert {each.citing for each in queries.load_stubs(reader)} == {count}
    assert listed(q="budget")[0] == []
    private_version = Version.objects.get(slug="2029").record
    private_version.access, private_version.circle = Access.PRIVATE, closed
    private_version.save()
    assert library_queries.version_years(AnonymousUser()) == ["2027"]
    assert listed(q="seaweed")[0] == []


def test_the_year_of_a_text_is_that_of_its_latest_version(shelves: dict[str, Version]) -> None:
    assert Instrument.objects.get(slug="resolution-27").year == 2029
    assert shelves["decision"].instrument.year is None
    acts_actions.adopt_version(published_texts.SYSTEM, shelves["decision"], date="2031-02")
    assert Instrument.objects.get(symbol="Decision 12").year == 2031


def test_a_hundred_texts_cost_as_many_queries_as_three(
    shelves: dict[str, Version], django_assert_max_num_queries: Any
) -> None:
    concept = factories.concept(factories.scheme("lines"), "C9")
    actor = Actor(user=person("secretariat"))
    actions.confirm_tag(
        actor, actions.propose_tag(actor, shelves["first"].instrument, concept=concept)
    )
    for query in ({}, {"q": "seaweed", "state": "in_force", "concept": "lines/C9"}):
        with django_assert_max_num_queries(12):
            Client().get("/en/texts/", query)


def test_the_year_of_a_text_is_that_of_its_latest_version_when_a_date_is_corrected() -> None:
    first = published_texts.published_text(
        published_texts.sample_bytes("Resolution 27"), date="2020"
    )
    second = published_texts.published_text(
        published_texts.sample_bytes("Resolution 27", second="to wait"), of=first, date="2026"
    )
    metadata_actions.change_version(
        published_texts.SYSTEM, second, labels={}, reason="Misread.", date="2027"
    )
    first.instrument.refresh_from_db()
    assert first.instrument.year == 2027


def test_a_text_is_listed_under_its_symbol_in_the_readers_language() -> None:
    arabic = parsed_texts.numbered_text(
        ["يطلب إلى المد أن ينتظر؛"], "ar", symbol="القرار 27", title=""
    )
    version = parsed_texts.first_version(arabic)
    _, answer = listed()
    assert str(answer.context["table"].rows[0][0].words) == "القرار 27"
    english = parsed_texts.numbered_text(
        ["Asks the tide to wait;"], symbol="Resolution 27", title=""
    )
    parsed_texts.add_language(version, english)
    _, answer = listed()
    assert str(answer.context["table"].rows[0][0].words) == "Resolution 27"
    assert not answer.context["table"].rows[0][0].note
    cites = parsed_texts.numbered_text(
        ["Recalling resolution 27, asks for light;"], symbol="Resolution 30"
    )
    citing = parsed_texts.first_version(cites)
    said = Client().get(citing.get_absolute_url()).content.decode()
    section = said[said.index('id="cites"') : said.index('id="cited"')]
    assert "<bdi>Resolution 27</bdi>" in section


def test_symbols_are_sorted_as_people_count() -> None:
    for number in ("100", "27", "3"):
        parsed_texts.first_version(
            parsed_texts.numbered_text(
                ["Asks the tide to wait;"], symbol=f"Resolution {number}", title=""
            )
        )
    numbers = ["3", "27", "100"]
    assert listed(sort="symbol")[0] == [f"/en/texts/resolution-{each}/" for each in numbers]
    assert listed(sort="-symbol")[0] == [
        f"/en/texts/resolution-{each}/" for each in reversed(numbers)
    ]


@pytest.mark.usefixtures("shelves")
def test_a_text_without_the_readers_language_is_listed_by_its_symbol_in_that_language() -> None:
    page = Client().get("/ar/texts/").content.decode()
    assert "المقرر 12" in page and "Decision 12" not in page
