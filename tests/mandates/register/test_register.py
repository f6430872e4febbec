"""The register: every filter finds what it says and nothing else; each count is that of its list and its files."""

from __future__ import annotations

import csv
import datetime
import io
import json
from typing import Any

import openpyxl
import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from majlis.commons.search import registry as search
from majlis.commons.search.index import index_records
from majlis.framework.models import Concept
from majlis.instruments.lifecycle import PROPOSED
from majlis.instruments.models import Instrument, Tag
from majlis.kernel.models import Access
from majlis.kernel.records import get_or_create_circle
from majlis.mandates.core.status import refresh_status
from majlis.mandates.models import Alias, Finding, Mandate
from majlis.mandates.register import queries
from tests.commons.helpers import client_for
from tests.framework import factories
from tests.mandates import factories as mandates_factories
from tests.support.parties import body
from tests.support.people import person
from tests.support.queries import MAX_QUERIES_SIGNED_IN

pytestmark = pytest.mark.django_db


def day(days: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=days)


def found(**wanted: Any) -> set[str]:
    return {each.slug for each in queries.find_mandates(AnonymousUser(), wanted)}


def put(it: Mandate, **values: Any) -> Mandate:
    Mandate.objects.filter(pk=it.pk).update(**values)
    it.refresh_from_db()
    return it


def shelf() -> dict[str, Mandate]:
    """One mandate of each state, and some more."""
    version = mandates_factories.text()
    first = mandates_factories.mandate(version, occasion="the fortieth session")
    return {
        "late": put(
            first, due=day(-60), overdue_from=day(-1), lead=mandates_factories.entity("Keeper")
        ),
        "soon": put(
            mandates_factories.mandate(version, number=3, recipient="Harbour"), due=day(30)
        ),
        "later": put(
            mandates_factories.mandate(number=3, asked="Harbours", force="invites"), due=day(200)
        ),
        "undated": put(mandates_factories.mandate(), due_text="2031"),
        "passed": put(mandates_factories.mandate(), due=day(-3)),
        "answered": put(mandates_factories.mandate(kind="briefing"), progress="answered"),
        "not_answered": put(mandates_factories.mandate(), progress="not_answered"),
    }


def test_each_state_finds_its_own_and_together_they_are_all() -> None:
    there = shelf()
    for state, it in there.items():
        assert found(state=state) == {it.slug}, state
    assert found(state="year") == {there["soon"].slug, there["later"].slug}
    ended = {there["answered"].slug, there["not_answered"].slug}
    assert found(state="open") == {each.slug for each in there.values()} - ended
    assert found(state="nolead") == {each.slug for each in there.values()} - {there["late"].slug}
    counts = queries.state_counts(AnonymousUser())
    assert counts["all"] == len(there) == sum(counts[name] for name in queries.DASHBOARD_STATES) + 1
    assert {name: counts[name] for name in queries.DASHBOARD_STATES} == dict.fromkeys(
        queries.DASHBOARD_STATES, 1
    )


def test_what_binds_is_shown_unless_something_else_is_asked() -> None:
    binds = mandates_factories.mandate()
    would = mandates_factories.mandate(mandates_factories.text(PROPOSED))
    ended = put(mandates_factories.mandate(), lifecycle_state="completed")
    assert found() == {binds.slug}
    assert found(standing="if_adopted") == {would.slug}
    assert found(standing="ended") == {ended.slug}
    assert found(standing="all") == {binds.slug, would.slug, ended.slug}


def test_it_is_found_by_who_what_when_and_where() -> None:
    there = shelf()
    assert found(entity="harbours") == {there["later"].slug}
    assert found(recipient="harbour") == {there["soon"].slug}
    assert found(lead="keeper", state="late") == {there["late"].slug}
    assert found(force="invites") == {there["later"].slug}
    assert found(kind="briefing") == {there["answered"].slug}
    assert found(occasion="Fortieth") == {there["late"].slug}
    assert there["undated"].slug in found(occasion="2031")
    put(there["soon"], expires="2029")
    put(there["later"], expires="2031-12-31")
    assert found(before="2029") == found(before="2030-01") == {there["soon"].slug}
    assert found(expires="dated") == {there["soon"].slug, there["later"].slug}
    assert len(found(expires="none")) == 5
    with_a_year = queries.find_mandates(
        AnonymousUser(), {"expires": "1"}, datetime.date(2031, 3, 1)
    )
    assert {each.slug for each in with_a_year} == {there["later"].slug}


def test_it_is_found_by_number_symbol_alias_and_words(monkeypatch: pytest.MonkeyPatch) -> None:
    it, other = mandates_factories.mandate(), mandates_factories.mandate()
    Alias.objects.create(mandate=it, registry="msr", value="X/17")
    for words in (it.slug, str(it.slug).lower(), f"/en/mandates/{it.slug}/", "x/17"):
        assert found(q=words) == {it.slug}, words
    assert found(q=it.instrument.symbol) == {it.slug}
    assert found(q="lamp") == set()
    said = {other.record_id: {"en": search.SearchText("A mandate", "Lamps for the coast")}}
    monkeypatch.setitem(
        search.SOURCES, "mandate", search.SearchSource("mandate", words=lambda records: said)
    )
    index_records([other.record])
    assert found(q="lamp") == {other.slug}


