"""Coverage says what is in, and apart what is cited and is not; a stub becomes the text that it stands for."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from majlis.commons.search.index import index_records
from majlis.commons.search.models import SearchEntry
from majlis.instruments.citations import actions
from majlis.instruments.coverage import queries
from majlis.instruments.models import Citation, Instrument, Version
from majlis.instruments.publication.build import VersionFacts, create_instrument, create_version
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput
from majlis.kernel.models import Access, AuditEntry, Circle, Record, User
from majlis.kernel.records import get_or_create_circle
from majlis.textkit.read import read_bytes
from tests.instruments import published_texts
from tests.support.forms import submit
from tests.support.people import person
from tests.support.permissions import check_permissions

pytestmark = pytest.mark.django_db


def shelved() -> tuple[Version, Version]:
    """A resolution of a body in two versions and two languages; a decision of nobody that is here."""
    council = published_texts.body()
    first = published_texts.published_text(
        published_texts.sample_bytes("Resolution 27 (Port Lira, 2027)"),
        body=council,
        date="2027-05-04",
    )
    published_texts.published_text(
        published_texts.sample_bytes(
            "Resolution 27 (Amended in 2029)", cites="Resolution 4 (2021)"
        ),
        of=first,
        body=council,
        date="2029-06",
    )
    french = "Résolution 27 (Port Lira, 2027)\n\nRegistre\n\nLe Conseil des marées,\n\ndécide\n\n1\tde mesurer la marée."
    published_texts.published_text(french, version=first)
    decision = published_texts.published_text(published_texts.sample_bytes("Decision 12"))
    return first, decision


def test_what_is_in_is_told_by_body() -> None:
    shelved()
    body, none = queries.coverage_by_body(AnonymousUser())
    assert body.body is not None
    assert (body.texts, body.versions, body.languages, body.kinds) == (
        1,
        2,
        ["en", "fr"],
        ["resolution"],
    )
    assert (body.years, body.first, body.last) == (2, "2027-05-04", "2029-06")
    assert (none.body, none.texts, none.kinds, none.years, none.last) == (
        None,
        1,
        ["decision"],
        0,
        "",
    )


def test_what_is_cited_and_not_kept_is_listed_and_counted_apart() -> None:
    shelved()
    answer = Client().get("/en/texts/coverage/")
    assert answer.context["summary"].count == "2 texts"
    assert answer.context["apart"].count == "2 cited texts not held in Majlis"
    rows = [(str(row[0].words), row[2]) for row in answer.context["stubs"].rows]
    of = "(Council of the Tides)"
    assert rows == [(f"Resolution 3 {of}", "2"), (f"Resolution 4 {of}", "1")]
    for query, names in (
        ({"download": "json"}, ["council-of-tides", ""]),
        ({"download": "json", "of": "cited"}, ["texts/resolution-3", "texts/resolution-4"]),
    ):
        kept = json.loads(b"".join(Client().get("/en/texts/coverage/", query).streaming_content))
        assert [next(iter(row.values())) for row in kept["rows"]] == names


def test_a_stub_says_who_cites_it() -> None:
    first, decision = shelved()
    page = Client().get("/en/texts/resolution-3/").content.decode()
    for version in (first, decision):
        assert version.get_absolute_url() in page


def test_who_may_say_which_text_a_stub_is() -> None:
    shelved()
    stub = Instrument.objects.get(slug="resolution-3")
    kept = published_texts.published_text(
        published_texts.sample_bytes("Resolution 30", cites="Resolution 31")
    ).instrument
    check_permissions(
        "instruments.resolve_stub",
        stub,
        granted={"the secretariat": person("secretariat")},
        refused={
            "nobody": None,
            "a delegate": person("delegate"),
            "an administrator": person("administrator"),
            "a closed account": person("secretariat", is_active=False),
        },
        do=lambda actor: actions.resolve_stub(actor, stub, instrument=kept),
    )
    entry = AuditEntry.objects.get(verb="instruments.resolve_stub")
    assert (entry.record_id, entry.new) == (stub.pk, {"became": kept.record.address})
    assert not Citation.objects.filter(target=stub).exists()
    assert Citation.objects.filter(target=kept).exists()
    answer = Client().get("/en/texts/resolution-3/")
    assert (answer.status_code, answer.url) == (301, "/en/texts/resolution-30/")
    # What cites it under its old name from now on cites the text that is kept.
    later = published_texts.published_text(published_texts.sample_bytes("Resolution 33"))
    cited = Citation.objects.filter(wording__provision__version=later)
    assert {each.target_id for each in cited} == {kept.pk}


def test_a_stub_cannot_be_a_stub_or_a_text_that_is_kept_already() -> None:
    first, _decision = shelved()
    stub, other = Instrument.objects.filter(held=False).order_by("slug")
    actor = Actor(user=person("secretariat"))
    for one, instrument in ((stub, other), (stub, stub), (first.instrument, first.instrument)):
        with pytest.raises(InvalidInput) as fault:
            actions.resolve_stub(actor, one, instrument=instrument)
        assert set(fault.value.faults) == {"instrument"}
    assert Citation.objects.filter(target=stub).exists()


def test_the_page_of_a_stub_takes_a_symbol_or_an_address() -> None:
    first, _decision = shelved()
    client = Client()
    client.force_login(person("secretariat"))
    page = client.get("/en/texts/resolution-3/").content.decode()
    assert 'href="/en/texts/imports/add/"' in page
    assert (
        "/en/texts/resolution-3/resolve/"
        not in Client().get("/en/texts/resolution-3/").content.decode()
    )
    wrong = submit(client, "/en/texts/resolution-3/resolve/", {"instrument": "resolution 99"})
    assert wrong.status_code == 422
    right = submit(client, "/en/texts/resolution-3/resolve/", {"instrument": "القرار 27"})
    assert (right.status_code, right.url) == (302, first.instrument.get_absolute_url())


def test_a_text_that_is_brought_in_later_takes_its_stub_over() -> None:
    first, decision = shelved()
    stub = Instrument.objects.get(slug="resolution-3")
    citing = Citation.objects.filter(target=stub).count()
    made = published_texts.published_text(
        published_texts.sample_bytes("Resolution 3 (Port Lira, 2020)", cites="Resolution 2"),
        body=first.instrument.body,
        date="2020",
    )
    assert made.instrument_id == stub.pk  # its address stays
    stub.refresh_from_db()
    assert (stub.held, stub.symbol, stub.year) == (True, "Resolution 3", 2020)
    assert Citation.objects.filter(target=stub).count() == citing
    assert "resolution 3" not in {each.symbol for each in queries.load_stubs(AnonymousUser())}
    page = Client().get("/en/texts/resolution-3/").content.decode()
    for version in (first, decision):
        assert version.get_absolute_url() in page


def closed(version: Version, member: User) -> Circle:
    """Close a version and its text to all but one person."""
    shut = get_or_create_circle("tests:closed", {"user": member})
    for record in (version.record, version.instrument.record):
        record.access, record.circle = Access.PRIVATE, shut
        record.save()
    return shut


def test_a_text_that_closed_texts_alone_cite_has_no_page_that_names_it() -> None:
    cited = published_texts.published_text(
        published_texts.sample_bytes("Resolution 27", cites="Resolution 3")
    )
    stub = Instrument.objects.get(slug="resolution-3")
    assert Client().get("/en/texts/resolution-3/").status_code == 200
    member, officer = person("delegate"), person("secretariat")
    closed(cited, member)
    index_records(Record.objects.filter(pk=stub.pk))
    assert not SearchEntry.objects.filter(record=stub.pk).exists()
    for user, status in ((None, 404), (person("delegate"), 404), (member, 200), (officer, 200)):
        client = Client()
        if user is not None:
            client.force_login(user)
        assert client.get("/en/texts/resolution-3/").status_code == status, user
    published_texts.published_text(
        published_texts.sample_bytes("Resolution 28", cites="Resolution 3")
    )
    assert Client().get("/en/texts/resolution-3/").status_code == 200
    index_records(Record.objects.filter(pk=stub.pk))
    assert SearchEntry.objects.filter(record=stub.pk).exists()


def test_a_text_that_was_cited_is_as_closed_as_the_one_that_it_is_annexed_to() -> None:
    holder = published_texts.published_text(
        published_texts.sample_bytes("Resolution 27", cites="Resolution 3")
    )
    stub = Instrument.objects.get(slug="resolution-3")
    shut = closed(holder, person("delegate"))
    text = read_bytes(
        published_texts.sample_bytes("Resolution 3", cites="Resolution 9").encode(), name="a.txt"
    )
    made = create_instrument(text, VersionFacts(), annexed_to=holder.instrument)
    version = create_version(made, text, VersionFacts())
    assert made.pk == stub.pk
    for record in (Record.objects.get(pk=made.pk), version.record):
        assert (record.access, record.circle) == (Access.PRIVATE, shut)
    assert Client().get("/en/texts/resolution-3/").status_code == 404


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("en", "Resolution 3"),
        ("fr", "Résolution 3"),
        ("es", "Resolución 3"),
        ("ru", "Резолюция 3"),
        ("zh", "第3号决议"),
        ("ar", "القرار 3"),
    ],
)
def test_a_text_that_is_not_kept_is_named_in_the_language_of_the_reader(
    language: str, name: str
) -> None:
    version = published_texts.published_text(
        published_texts.sample_bytes("Resolution 27", cites="Resolution 3")
    )
    for address in (
        version.instrument.record.address,  # in its margin, and among what it cites
        "texts/coverage",
        "texts/resolution-3",
    ):
        page = Client().get(f"/{language}/{address}/").content.decode()
        assert name in page, address
        assert "resolution 3<" not in page
    symbol = published_texts.published_text(
        published_texts.sample_bytes("Resolution 28", cites="A/RES/70/1")
    )
    assert (
        "A/RES/70/1</bdi>"
        in Client().get(f"/{language}/{symbol.instrument.record.address}/").content.decode()
    )
