"""Nobody is a delegate whom the focal point did not confirm or invite."""

from __future__ import annotations

import threading

import pytest
from django.core import mail
from django.db import connection

from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput, Refused, WrongState
from majlis.kernel.models import Appointment, AuditEntry
from majlis.parties.actions import delegation
from majlis.parties.appointments import LinkTarget
from majlis.parties.models import Delegation
from tests.commons.helpers import client_for
from tests.parties.test_registration import unrelated_people
from tests.support.parties import organisation
from tests.support.people import person
from tests.support.permissions import check_permissions

pytestmark = pytest.mark.django_db


def test_who_may_ask_confirm_decline_invite_and_end() -> None:
    focal, asker, office = person(), person(), person("secretariat")
    mine = organisation(focal)
    strangers = unrelated_people()
    check_permissions(
        "parties.request_delegation",
        mine,
        granted={"a person": asker},
        refused={"nobody": None, "closed account": strangers["closed account"]},
        do=lambda actor: delegation.request_delegation(actor, mine, function="Reader"),
    )
    asked = Delegation.objects.get()
    assert not asker.holds("delegate", mine.record)
    only_focal = {**strangers, "who asked": asker, "secretariat": office}
    check_permissions(
        "parties.confirm_delegate",
        asked,
        granted={"focal point": focal},
        refused=only_focal,
        do=lambda actor: delegation.confirm_delegate(actor, asked),
    )
    asker.clear_appointment_cache()
    assert asker.holds("delegate", mine.record)
    check_permissions(
        "parties.end_delegation",
        asked,
        granted={"the delegate": asker, "focal point": focal, "secretariat": office},
        refused=strangers,
        do=lambda actor: delegation.end_delegation(actor, asked),
    )
    asker.clear_appointment_cache()
    assert not asker.holds("delegate", mine.record)
    assert Appointment.objects.filter(user=asker, role="delegate").count() == 1
    again = delegation.request_delegation(Actor(user=asker), mine)
    check_permissions(
        "parties.decline_delegate",
        again,
        granted={"focal point": focal},
        refused=only_focal,
        do=lambda actor: delegation.decline_delegate(actor, again, reason="Not of us."),
    )
    third = delegation.request_delegation(Actor(user=asker), mine)
    check_permissions(
        "parties.withdraw_delegation",
        third,
        granted={"who asked": asker, "focal point": focal},
        refused={**strangers, "secretariat": office},
        do=lambda actor: delegation.withdraw_delegation(actor, third),
    )
    check_permissions(
        "parties.invite_delegate",
        mine,
        granted={"focal point": focal},
        refused=only_focal,
        do=lambda actor: delegation.invite_delegate(actor, mine, email="invited@example.org"),
    )


def test_who_may_accept_and_decline_an_invitation() -> None:
    focal, invited = person(), person(language="es")
    mine = organisation(focal)
    strangers = {**unrelated_people(), "focal point": focal, "secretariat": person("secretariat")}
    first = delegation.invite_delegate(Actor(user=focal), mine, email=invited.email.upper())
    assert "/es/invitations/delegation/" in mail.outbox[-1].body
    check_permissions(
        "parties.decline_invitation",
        first,
        granted={"who is invited": invited},
        refused=strangers,
        do=lambda actor: delegation.decline_invitation(actor, first),
    )
    second = delegation.invite_delegate(Actor(user=focal), mine, email=invited.email)
    check_permissions(
        "parties.accept_invitation",
        second,
        granted={"who is invited": invited},
        refused=strangers,
        do=lambda actor: delegation.accept_invitation(actor, second),
    )
    invited.clear_appointment_cache()
    assert invited.holds("delegate", mine.record)
    third = delegation.invite_delegate(Actor(user=focal), mine, email="no.account@example.org")
    with pytest.raises(Refused):
        delegation.decline_invitation(Actor(), LinkTarget(third, "wrong"))
    with pytest.raises(Refused):
        delegation.accept_invitation(Actor(user=person()), LinkTarget(third, third.link_key))
    assert (
        delegation.decline_invitation(Actor(), LinkTarget(third, third.link_key)).state
        == "declined"
    )