def test_a_concept_counts_once_it_is_confirmed(django_assert_max_num_queries: Any) -> None:
    it, _other = mandates_factories.mandate(), mandates_factories.mandate()
    concept = Concept.objects.get(pk=factories.link(factories.matrix(), 1, 1).row_id)
    named = f"{concept.scheme.key}/{concept.code}"
    tag = Tag.objects.create(
        concept=concept, instrument=it.instrument, lineage=it.lineage, found="person"
    )
    assert found(concepts=[named]) == set()
    tag.state = "confirmed"
    tag.save()
    assert found(concepts=[named]) == {it.slug}
    with django_assert_max_num_queries(12):
        answer = Client().get("/ar/mandates/", {f"in-{concept.scheme.key}": named})
    assert [each.mandate for each in rows_of(answer)] == [it.slug]
    assert [each.mandate for each in rows_of(Client().get(f"/en/mandates/?concept={named}"))] == [
        it.slug
    ]


class Row:
    def __init__(self, cell: Any) -> None:
        self.mandate = cell.url.rstrip("/").rpartition("/")[2]


def rows_of(answer: Any) -> list[Row]:
    return [Row(row[0]) for row in answer.context["table"].rows]


def files_of(query: str, user: Any = None) -> dict[str, list[str]]:
    """The numbers in each file of a list."""
    client = client_for(user)
    mark = "&" if query else "?"

    def body(form: str) -> bytes:
        answer: Any = client.get(f"/en/mandates/{query}{mark}download={form}")
        content = getattr(answer, "content", None) if not answer.streaming else None
        return content if content is not None else b"".join(answer.streaming_content)

    lines = csv.DictReader(io.StringIO(body("csv").decode("utf-8-sig")))
    book = openpyxl.load_workbook(io.BytesIO(body("xlsx")))
    data = [row[0] for row in book["data"].iter_rows(min_row=2, values_only=True)]
    return {
        "csv": [row["number"] for row in lines],
        "xlsx": [str(each) for each in data if each],
        "json": [row["number"] for row in json.loads(body("json"))["rows"]],
    }


def test_a_count_is_that_of_its_list_and_of_each_file(django_assert_max_num_queries: Any) -> None:
    shelf()
    counts = queries.state_counts(AnonymousUser())
    for query, count in (
        [("", counts["all"])]
        + [
            (f"?state={name}", counts[name])
            for name in (*queries.DASHBOARD_STATES, "year", "nolead")
        ]
        + [("?state=open", 5), ("?state=open&force=invites", counts["invited"])]
    ):
        with django_assert_max_num_queries(12):
            answer = Client().get(f"/en/mandates/{query}")
        numbers = [each.mandate for each in rows_of(answer)]
        assert len(numbers) == count, query
        assert answer.context["summary"].count.startswith(f"{count} mandate")
        assert files_of(query) == {"csv": numbers, "xlsx": numbers, "json": numbers}, query


def test_the_list_is_sorted_as_asked() -> None:
    there = shelf()
    by_date = [each.slug for each in queries.find_mandates(AnonymousUser(), {})]
    assert by_date[:4] == [there[name].slug for name in ("late", "passed", "soon", "later")]
    numbers = [each.slug for each in queries.find_mandates(AnonymousUser(), {"sort": "-number"})]
    assert numbers == sorted(numbers, reverse=True)
    first = queries.find_mandates(AnonymousUser(), {"sort": "entity", "language": "en"})[0]
    assert first.slug == there["later"].slug  # Harbours before Keeper
    assert Client().get("/en/mandates/?sort=-text").status_code == 200


def test_mandates_of_closed_texts_are_in_no_list_count_file_or_feed() -> None:
    owner = person()
    version = mandates_factories.text()
    it = put(mandates_factories.mandate(version), due=day(20))
    alone = get_or_create_circle("tests:one", {"user": owner})
    version.record.access, version.record.circle = Access.PRIVATE, alone
    version.record.save()
    refresh_status([it.pk])
    for page in ("", "calendar/", "calendar.ics", "feed.atom", "reports/", "coverage/", "method/"):
        answer: Any = Client().get(f"/en/mandates/{page}")
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert it.slug.encode() not in body, page
        assert version.instrument.slug.encode() not in body.replace(b'href="/en/texts/', b""), page
    assert queries.state_counts(AnonymousUser()) == {}
    assert rows_of(client_for(owner).get("/en/mandates/"))[0].mandate == it.slug
    assert files_of("?standing=all") == {"csv": [], "xlsx": [], "json": []}


def test_a_text_that_is_only_cited_is_no_filter() -> None:
    """It has no mandates; its name would show the body that it was read from."""
    held = mandates_factories.text().instrument
    page = f"/en/mandates/?text={held.slug}"
    assert "No text has this address." not in Client().get(page).content.decode()
    Instrument.objects.filter(pk=held.pk).update(held=False)
    assert "No text has this address." in Client().get(page).content.decode()


