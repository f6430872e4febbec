"""Own data: seen, taken away, erased."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.test import Client
from django.utils import timezone

from majlis.kernel.actor import Actor
from majlis.kernel.audit import with_personal_values
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.models import AuditEntry, PersonalDatum, Record, User
from majlis.kernel.records import create_record, get_or_create_circle
from majlis.kernel.verbs import Act
from majlis.parties.accounts import personal_data_registry
from majlis.parties.accounts.actions import people, personal_data
from majlis.parties.accounts.encryption import encrypt_secret
from majlis.parties.accounts.models import OneTimeLink, Session
from majlis.parties.accounts.personal_data_registry import PersonalDataKind
from tests.parties.accounts.support import PASSWORD, account, organisation, sign_in
from tests.support.markup import compact

pytestmark = pytest.mark.django_db


@pytest.fixture
def drafts() -> Iterator[list[str]]:
    """A room that keeps something of people."""
    kept = ["a draft on tides"]
    personal_data_registry.register_kind(
        PersonalDataKind(
            "drafts",
            "Drafts",
            export=lambda user: [{"text": each} for each in kept],
            erase=lambda user, act: kept.clear() or 1,  # type: ignore[func-returns-value]
        )
    )
    yield kept
    del personal_data_registry.PERSONAL_DATA_KINDS["drafts"]


def person_with_everything() -> User:
    """A person on whom something of every kind is held."""
    user = account("moderator", ("delegate", organisation()))
    people.change_profile(
        Actor(user=user), user, name="Nadia Fictional", language="en", time_zone="UTC"
    )
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": encrypt_secret("HUSHHUSHHUSH")}
    )
    SocialAccount.objects.create(user=user, provider="organisation-1", uid="u1", extra_data={})
    return user


def test_the_file_holds_everything_but_no_secret(drafts: list[str]) -> None:
    user = person_with_everything()
    client = sign_in_past_second_step(user)
    answer = client.post("/en/account/data/export/")
    assert answer["Content-Disposition"].startswith("attachment;")
    text = compact(answer.content.decode())
    told: dict[str, Any] = json.loads(text)
    assert told["profile"][0]["email"] == user.email
    assert {each["role"] for each in told["roles"]} == {"moderator", "delegate"}
    assert told["email_addresses"][0]["confirmed"] is True
    assert told["second_steps"][0]["kind"] == "totp"
    assert told["own_sign_ins"][0]["identifier"] == "u1"
    assert [each["verb"] for each in told["acts"]] == ["accounts.change_profile"]
    assert told["acts"][0]["new"]["name"] == "Nadia Fictional"
    assert told["drafts"] == [{"text": "a draft on tides"}]
    assert len(told["sessions"]) == 1
    assert "HUSH" not in text and user.password not in text
    assert AuditEntry.objects.filter(verb="accounts.export_own_data", actor=user).exists()


def sign_in_past_second_step(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_the_pages_show_the_same_and_lead_to_where_it_is_corrected(
    drafts: list[str], django_assert_max_num_queries: Any
) -> None:
    client = sign_in_past_second_step(person_with_everything())
    with django_assert_max_num_queries(12):
        text = compact(client.get("/en/account/data/").content.decode())
    assert "/en/account/profile/" in text
    shown = ""
    for key in personal_data_registry.PERSONAL_DATA_KINDS:
        assert f"/en/account/data/held/{key}/" in text
        with django_assert_max_num_queries(12):
            page = client.get(f"/en/account/data/held/{key}/")
        assert page.status_code == 200
        shown += compact(page.content.decode())
    for words in ("a draft on tides", "Nadia Fictional", "moderator", "Authenticator"):
        assert words in shown
    assert client.get("/en/account/data/held/nothing/").status_code == 404


def acted_on(user: User, *titles: dict[str, str]) -> list[Record]:
    """Records that the person did something to."""
    made = []
    for number, words in enumerate(titles):
        made.append(create_record("body", f"bodies/acted-{number}", {"title": words}))
        Act(Actor(user=user), "accounts.change_profile").note(made[-1])
    return made


@pytest.mark.parametrize(
    ("language", "named", "head"),
    [
        ("ar", "مجلس خيالي", "القيد"),
        ("zh", "虚构理事会", "记录"),
        ("en", "Fictional Council", "Record"),
        ("fr", "Conseil fictif", "Fiche"),
        ("ru", "Вымышленный совет", "Запись"),
        ("es", "Consejo ficticio", "Ficha"),
    ],
)
def test_what_one_did_names_the_record_and_leads_to_it(
    language: str, named: str, head: str
) -> None:
    user = account()
    acted_on(user, {language: named})
    page = compact(sign_in(user).get(f"/{language}/account/data/held/acts/").content.decode())
    assert re.search(rf'href="/{language}/bodies/acted-0/"[^>]*>(<[^>]+>)*{named}<', page)
    assert head in re.findall(r"<th[^>]*>([^<]*)</th>", page)


def test_what_one_did_names_many_records_with_few_queries(
    django_assert_max_num_queries: Any,
) -> None:
    user = account()
    acted_on(user, *({"en": f"Fictional Council {number}"} for number in range(60)))
    client = sign_in(user)
    with django_assert_max_num_queries(12):
        page = compact(client.get("/en/account/data/held/acts/").content.decode())
    assert "Fictional Council 59<" in page and "Fictional Council 10<" in page
    assert "Fictional Council 9<" not in page and "10 earlier rows" in page


def test_a_record_that_one_may_not_see_any_more_is_not_named() -> None:
    user = account("member")
    shown, hidden = acted_on(user, {"en": "Shown Council"}, {"en": "Hidden Council"})
    Act(Actor(user=user), "roles.appoint").note(user, record=hidden, new={"scope": hidden.address})
    Act(Actor(user=user), "accounts.change_profile").note(user)
    Record.objects.filter(pk=hidden.pk).update(
        access="group", circle=get_or_create_circle("kept", {"role": "secretariat"})
    )
    client = sign_in(user)
    page = compact(client.get("/en/account/data/held/acts/").content.decode())
    assert "Shown Council" in page and "Hidden Council" not in page and hidden.address not in page
    closed = "You no longer have access to this record."
    assert page.count(closed) == 2
    file = compact(client.post("/en/account/data/export/").content.decode())
    told = json.loads(file)
    assert [each["record"] for each in told["acts"]] == [shown.address, closed, closed, ""]
    assert told["acts"][2]["new"] == {"scope": closed} and hidden.address not in file
    # The file is in the language of the page that it was asked for on.
    told = json.loads(client.post("/ar/account/data/export/").content)
    assert told["acts"][1]["record"] == "لم يعد بإمكانك الاطلاع على هذا القيد."


def test_a_role_for_what_is_closed_is_told_without_its_address() -> None:
    body = create_record("body", "bodies/closed-one", {"title": {"en": "Closed Council"}})
    user = account(("chair", body), "member")
    assert {each["scope"] for each in personal_data_registry.personal_data_of(user)["roles"]} == {
        body.address,
        "",
    }
    Record.objects.filter(pk=body.pk).update(
        access="group", circle=get_or_create_circle("kept", {"role": "secretariat"})
    )
    scopes = {each["scope"] for each in personal_data_registry.personal_data_of(user)["roles"]}
    assert scopes == {str(personal_data_registry.NOT_VISIBLE), ""}


def test_an_erasure_empties_the_person_in_every_room_and_keeps_the_acts(
    drafts: list[str],
) -> None:
    user = person_with_everything()
    email, name = user.email, user.name
    client = sign_in_past_second_step(user)
    assert "cannot be undone" in compact(client.get("/en/account/data/erase/").content.decode())
    address = "/en/account/data/erase/confirm/"
    wrong = client.post(address, {"understood": "on", "password": "not this one"})
    assert wrong.status_code == 422
    assert client.post(address, {"password": PASSWORD}).status_code == 422
    assert User.objects.get(pk=user.pk).name == name
    done = client.post(address, {"understood": "on", "password": PASSWORD})
    assert done["Location"] == "/en/account/data/erased/"
    assert client.get(done["Location"]).status_code == 200

    gone = User.objects.get(pk=user.pk)
    assert (gone.name, gone.is_active, gone.has_usable_password()) == ("", False, False)
    assert gone.erased_at is not None and gone.email.endswith("@erased.invalid")
    assert drafts == []
    for model in (EmailAddress, Authenticator, SocialAccount, Session):
        assert not model.objects.filter(user=user).exists()
    assert "_auth_user_id" not in client.session
    assert not gone.appointments.filter(until__isnull=True).exists()
    assert gone.appointments.count() == 2
    assert not PersonalDatum.objects.filter(subject=user, redaction__isnull=True).exists()
    entries = with_personal_values(list(AuditEntry.objects.filter(actor=user)))
    assert {each.verb for each in entries} == {
        "accounts.change_profile",
        "accounts.erase_own_data",
    }
    shown = json.dumps([[each.shown_old, each.shown_new] for each in entries])  # type: ignore[attr-defined]
    assert name not in shown and email not in shown and "Nadia" not in shown
    # The address is free again.
    people.add_person(Actor.as_system("test"), email, name="Somebody else")


def test_an_erasure_is_confirmed_by_a_link_once(drafts: list[str]) -> None:
    user = account(password=None, language="ar")
    client = sign_in_past_second_step(user)
    page = compact(client.get("/ar/account/data/erase/confirm/").content.decode())
    assert 'name="password"' not in page
    assert client.post("/ar/account/data/erase/link/").status_code == 302
    found = re.search(r"(/ar/account/data/erase/link/\S+)", str(mail.outbox[-1].body))
    assert found
    path = found.group(1)
    assert client.get(path).status_code == 200
    other = sign_in(account())
    assert other.get(path).status_code == 410
    assert client.post(path, {}).status_code == 422
    assert client.post(path, {"understood": "on"}).status_code == 302
    assert User.objects.get(pk=user.pk).erased_at is not None


def test_a_link_that_is_too_old_erases_nothing() -> None:
    user = account()
    personal_data.request_erasure(Actor(user=user), user)
    OneTimeLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    found = re.search(r"/link/(\S+)/", str(mail.outbox[-1].body))
    assert found
    with pytest.raises(WrongState):
        personal_data.erase_own_data(Actor(user=user), user, understood=True, token=found.group(1))
    assert User.objects.get(pk=user.pk).erased_at is None


def test_without_any_proof_nothing_is_erased() -> None:
    user = account(password=None)
    with pytest.raises(InvalidInput):
        personal_data.erase_own_data(Actor(user=user), user, understood=True)


def test_a_room_that_fails_undoes_the_whole_erasure(drafts: list[str]) -> None:
    def fail(user: User, act: Any) -> int:
        raise RuntimeError("the room cannot")

    user = account()
    personal_data_registry.register_kind(
        PersonalDataKind("drafts", "Drafts", export=lambda user: [], erase=fail)
    )
    with pytest.raises(RuntimeError):
        personal_data.erase_own_data(Actor(user=user), user, understood=True, password=PASSWORD)
    assert User.objects.get(pk=user.pk).erased_at is None
    assert EmailAddress.objects.filter(user=user).exists()


def test_who_found_a_window_open_does_not_guess_the_password() -> None:
    user = account()
    client = sign_in(user)
    address = "/en/account/data/erase/confirm/"
    for number in range(10):
        answer = client.post(address, {"understood": "on", "password": f"guess {number}"})
        assert answer.status_code == 422
    assert client.post(address, {"understood": "on", "password": PASSWORD}).status_code == 429
    assert User.objects.get(pk=user.pk).erased_at is None
