"""Addressees inferred from the adopting body: marked for the reviewer, and kept on the mandate."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from majlis.instruments.models import Version
from majlis.kernel.actor import Actor
from majlis.mandates.extraction import actions, clear_findings, fields, queries
from majlis.mandates.extraction.extract import save_findings
from majlis.mandates.models import Finding, MandateSource
from majlis.textkit.mandates.model import Mandate as FoundMandate
from majlis.textkit.mandates.model import MandateList
from tests.mandates import factories
from tests.support.parties import body
from tests.support.people import person

pytestmark = pytest.mark.django_db
OFFICE = Actor.as_system("tests")
WORDS = """Resolution {number}

Declaration of the coast

The Council of Tides,

1. We commit to keeping the lights of every harbour.
"""
MARK = "inferred from the adopting body"


@pytest.fixture
def version() -> Version:
    factories.entity("Member States")
    return factories.text(words=WORDS)


def finding(version: Version, **values: Any) -> Finding:
    """A commitment as the engine gives it, at the first operative paragraph."""
    found = FoundMandate(
        provision="para_1",
        actors=("Member States",),
        verb="commit",
        verb_key="commits",
        force="commits",
        action="keeping the lights of every harbour",
        witness={"verb": (3, 9), "action": (13, 48)},
        inferred=("actors",),
    )
    (extracted,) = MandateList((found,), ()).as_dict()["mandates"]
    return Finding.objects.create(
        version=version,
        provision=factories.operative(version, 1),
        language="en",
        kind=Finding.Kind.MANDATE,
        engine="9",
        extracted=extracted | values,
    )


def page(url: str) -> str:
    client = Client()
    client.force_login(person("secretariat"))
    return " ".join(client.get(url).content.decode().split())


def review(of: Finding) -> str:
    return page(f"/en/mandates/findings/finding/{of.pk}/")


def accept(of: Finding, **changes: Any) -> MandateSource:
    values = fields.fields_of_finding(of.extracted) | changes
    made = actions.accept_finding(OFFICE, of, values=values)
    source: MandateSource = made.sources.get()
    return source


def test_the_engine_names_the_inferred_fields_in_its_json_only_where_there_are_any() -> None:
    for inferred, expected in ((("actors",), ["actors"]), ((), None)):
        found = MandateList((FoundMandate("para_1", inferred=inferred),), ())
        assert found.as_dict()["mandates"][0].get("inferred") == expected


def test_the_members_of_the_body_of_the_text_are_those_whom_the_engine_infers() -> None:
    council = body(words={"title": {"en": "Council of Tides"}}, authentic="en")
    version = factories.text(words=WORDS, body=council)
    save_findings(version)
    (found,) = Finding.objects.filter(version=version)
    assert (found.extracted["force"], found.extracted["inferred"]) == ("commits", ["actors"])
    assert found.extracted["actors"] == ["Member States"]


def test_the_review_says_that_the_addressee_is_inferred(version: Version) -> None:
    shown = review(finding(version))
    assert "Inferred from the adopting body: Addressees." in shown
    assert MARK in shown and "No doubts." not in shown


def test_an_addressee_of_the_wording_has_no_such_mark(version: Version) -> None:
    shown = review(finding(version, inferred=[]))
    assert MARK not in shown.lower()


def test_it_needs_a_look_at_its_own_page(version: Version) -> None:
    of = finding(version)
    witness = of.extracted["witness"] | {"actors": [0, 2]}
    of.extracted |= {"witness": witness}
    of.save()

    def clear() -> list[Finding]:
        rows = queries.findings_of_version(version)
        return clear_findings.clear_findings(version, rows, former_waits=False)

    assert clear() == []
    del of.extracted["inferred"]
    of.save()
    assert clear() == [of]


def test_the_mark_stays_on_the_accepted_mandate(version: Version) -> None:
    source = accept(finding(version))
    assert source.found_by["asked"] == "inferred"
    assert source.found_by["force"] == "rule" and source.force == "commits"
    shown = page(f"/en/mandates/{source.mandate.slug}/")
    assert f"· {MARK}" in shown
    data = Client().get(f"/en/mandates/{source.mandate.slug}/?download=json").json()
    assert data["asks"]["found_by"]["asked"] == "inferred"
    assert MARK in page(source.provision.get_absolute_url())


def test_a_corrected_addressee_is_that_of_the_person(version: Version) -> None:
    source = accept(finding(version), asked=["Keeper"])
    assert source.found_by["asked"] == "person"
    assert MARK not in page(f"/en/mandates/{source.mandate.slug}/")


def test_a_person_who_changes_the_addressee_takes_the_mark_away(version: Version) -> None:
    extracted = finding(version).extracted
    values = fields.fields_of_finding(extracted)
    assert fields.finding_from_fields(extracted, values)["inferred"] == ["actors"]
    changed = fields.finding_from_fields(extracted, values | {"asked": ["Keeper"]})
    assert changed["inferred"] == []
    assert "inferred" not in fields.finding_from_fields({"actors": ["Keeper"]}, values)


@pytest.mark.parametrize(
    ("language", "mark"),
    [
        ("ar", "مستنتج من الهيئة التي اعتمدت النص"),
        ("zh", "由通过案文的机构推定"),
        ("fr", "déduit de l’organe qui a adopté le texte"),
        ("ru", "определено по органу, принявшему текст"),
        ("es", "inferido del órgano que aprobó el texto"),
    ],
)
def test_it_is_said_in_each_language(version: Version, language: str, mark: str) -> None:
    source = accept(finding(version))
    with translation.override(language):
        assert mark in page(f"/{language}/mandates/{source.mandate.slug}/")
