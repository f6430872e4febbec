"""Who may decide on what was found, and who may read a provision otherwise; nobody else, and nothing that is closed."""

from __future__ import annotations

from typing import Any

import pytest

from majlis.instruments.models import Provision, Version
from majlis.kernel.actor import Actor
from majlis.kernel.models import User
from majlis.mandates import actions
from majlis.mandates.models import Asking, Finding
from tests.mandates import made
from tests.mandates.test_finding import CLAUSE
from tests.support.parties import body, organisation
from tests.support.people import person
from tests.support.permissions import check_permissions

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("tests")


@pytest.fixture
def version() -> Version:
    found = made.text(words=CLAUSE)
    actions.find(SYSTEM, found)
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


def finding(version: Version, sort: str = "mandate", state: str = "waiting") -> Finding:
    """A finding of the version, as the database has it now, with its version."""
    rows = Finding.objects.filter(version=version, sort=sort, state=state)
    found = rows.select_related("version__body__record", "version__instrument", "provision")[0]
    return found


@pytest.mark.parametrize(
    ("verb", "sort", "do"),
    [
        ("accept", "mandate", lambda who, it: actions.accept(who, it)),
        ("accept_clause", "expiry", lambda who, it: actions.accept_clause(who, it)),
        ("split", "mandate", lambda who, it: actions.split(who, it)),
        (
            "reject",
            "mandate",
            lambda who, it: actions.reject(who, it, reason="No.", language="en"),
        ),
    ],
)
def test_who_may_decide_on_what_was_found(
    verb: str, sort: str, do: Any, version: Version, people: Any
) -> None:
    granted, refused = people
    it = finding(version, sort)
    check_permissions(
        f"mandates.{verb}", it, granted=granted, refused=refused, do=lambda who: do(who, it)
    )


def test_who_may_open_it_again_and_who_is_seen_with_it(version: Version, people: Any) -> None:
    granted, refused = people
    it = finding(version)
    check_permissions("mandates.open_finding", it, granted=granted, refused=refused)
    actions.reject(SYSTEM, it, reason="No.", language="en")
    check_permissions(
        "mandates.reopen",
        it,
        granted=granted,
        refused=refused,
        do=lambda who: actions.reopen(who, it),
    )


def test_who_may_correct_what_was_accepted(version: Version, people: Any) -> None:
    granted, refused = people
    mandate = actions.accept(SYSTEM, finding(version))
    asking = Asking.objects.select_related("version__body__record", "version__instrument").get(
        mandate=mandate
    )
    values = {"force": "invites", "kind": "report", "asked": ["Keeper"]}
    check_permissions(
        "mandates.correct_asking",
        asking,
        granted=granted,
        refused=refused,
        do=lambda who: actions.correct_asking(who, asking, values=values, reason="So."),
    )


def test_who_may_accept_what_goes_on_unchanged_and_add_what_was_missed(
    version: Version, people: Any
) -> None:
    granted, refused = people
    mandate = actions.accept(SYSTEM, finding(version))
    before = mandate.askings.get()
    second = made.text(of=version, words=CLAUSE)
    Version.objects.filter(pk=second.pk).update(body=version.body)
    second = Version.objects.select_related("body__record", "instrument__record").get(pk=second.pk)
    provision = Provision.objects.get(version=second, eid=before.provision.eid)
    Provision.objects.filter(pk=provision.pk).update(lineage=before.provision.lineage_id)
    actions.find(SYSTEM, second)
    check_permissions(
        "mandates.accept_unchanged",
        second,
        granted=granted,
        refused=refused,
        do=lambda who: actions.accept_unchanged(who, second),
    )
    provision.version = second
    check_permissions(
        "mandates.add_by_hand",
        provision,
        granted=granted,
        refused=refused,
        do=lambda who: actions.add_by_hand(who, provision),
    )


def test_who_may_have_a_text_read(people: Any) -> None:
    granted, refused = people
    another = made.text()
    check_permissions(
        "mandates.find",
        another,
        granted={"the secretariat": granted["the secretariat"]},
        refused=refused,
        do=lambda who: actions.find(who, another),
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
        return actions.other_reading(
            who, member, provision=provision, text="Otherwise.", language="en"
        )

    check_permissions("mandates.other_reading", member, granted=granted, refused=refused, do=read)
    reading = read(Actor(user=delegate))
    check_permissions(
        "mandates.withdraw_other_reading",
        reading,
        granted=granted,
        refused=refused,
        do=lambda who: actions.withdraw_other_reading(who, reading),
    )
