"""Who may do which verb of the accounts: for every verb there is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from majlis.kernel.actor import Actor
from majlis.kernel.models import Appointment
from majlis.kernel.verbs import VERBS, may
from majlis.parties.accounts.actions import (
    encryption,
    own_sign_in,
    people,
    personal_data,
    roles,
    second_step,
)
from majlis.parties.accounts.actions.roles import RoleInScope
from majlis.parties.accounts.discovery import OpenIDServer
from majlis.parties.accounts.rules import APPOINTED_BY
from tests.parties.accounts.support import PASSWORD, account, body, organisation
from tests.support.people import person
from tests.support.permissions import check_permissions

pytestmark = pytest.mark.django_db

SERVER = OpenIDServer("https://id.example.org", "https://id.example.org")


def others() -> dict[str, Any]:
    return {
        "nobody": None,
        "a person of another organization": person(("focal_point", organisation())),
        "a person whose account is not active": person("administrator", is_active=False),
        "a moderator": person("moderator"),
    }


def test_only_the_system_adds_people_offers_the_first_link_and_renews_seals() -> None:
    person("administrator")
    refused = others() | {
        "an administrator": person("administrator"),
        "the secretariat": person("secretariat"),
    }
    for name in (
        "accounts.add_person",
        "accounts.offer_first_administrator",
        "accounts.invite_administrator",
        "accounts.reencrypt_secrets",
    ):
        check_permissions(name, "x@example.org", granted={}, refused=refused)
        assert may(Actor.as_system("test"), name, "x@example.org")


def test_whoever_has_the_link_becomes_an_administrator() -> None:
    granted = {"somebody": person()}
    check_permissions("accounts.become_first_administrator", "token", granted=granted, refused={})
    check_permissions("accounts.become_administrator", "token", granted=granted, refused={})
    assert may(Actor(), "accounts.become_first_administrator", "token")
    assert may(Actor(), "accounts.become_administrator", "token")


@pytest.mark.parametrize(
    ("name", "do"),
    [
        (
            "change_profile",
            lambda actor, user: people.change_profile(
                actor, user, name="New Name", language="fr", time_zone="UTC"
            ),
        ),
        ("export_own_data", personal_data.export_own_data),
        ("request_erasure", personal_data.request_erasure),
        (
            "erase_own_data",
            lambda actor, user: personal_data.erase_own_data(
                actor, user, understood=True, password=PASSWORD
            ),
        ),
    ],
)
def test_what_only_the_person_does(name: str, do: Callable[..., Any]) -> None:
    user = account()
    refused = others() | {"an administrator": person("administrator")}
    check_permissions(
        f"accounts.{name}",
        user,
        granted={"the person": user},
        refused=refused,
        do=lambda actor: do(actor, user),
    )


@pytest.mark.parametrize("name", ["end_sessions", "close_account"])
def test_what_the_person_or_an_administrator_does(name: str) -> None:
    user = account()
    check_permissions(
        f"accounts.{name}",
        user,
        granted={"the person": user, "an administrator": person("administrator")},
        refused=others() | {"the secretariat": person("secretariat")},
        do=lambda actor: VERBS[f"accounts.{name}"](actor, user),
    )


def test_an_administrator_reopens_an_account() -> None:
    user = person(is_active=False)
    check_permissions(
        "accounts.reopen_account",
        user,
        granted={"an administrator": person("administrator")},
        refused=others() | {"the person": user, "the secretariat": person("secretariat")},
        do=lambda actor: people.reopen_account(actor, user),
    )


def test_an_administrator_resets_the_second_step_of_somebody_else() -> None:
    user = account()
    user.authenticator_set.create(type="totp", data={})
    itself = person("administrator")
    itself.authenticator_set.create(type="totp", data={})
    check_permissions(
        "accounts.reset_second_step",
        user,
        granted={"an administrator": person("administrator")},
        refused=others() | {"the person": user, "the secretariat": person("secretariat")},
        do=lambda actor: second_step.reset_second_step(actor, user),
    )
    check_permissions(
        "accounts.reset_second_step",
        itself,
        granted={"another administrator": person("administrator")},
        refused={"the administrator whose it is": itself},
        do=lambda actor: second_step.reset_second_step(actor, itself),
    )


def test_who_sets_the_own_sign_in_of_an_organization() -> None:
    record = organisation()
    refused = others() | {"its own focal point": person(("focal_point", record))}
    keepers = {
        "an administrator": person("administrator"),
        "the secretariat": person("secretariat"),
    }

    def set_it(actor: Actor) -> Any:
        return own_sign_in.set_own_sign_in(
            actor, record, server=SERVER, client_id="a", secret="b", domains=["union.example.org"]
        )

    check_permissions(
        "accounts.set_own_sign_in", record, granted=keepers, refused=refused, do=set_it
    )
    check_permissions(
        "accounts.withdraw_own_sign_in",
        record,
        granted=keepers,
        refused=refused,
        do=lambda actor: own_sign_in.withdraw_own_sign_in(actor, record),
    )


SCOPES: dict[str, Callable[[], Any]] = {
    "administrator": lambda: None,
    "moderator": lambda: None,
    "translator": lambda: None,
    "reviser": lambda: None,
    "secretariat": body,
    "chair": body,
    "member": body,
    "expert": body,
    "task_force": body,
    "focal_point": organisation,
    "delegate": organisation,
}


@pytest.mark.parametrize("role", sorted(SCOPES))
def test_who_appoints_to_a_role_and_ends_it(role: str) -> None:
    scope = SCOPES[role]()
    people = {
        "administrator": person("administrator"),
        "secretariat": person("secretariat"),
        "secretariat of the body": person(("secretariat", scope)) if scope else person(),
        "focal point": person(("focal_point", scope)) if scope else person(),
    }
    by = {"administrator"}
    if "secretariat" in APPOINTED_BY[role]:
        by |= {"secretariat"} | ({"secretariat of the body"} if scope else set())
    if "focal_point" in APPOINTED_BY[role]:
        by |= {"focal point"}
    granted = {who: user for who, user in people.items() if who in by}
    refused = {who: user for who, user in people.items() if who not in by} | others()
    someone, post = person(), RoleInScope(role, scope)
    check_permissions(
        "accounts.appoint_person",
        post,
        granted=granted,
        refused=refused,
        do=lambda actor: roles.appoint_person(actor, post, someone),
    )
    held = Appointment.objects.get(user=someone)
    check_permissions(
        "accounts.end_appointment",
        held,
        granted=granted,
        refused=refused,
        do=lambda actor: roles.end_appointment(actor, held),
    )


def test_every_verb_of_the_accounts_is_looked_at_here() -> None:
    looked_at = {
        "add_person",
        "offer_first_administrator",
        "become_first_administrator",
        "invite_administrator",
        "become_administrator",
        "change_profile",
        "export_own_data",
        "request_erasure",
        "erase_own_data",
        "end_sessions",
        "close_account",
        "reopen_account",
        "reencrypt_secrets",
        "reset_second_step",
        "set_own_sign_in",
        "withdraw_own_sign_in",
        "appoint_person",
        "end_appointment",
    }
    assert encryption.reencrypt_secrets is VERBS["accounts.reencrypt_secrets"]
    assert {name for name in VERBS if name.startswith("accounts.")} == {
        f"accounts.{each}" for each in looked_at
    }