def test_an_empty_list_says_what_is_likely_missing(django_assert_max_num_queries: Any) -> None:
    it = mandates_factories.mandate(mandates_factories.text(PROPOSED))
    with django_assert_max_num_queries(12):
        answer = Client().get(f"/en/mandates/?q={it.slug}")
    text = answer.content.decode()
    assert "1 matching mandate has ended or is not in force." in text
    assert "standing=all" in text
    told = Client().get("/en/mandates/?q=M-999999").content.decode()
    assert "No mandate has this number. The last number is" in told
    from majlis.instruments.citations.stubs import create_stubs

    (stub,) = create_stubs(["resolution 99/77"])
    told = Client().get("/en/mandates/?q=resolution 99/77").content.decode()
    assert "is cited, but its text is not held in Majlis." in told
    assert stub.get_absolute_url() in told
    told = Client().get("/en/mandates/?q=xyzzyx منارة").content.decode()
    assert "No texts in this language are held in Majlis: Arabic." in told


def test_an_empty_list_says_what_waits_and_of_which_years_the_body_is(
    django_assert_max_num_queries: Any,
) -> None:
    of = body()
    version = mandates_factories.text(date="2030-05-06")
    version.instrument.body = of
    version.instrument.save()
    mandates_factories.mandate(version)
    common = {
        "version": version,
        "provision": mandates_factories.operative(version, 3),
        "language": "en",
    }
    Finding.objects.create(**common)
    reader = client_for(person())
    query = f"?body={of.slug}&q=xyzzyx&occasion=none"
    reader.get("/en/mandates/")
    # Six more for the search by meaning, two of them savepoints of the test's own transaction.
    with django_assert_max_num_queries(MAX_QUERIES_SIGNED_IN + 6):
        text = reader.get(f"/en/mandates/{query}").content.decode()
    assert "Years of this body’s texts held in Majlis: 2030." in text
    assert "1 finding has not yet been checked" in text


def test_under_the_count_stands_how_far_it_reaches() -> None:
    from majlis.instruments.citations.stubs import create_stubs

    empty = Client().get("/en/mandates/").content.decode()
    assert "No texts are held in Majlis yet." in empty
    mandates_factories.mandate(mandates_factories.text(date="2030-05-06"))
    create_stubs(["resolution 99/77"])
    line = "Coverage: 1 text, latest text: May 2030."
    assert (
        f'<a href="/en/mandates/coverage/">{line}</a>'
        in Client().get("/en/mandates/").content.decode()
    )
    text = Client().get("/en/mandates/coverage/").content.decode()
    assert (
        "Coverage: 1 text, 0 bodies, 2030, English, latest text: 6 May 2030. Kinds of text: resolution."
    ) in text
    assert "1 cited text is not held in Majlis and is not counted." in text


def of_region(it: Mandate, scheme: str = "regions", code: str = "") -> str:
    """A confirmed region of a mandate, as the filter has it."""
    concept = next(
        each
        for each in Concept.objects.filter(scheme=factories.scheme(scheme, 3)).order_by("position")
        if code in ("", each.code)
    )
    Tag.objects.create(
        concept=concept,
        instrument=it.instrument,
        lineage=it.lineage,
        found="person",
        state="confirmed",
    )
    return f"{scheme}/{concept.code}"


def test_a_region_is_a_filter_of_its_own_with_those_that_occur() -> None:
    it, other = mandates_factories.mandate(), mandates_factories.mandate()
    first, second = of_region(it), of_region(other, "m49")
    page = Client().get("/en/mandates/")
    field: Any = page.context["filter"].fields["region"]
    assert {value for value, _words in field.choices} == {"", second, first}
    assert not {"in-regions", "in-m49"} & {*page.context["filter"].fields}
    for region, slug in ((first, it.slug), (second, other.slug)):
        query = f"?region={region}"
        answer = Client().get(f"/en/mandates/{query}")
        assert [each.mandate for each in rows_of(answer)] == [slug]
        assert files_of(query) == {"csv": [slug], "xlsx": [slug], "json": [slug]}
        told: Any = Client().get(f"/en/mandates/{query}&download=json")
        (row,) = json.loads(b"".join(told.streaming_content))["rows"]
        assert row["regions"] == row["concepts"] == region


@pytest.mark.parametrize(
    "query", ["state=lates", "entity=nobody", "year=1800", "before=soon", "region=moon"]
)
def test_a_value_that_there_is_not_finds_nothing_and_says_so(query: str) -> None:
    it = put(mandates_factories.mandate(), due=day(5))
    address = f"/en/mandates/?{query}"
    page = Client().get(address).content.decode()
    assert it.get_absolute_url() not in page and "No matching mandates." in page
    told = page.partition("<main")[2].partition('class="told"')[2].partition('id="filters"')[0]
    assert query.partition("=")[2] in told
    (rows,) = (Client().get(f"{address}&download=csv"),)
    assert it.slug not in rows.getvalue().decode()
    for name in ("calendar.ics", "feed.atom", "calendar/"):
        answer = Client().get(f"/en/mandates/{name}?{query}")
        assert answer.status_code == 200
        assert it.slug not in answer.content.decode()
