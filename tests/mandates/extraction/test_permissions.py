"""Who may decide on what was found, and who may read a provision otherwise; nobody else, and nothing that is closed."""

from __future__ import annotations

from typing import Any

import pytest

from majlis.instruments.models import Provision, Version
from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.models import User
from majlis.mandates.extraction import actions, alternative_readings, clauses
from majlis.mandates.extraction.undo import undo_decisions
from majlis.mandates.models import Finding, MandateSource
from tests.mandates import factories
from tests.mandates.extraction.test_actions import CLAUSE
from tests.support.parties import body, organisation
from tests.support.people import person
from tests.support.permissions import check_permissions

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("tests")


@pytest.fixture
def version() -> Version:
    found = factories.text(words=CLAUSE)
    actions.extract_findings(SYSTEM, found)
    Version.objects.filter(pk=found.pk).update(body=body())
    again: Version = Version.objects.select_related("body__record", "instrument__record").get(
        pk=found.pk
    )
    return again


@pytest.fixture
def people(version: Version) -> tuple[dict[str, User], dict[str, User | None]]:
    speaker, own, other = person(), version.body, body()
    assert own is not None
    organisation(speaker)
    granted = {
        "the secretariat": person("secretariat"),
        "the secretariat of the body": person(("secretariat", own.record)),
        "the chair of the body": person(("chair", own.record)),
    }
    refused: dict[str, User | None] = {
        "nobody": None,
        "somebody": person(),
        "who speaks for an organization": speaker,
        "a member of the body": person(("member", own.record)),
        "the chair of another body": person(("chair", other.record)),
        "the secretariat of another body": person(("secretariat", other.record)),
        "a moderator": person("moderator"),
        "an administrator": person("administrator"),
        "a closed account": person("secretariat", is_active=False),
    }
    return granted, refused


def finding(version: Version, kind: str = "mandate", state: str = "waiting") -> Finding:
    """A finding of the version, as the database has it now, with its version."""
    rows = Finding.objects.filter(version=version, kind=kind, state=state)
    found = rows.select_related("version__body__record", "version__instrument", "provision")[0]
    return found


@pytest.mark.parametrize(
    ("verb", "kind", "do"),
    [
        ("accept_finding", "mandate", lambda who, it: actions.accept_finding(who, it)),
        ("accept_clause", "expiry", lambda who, it: clauses.accept_clause(who, it)),
        ("split_finding", "mandate", lambda who, it: actions.split_finding(who, it)),
        (
            "reject_finding",
            "mandate",
            lambda who, it: actions.reject_finding(who, it, reason="No.", language="en"),
        ),
    ],
)
def test_who_may_decide_on_what_was_found(
    verb: str, kind: str, do: Any, version: Version, people: Any
) -> None:
    granted, refused = people
    it = finding(version, kind)
    check_permissions(
        f"mandates.{verb}", it, granted=granted, refused=refused, do=lambda who: do(who, it)
    )


def test_who_may_open_it_again_and_who_is_seen_with_it(version: Version, people: Any) -> None:
    granted, refused = people
    it = finding(version)
    check_permissions("mandates.open_finding", it, granted=granted, refused=refused)
    actions.reject_finding(SYSTEM, it, reason="No.", language="en")
    check_permissions(
        "mandates.reopen_finding",
        it,
        granted=granted,
        refused=refused,
        do=lambda who: actions.reopen_finding(who, it),
    )


def test_who_may_undo_decisions(version: Version, people: Any) -> None:
    granted, refused = people
    it = finding(version)

    def undo(who: Actor) -> None:
        decided = {"state": "rejected", "decided_by": who.user, "decided_at": clock.now()}
        Finding.objects.filter(pk=it.pk).update(**decided)
        undo_decisions(who, version, keys=[it.pk])

    check_permissions("mandates.undo_decisions", version, granted=granted, refused=refused, do=undo)


def test_who_may_correct_what_was_accepted(version: Version, people: Any) -> None:
    granted, refused = people
    mandate = actions.accept_finding(SYSTEM, finding(version))
    source = MandateSource.objects.select_related(
        "version__body__record", "version__instrument"
    ).get(mandate=mandate)
    values = {"force": "invites", "kind": "report", "asked": ["Keeper"]}
    check_permissions(
        "mandates.correct_source",
        source,
        granted=granted,
        refused=refused,
        do=lambda who: actions.correct_source(who, source, values=values, reason="So."),
    )


def test_who_may_accept_what_goes_on_unchanged_and_add_what_was_missed(
    version: Version, people: Any
) -> None:
    granted, refused = people
    mandate = actions.accept_finding(SYSTEM, finding(version))
    before = mandate.sources.get()
    second = factories.text(of=version, words=CLAUSE)
    Version.objects.filter(pk=second.pk).update(body=version.body)
    second = Version.objects.select_related("body__record", "instrument__record").get(pk=second.pk)
    provision = Provision.objects.get(version=second, eid=before.provision.eid)
    Provision.objects.filter(pk=provision.pk).update(lineage=before.provision.lineage_id)
    actions.extract_findings(SYSTEM, second)
    check_permissions(
        "mandates.accept_unchanged_findings",
        second,
        granted=granted,
        refused=refused,
        do=lambda who: actions.accept_unchanged_findings(who, second),
    )
    provision.version = second
    check_permissions(
        "mandates.add_finding",
        provision,
        granted=granted,
        refused=refused,
        do=lambda who: actions.add_finding(who, provision),
    )


def test_who_may_have_a_text_read(people: Any) -> None:
    granted, refused = people
    another = factories.text()
    check_permissions(
        "mandates.extract_findings",
        another,
        granted={"the secretariat": granted["the secretariat"]},
        refused=refused,
        do=lambda who: actions.extract_findings(who, another),
    )


def test_only_who_speaks_for_the_member_reads_otherwise_for_it(version: Version) -> None:
    focal_point, of_another = person(), person()
    member = organisation(focal_point)
    organisation(of_another)
    delegate = person(("delegate", member.record))
    granted = {"its focal point": focal_point, "its delegate": delegate}
    refused: dict[str, User | None] = {
        "nobody": None,
        "somebody": person(),
        "the secretariat": person("secretariat"),
        "who speaks for another organization": of_another,
        "a closed account": person(("delegate", member.record), is_active=False),
    }
    provision = finding(version).provision

    def read(who: Actor) -> Any:
        return alternative_readings.add_alternative_reading(
            who, member, provision=provision, text="Otherwise.", language="en"
        )

    check_permissions(
        "mandates.add_alternative_reading", member, granted=granted, refused=refused, do=read
    )
    reading = read(Actor(user=delegate))
    check_permissions(
        "mandates.withdraw_alternative_reading",
        reading,
        granted=granted,
        refused=refused,
        do=lambda who: alternative_readings.withdraw_alternative_reading(who, reading),
    )
