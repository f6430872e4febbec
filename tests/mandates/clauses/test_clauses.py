"""The clause library: words of adopted texts, marked, to copy."""

from __future__ import annotations

import datetime
import json

import pytest
from django.test import Client
from django.utils import timezone

from majlis.instruments.lifecycle import PROPOSED
from majlis.instruments.models import Version
from majlis.kernel.models import Access, Circle
from majlis.mandates.models import Clause
from tests.mandates import factories
from tests.mandates.register.test_register import files_of, rows_of

pytestmark = pytest.mark.django_db
WORDS = factories.TEXT.replace(
    "to keep the lights", "that the mandate of the Keeper shall expire on 31 December 2033"
)


def clause(version: Version, **values: object) -> Clause:
    provision = factories.operative(version, 1)
    text = provision.wordings.get().text
    start = text.index("shall expire")
    return Clause.objects.create(
        version=version,
        provision=provision,
        language="en",
        start=start,
        end=start + len("shall expire"),
        **{"kind": "expiry", "deadline": "2033-12-31"} | values,
    )


def test_the_words_that_say_it_are_marked(client: Client) -> None:
    clause(factories.text(words=WORDS))
    page = client.get("/en/mandates/clauses/").content.decode()
    assert "<mark>shall expire</mark> on 31 December 2033" in page
    assert "1 clause" in page


def test_words_of_proposals_and_of_closed_texts_are_not_offered(client: Client) -> None:
    clause(factories.text(PROPOSED, words=WORDS))
    closed = factories.text(words=WORDS)
    clause(closed)
    closed.record.access, closed.record.circle = Access.MEMBERS, Circle.objects.create(code="t")
    closed.record.save()
    page = client.get("/en/mandates/clauses/").content.decode()
    assert "No clauses yet." in page
    assert b"shall expire" not in client.get("/en/mandates/clauses/?download=json").getvalue()


def test_filters_count_what_they_show(client: Client) -> None:
    version = factories.text(words=WORDS)
    clause(version)
    clause(version, kind="review", deadline="", occasion="the next meeting")
    for query, shown in (("kind=review", 1), ("dated=yes", 1), ("language=ar", 0), ("", 2)):
        file = client.get(f"/en/mandates/clauses/?download=json&{query}")
        rows = json.loads(file.getvalue())["rows"]
        page = client.get(f"/en/mandates/clauses/?{query}").content.decode()
        assert len(rows) == page.count('<section aria-labelledby="c') == shown


@pytest.mark.parametrize("query", ["kind=end", "body=nobody", "language=tlh", "dated=maybe"])
def test_a_value_that_there_is_not_finds_nothing_and_says_so(client: Client, query: str) -> None:
    clause(factories.text(words=WORDS))
    address = f"/en/mandates/clauses/?{query}"
    page = client.get(address).content.decode()
    assert "shall expire" not in page and "No matching clauses." in page
    told = page.partition("<main")[2].partition("</form>")[0]
    assert query.partition("=")[2] in told and "is not on the list" in told
    assert json.loads(client.get(f"{address}&download=json").getvalue())["rows"] == []


def test_mandates_are_found_by_their_review_and_by_having_no_clause(client: Client) -> None:
    today = timezone.localdate()
    version = factories.text(words=WORDS)
    own, other = factories.mandate(version), factories.mandate(version, number=3)
    whole, past, later, none = (factories.mandate(factories.text(words=WORDS)) for _n in range(4))
    coming = (today + datetime.timedelta(days=100)).isoformat()
    clause(version, kind="review", deadline=coming, mandate=own)
    clause(whole.source.version, kind="review", deadline=coming[:4])
    clause(whole.source.version, kind="renewal", deadline=coming)
    clause(past.source.version, kind="review", deadline=(today - datetime.timedelta(1)).isoformat())
    clause(later.source.version, kind="review", deadline=str(today.year + 3))
    for value, expected in (
        ("review", [own, whole]),
        ("renewal", [whole]),
        ("noclause", [other, none]),
    ):
        query = f"?expires={value}"
        slugs = [each.slug for each in expected]
        listed = [each.mandate for each in rows_of(client.get(f"/en/mandates/{query}"))]
        assert sorted(listed) == slugs, value
        files = files_of(query)
        assert [sorted(each) for each in files.values()] == [slugs] * 3, value
    page = client.get("/en/mandates/clauses/")
    link = page.context["without"]
    assert link.label == "2 mandates in force have no expiry, review or renewal clause"
    assert len(rows_of(client.get(link.url))) == 2


def test_it_asks_the_database_little(client: Client, django_assert_max_num_queries: object) -> None:
    for _n in range(3):
        clause(factories.text(words=WORDS))
    client.get("/en/mandates/clauses/")
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        client.get("/en/mandates/clauses/")