def test_what_is_missing_or_there_already_is_said() -> None:
    focal, asker = person(), person()
    mine = organisation(focal)
    asked = delegation.request_delegation(Actor(user=asker), mine)
    with pytest.raises(InvalidInput):
        delegation.request_delegation(Actor(user=asker), mine)
    with pytest.raises(InvalidInput, match="already a delegate or has a pending"):
        delegation.invite_delegate(Actor(user=focal), mine, email=asker.email.upper())
    with pytest.raises(InvalidInput, match="Invalid email address"):
        delegation.invite_delegate(Actor(user=focal), mine, email="nowhere")
    with pytest.raises(InvalidInput, match="reason"):
        delegation.decline_delegate(Actor(user=focal), asked, reason=" ")
    delegation.invite_delegate(Actor(user=focal), mine, email="one@example.org")
    with pytest.raises(InvalidInput, match="already a delegate or has a pending"):
        delegation.invite_delegate(Actor(user=focal), mine, email="ONE@example.org")
    with pytest.raises(WrongState):
        delegation.end_delegation(Actor(user=focal), asked)


@pytest.mark.parametrize("role", ["delegate", "focal_point"])
def test_who_represents_the_organization_cannot_request_it_again(role: str) -> None:
    """Also who was appointed without a request, as the people of a demonstration are."""
    mine = organisation(person())
    theirs = person((role, mine.record))
    with pytest.raises(InvalidInput, match="You already represent this organization"):
        delegation.request_delegation(Actor(user=theirs), mine)
    client = client_for(theirs)
    page = client.get(f"{mine.get_absolute_url()}delegate/").content.decode()
    assert "You already represent this organization." in page
    assert 'name="function"' not in page
    link = "Request to become a delegate"
    assert link not in client.get(mine.get_absolute_url()).content.decode()
    assert link in client_for(person()).get(mine.get_absolute_url()).content.decode()


def test_who_asked_and_is_invited_is_one_delegate() -> None:
    focal, both = person(), person()
    mine = organisation(focal)
    invitation = delegation.invite_delegate(Actor(user=focal), mine, email=both.email)
    asked = delegation.request_delegation(Actor(user=both), mine)
    delegation.accept_invitation(Actor(user=both), invitation)
    asked.refresh_from_db()
    assert asked.state == "withdrawn"
    assert Appointment.objects.today().filter(user=both, role="delegate").count() == 1
    other = Delegation.objects.create(
        organisation=mine, email="second@example.org", state="invited"
    )
    both.email = "second@example.org"
    with pytest.raises(WrongState, match="already"):
        delegation.accept_invitation(Actor(user=both), other)


def test_the_audit_names_nobody_in_plain_words() -> None:
    focal, asker = person(), person(name="Unmistakable Name")
    mine = organisation(focal)
    delegation.confirm_delegate(
        Actor(user=focal), delegation.request_delegation(Actor(user=asker), mine)
    )
    assert "Unmistakable Name" not in str(list(AuditEntry.objects.values("old", "new")))


@pytest.mark.django_db(transaction=True)
def test_of_two_focal_points_who_answer_at_once_one_is_told() -> None:
    first, second, asker = person(), person(), person()
    mine = organisation(first, second)
    asked = delegation.request_delegation(Actor(user=asker), mine)
    outcomes: list[str] = []

    def answer(user: object, confirms: bool) -> None:
        try:
            row = Delegation.objects.get(pk=asked.pk)
            actor = Actor(user=user)  # type: ignore[arg-type]
            if confirms:
                delegation.confirm_delegate(actor, row)
            else:
                delegation.decline_delegate(actor, row, reason="No.")
            outcomes.append("confirmed" if confirms else "declined")
        except WrongState:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [
        threading.Thread(target=answer, args=(user, confirms))
        for user in (first, second)
        for confirms in (True, True, False)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert outcomes.count("told") == 5
    confirmed = "confirmed" in outcomes
    assert Appointment.objects.filter(user=asker, role="delegate").count() == int(confirmed)


@pytest.mark.django_db(transaction=True)
def test_a_person_who_asks_twice_at_once_is_one_delegation() -> None:
    asker = person()
    mine = organisation(person())

    def ask() -> None:
        try:
            delegation.request_delegation(Actor(user=asker), mine)
        except InvalidInput:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(5)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert Delegation.objects.count() == 1
