"""What strangers type goes into no mail to an address that nobody has confirmed, and names are one line."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client

from majlis.events.people import actions as participants
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput
from majlis.kernel.models import User
from majlis.kernel.names import clean_name, is_valid_name, sql_to_clean
from majlis.parties.accounts.actions import people
from majlis.parties.actions import delegation, registration, succession
from majlis.parties.actions import organisation as organisation_actions
from tests.events import factories as events
from tests.parties.accounts.support import PASSWORD, account, reauthenticate, sign_in
from tests.support.parties import SYSTEM, answers, organisation

pytestmark = pytest.mark.django_db
TYPED = "Visit evil.example"
ADDRESS = "victim@example.org"
BAD_NAMES = [
    "Eve\r\nBcc: x@example.org",
    "Eve\n",
    "a\tb",
    "a\0b",
    "a\u202eb",
    "a\u2066b",
    "a\u2028b",
]
GOOD_NAMES = [
    "Nour O’Brien-Smith",
    "نور\u200f (شخصية)",
    "می\u200cخواهم",
    "黎丽（虚构人物）",
    "👩\u200d🔬",
]


def sign_up() -> Client:
    client = Client()
    given = {"name": TYPED, "email": ADDRESS, "password1": PASSWORD}
    assert client.post("/en/account/sign-up/", given).status_code == 302
    return client


def sign_up_again() -> None:
    sign_up()
    cache.clear()
    sign_up()


def reset_password() -> None:
    sign_up()
    Client().post("/en/account/password/reset/", {"email": ADDRESS})


def sign_in_unconfirmed() -> None:
    sign_up()
    cache.clear()
    Client().post("/en/account/sign-in/", {"login": ADDRESS, "password": PASSWORD})


def change_address() -> None:
    client = sign_in(account(name=TYPED))
    given = {"email": ADDRESS, "action_add": ""}
    reauthenticate(client, client.post("/en/account/email/", given))


def register_organisation() -> None:
    given = answers(
        names={"en": f"{TYPED} Society"},
        short_name=TYPED,
        applicant_name=TYPED,
        function=TYPED,
        evidence_note=TYPED,
        email=ADDRESS,
    )
    registration.submit_registration(Actor(), given)


def invite_delegate() -> None:
    delegation.invite_delegate(SYSTEM, organisation(), email=ADDRESS, name=TYPED)


def name_successor() -> None:
    succession.name_successor(SYSTEM, organisation(), email=ADDRESS, name=TYPED, reason=TYPED)


def register_participant() -> None:
    """An officer of a meeting registers somebody who has no account."""
    meeting = events.meeting()
    officer = Actor(user=events.officer(meeting))
    participants.register_participant(
        officer,
        meeting,
        own=False,
        capacity="observer",
        mode="room",
        name=TYPED,
        function=TYPED,
        email=ADDRESS,
    )


# What somebody can do without a confirmed account, or to an address that is not theirs -> how many mails.
CAUSES: list[tuple[Callable[[], object], int]] = [
    (sign_up, 1),
    (sign_up_again, 2),
    (reset_password, 2),
    (sign_in_unconfirmed, 2),
    (change_address, 1),
    (register_organisation, 1),
    (invite_delegate, 1),
    (name_successor, 1),
    (register_participant, 1),
]


@pytest.mark.parametrize(("cause", "mails"), CAUSES)
def test_no_mail_to_an_unconfirmed_address_holds_what_was_typed(
    cause: Callable[[], object], mails: int
) -> None:
    cause()
    letters = [letter for letter in mail.outbox if letter.to == [ADDRESS]]
    assert len(letters) == mails
    for letter in letters:
        assert "evil" not in f"{letter.subject}\n{letter.body}"


def test_a_confirmed_person_is_still_addressed_by_name() -> None:
    user = account(name="Nour")
    Client().post("/en/account/password/reset/", {"email": user.email})
    assert "Dear Nour," in str(mail.outbox[-1].body)


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_name_is_one_line_without_overrides(name: str) -> None:
    assert not is_valid_name(name)
    assert is_valid_name(clean_name(name))
    user, society = account(), organisation()
    given = {"language": "en", "time_zone": "UTC"}
    for do, field in (
        (lambda: people.change_profile(Actor(user=user), user, name=f"A{name}b", **given), "name"),
        (lambda: User.objects.create_user("x@example.org", name=name), "name"),
        (lambda: User.objects.filter(pk=user.pk).update(name=name), "name"),
        (lambda: answers_of(applicant_name=f"A{name}b"), "applicant_name"),
        (lambda: answers_of(names={"en": f"A{name}b"}), "name"),
        (
            lambda: organisation_actions.change_organisation(
                Actor.as_system("test"), society, words={"title": {"en": f"A{name}b"}}
            ),
            "name",
        ),
        (
            lambda: delegation.invite_delegate(
                Actor.as_system("test"), society, email="y@example.org", name=f"A{name}b"
            ),
            "name",
        ),
    ):
        with pytest.raises(InvalidInput) as told, transaction.atomic():
            do()
        assert set(told.value.faults) == {field}


def answers_of(**changed: object) -> None:
    registration.submit_registration(Actor(), answers(**changed))


@pytest.mark.parametrize("name", GOOD_NAMES)
def test_names_of_all_scripts_are_taken(name: str) -> None:
    user = account()
    people.change_profile(Actor(user=user), user, name=name, language="en", time_zone="UTC")
    user.refresh_from_db()
    assert user.name == name == clean_name(name)


def test_the_page_of_sign_up_refuses_such_a_name_at_its_field() -> None:
    given = {"name": "Eve\r\nBcc: x", "email": ADDRESS, "password1": PASSWORD}
    answer = Client().post("/en/account/sign-up/", given)
    assert answer.status_code == 200 and 'id="id_name_error"' in answer.content.decode()
    assert not User.objects.exists() and not mail.outbox


def test_names_stored_before_are_cleaned() -> None:
    user, other = account(), account(name="Two  spaces stay")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE kernel_user SET name = %s WHERE id = %s",
            ["Eve\r\nBcc:\u202e x\u200f\n", user.pk],
        )
        cursor.execute(sql_to_clean("kernel_user", "name"))
    user.refresh_from_db()
    other.refresh_from_db()
    assert user.name == "Eve Bcc: x\u200f" and is_valid_name(user.name)
    assert other.name == "Two  spaces stay"
