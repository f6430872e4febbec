"""An organization's own sign-in, against a fictional server on loopback."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialApp
from django.apps import apps
from django.test import Client

from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.models import AuditEntry, PersonalDatum, Record, User
from majlis.parties.accounts import discovery, encryption
from majlis.parties.accounts.actions import own_sign_in
from majlis.parties.accounts.models import OwnSignIn
from tests.parties.accounts import openid_server as fictional
from tests.parties.accounts.openid_server import OpenIDServer
from tests.parties.accounts.support import account, organisation, sign_in

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("test")
SECRET = "hush-hush-of-the-tides"


@pytest.fixture
def issuer() -> Iterator[OpenIDServer]:
    with fictional.running_server() as running:
        running.claims = {
            "sub": "n1",
            "email": "nour@union.example.org",
            "email_verified": True,
            "name": "Nour (fictional)",
        }
        yield running


@pytest.fixture
def union(issuer: OpenIDServer) -> Record:
    record = organisation()
    own_sign_in.set_own_sign_in(
        SYSTEM,
        record,
        server=discovery.discover(issuer.address),
        client_id="majlis",
        secret=SECRET,
        domains=["Union.example.org"],
    )
    return record


def sign_in_through_organisation(
    issuer: OpenIDServer, language: str = "ar", client: Client | None = None
) -> tuple[Client, Any]:
    """Sign in as the pages say; return the client and the answer at the end."""
    client = client or Client()
    found = client.post(
        f"/{language}/account/organization/", {"email": issuer.claims.get("email", "")}
    )
    if found.status_code != 302:
        found = client.post(f"/{language}/account/organization/", {"login": "x@union.example.org"})
    page = client.get(found["Location"])
    assert page.status_code == 200
    assert f"form-action 'self' {issuer.address};" in page["Content-Security-Policy"] + ";"
    pk = OwnSignIn.objects.get().organisation_id
    out = client.post(f"/{language}/account/organizations/organisation-{pk}/go/")
    assert out.status_code == 302 and out["Location"].startswith(issuer.address + "/authorize?")
    back = issuer.sign_in(out["Location"])
    assert back.startswith(f"http://testserver/account/organizations/organisation-{pk}/back/")
    return client, client.get(back)


def test_a_person_of_the_organization_signs_in_for_the_first_time_and_again(
    issuer: OpenIDServer, union: Record
) -> None:
    client, answer = sign_in_through_organisation(issuer)
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    user = User.objects.get(email="nour@union.example.org")
    assert (user.name, user.language, user.has_usable_password()) == (
        "Nour (fictional)",
        "ar",
        False,
    )
    assert client.session["_auth_user_id"] == str(user.pk)
    assert EmailAddress.objects.get(user=user).verified
    assert issuer.tokens[0]["client_secret"] == [SECRET] and "code_verifier" in issuer.tokens[0]
    client, _answer = sign_in_through_organisation(issuer, "fr")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert User.objects.count() == 1


def test_a_person_who_has_an_account_gets_into_that(issuer: OpenIDServer, union: Record) -> None:
    user = account()
    User.objects.filter(pk=user.pk).update(email="nour@union.example.org")
    EmailAddress.objects.filter(user=user).update(email="nour@union.example.org")
    client, _answer = sign_in_through_organisation(issuer)
    assert client.session["_auth_user_id"] == str(user.pk)
    assert SocialAccount.objects.get(user=user).uid == "n1"
    page = client.get("/en/account/organizations/")
    assert page.status_code == 200 and b'type="radio"' in page.content


@pytest.mark.parametrize("email", ["minister@government.example.org", ""])
def test_the_server_speaks_for_its_own_domains_only(
    issuer: OpenIDServer, union: Record, email: str
) -> None:
    victim = account("administrator")
    User.objects.filter(pk=victim.pk).update(email="minister@government.example.org")
    EmailAddress.objects.filter(user=victim).update(email="minister@government.example.org")
    issuer.claims["email"] = email
    client, answer = sign_in_through_organisation(issuer)
    assert answer["Location"] == "/ar/account/sign-in/"
    assert "_auth_user_id" not in client.session
    assert not SocialAccount.objects.exists() and User.objects.count() == 1


def test_leaving_the_server_is_no_fault(issuer: OpenIDServer, union: Record) -> None:
    issuer.cancelled = True
    client, answer = sign_in_through_organisation(issuer, "ru")
    assert answer["Location"] == "/ru/account/organizations/cancelled/"
    assert client.get(answer["Location"]).status_code == 200
    forged = Client().get(
        f"/account/organizations/organisation-{union.pk}/back/?code=x&state=forged"
    )
    assert forged.status_code == 401 and b"<h1>" in forged.content


def test_only_the_step_out_may_send_a_form_there(issuer: OpenIDServer, union: Record) -> None:
    for path in ("/en/account/sign-in/", "/en/account/organization/", "/en/account/sign-up/"):
        policy = Client().get(path)["Content-Security-Policy"]
        assert "form-action 'self'" in policy and issuer.address not in policy


def test_the_sign_in_page_finds_it_by_the_domain(issuer: OpenIDServer, union: Record) -> None:
    client = Client()
    given = {"login": "anybody@UNION.example.org", "password": ""}
    answer = client.post("/en/account/sign-in/", given)
    assert answer["Location"] == f"/en/account/organization/organisation-{union.pk}/"
    assert "Fictional Union" in client.get(answer["Location"]).content.decode()
    none = client.post("/en/account/organization/", {"login": "a@elsewhere.example.org"})
    assert none.status_code == 200 and b'id="id_email_error"' in none.content
    assert b"a@elsewhere.example.org" in none.content
    assert client.get("/en/account/organization/organisation-0/").status_code == 404


def test_the_secret_is_in_no_page_audit_or_log(
    issuer: OpenIDServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    record = organisation()
    client = sign_in(account("secretariat"))
    address = f"/en/account/own-sign-in/{record.pk}/"
    given = {
        "issuer": issuer.address,
        "client_id": "majlis",
        "secret": SECRET,
        "domains": "union.example.org\nunion2.example.org",
    }
    assert client.post(address, given).status_code == 302
    assert OwnSignIn.objects.get().client_secret() == SECRET
    page = client.get(address).content.decode()
    assert SECRET not in page and "union2.example.org" in page
    callback = f"http://testserver/account/organizations/organisation-{record.pk}/back/"
    assert callback in page.replace("<wbr>", "")
    wrong = client.post(address, given | {"domains": "not a domain"})
    assert wrong.status_code == 422 and SECRET not in wrong.content.decode()
    told = json.dumps([[each.old, each.new] for each in AuditEntry.objects.all()])
    assert SECRET not in told and not PersonalDatum.objects.filter(value__contains=SECRET).exists()
    assert SECRET not in caplog.text
    kept = client.post(address, given | {"secret": "", "client_id": "majlis-2"})
    assert kept.status_code == 302 and OwnSignIn.objects.get().client_secret() == SECRET
    assert f"{address}withdraw/" in client.get(address).content.decode()
    assert client.post(f"{address}withdraw/")["Location"] == address
    assert not OwnSignIn.objects.exists()


def stored_own_sign_ins() -> str:
    """All that the database holds of the own sign-ins, as it is."""
    return repr([*SocialApp.objects.values(), *OwnSignIn.objects.values()])


def test_the_secret_lies_encrypted_in_the_database(issuer: OpenIDServer, union: Record) -> None:
    assert "majlis" in stored_own_sign_ins() and SECRET not in stored_own_sign_ins()
    # What is encrypted for one purpose is no secret of another.
    with pytest.raises(encryption.UndecryptableSecret):
        encryption.decrypt_secret(OwnSignIn.objects.get().sealed_secret)
    sign_in_through_organisation(issuer)
    assert issuer.tokens[0]["client_secret"] == [SECRET] and SECRET not in stored_own_sign_ins()


def test_a_secret_that_cannot_be_read_is_told_before_anybody_is_sent_out(
    issuer: OpenIDServer, union: Record, settings: Any
) -> None:
    old = settings.SECRET_KEY
    settings.SECRET_KEY = "another key, made after the old one was lost"
    out = f"/fr/account/organizations/organisation-{union.pk}/go/"
    told = Client().post(out)
    assert told.status_code == 409 and "ne peut plus être lu" in told.content.decode()
    client = sign_in(account("secretariat"))
    address = f"/en/account/own-sign-in/{union.pk}/"
    given = {"issuer": issuer.address, "client_id": "majlis", "domains": "union.example.org"}
    wrong = client.post(address, given | {"secret": ""})
    assert wrong.status_code == 422 and b'id="id_secret_error"' in wrong.content
    assert client.post(address, given | {"secret": "a new one"}).status_code == 302
    assert OwnSignIn.objects.get().client_secret() == "a new one"
    settings.SECRET_KEY = old
    assert not OwnSignIn.objects.get().is_readable


def test_secrets_stored_before_are_encrypted_and_can_be_had_back(union: Record) -> None:
    migration = import_module("majlis.parties.accounts.migrations.0003_seal_own_sign_ins")
    OwnSignIn.objects.update(sealed_secret="")
    SocialApp.objects.update(secret=SECRET)
    operation = migration.Migration.operations[-1]
    operation.code(apps, None)
    assert SECRET not in stored_own_sign_ins() and OwnSignIn.objects.get().client_secret() == SECRET
    operation.reverse_code(apps, None)
    assert SocialApp.objects.get().secret == SECRET


def test_one_secret_that_cannot_be_read_keeps_no_other_from_being_had_back(
    issuer: OpenIDServer, union: Record, capsys: pytest.CaptureFixture[str]
) -> None:
    migration = import_module("majlis.parties.accounts.migrations.0003_seal_own_sign_ins")
    lost = own_sign_in.set_own_sign_in(
        SYSTEM,
        organisation(),
        server=discovery.discover(issuer.address),
        client_id="majlis",
        secret="lost",
        domains=["lost.example.org"],
    )
    OwnSignIn.objects.filter(pk=lost.pk).update(sealed_secret="of another key")
    migration.Migration.operations[-1].reverse_code(apps, None)
    had_back = dict(SocialApp.objects.values_list("provider_id", "secret"))
    assert had_back == {f"organisation-{union.pk}": SECRET, lost.app.provider_id: ""}
    said = capsys.readouterr().out
    assert lost.app.provider_id in said and f"organisation-{union.pk} " not in said
    assert SECRET not in said


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("client_id", " "),
        ("secret", ""),
        ("domains", []),
        ("domains", ["no domain"]),
        ("domains", ["example"]),
        ("domains", ["taken.example.org"]),
    ],
)
def test_what_is_missing_or_taken_is_told_by_field(
    issuer: OpenIDServer, union: Record, field: str, value: Any
) -> None:
    server = discovery.discover(issuer.address)
    other = {"server": server, "client_id": "x", "secret": "y", "domains": ["taken.example.org"]}
    own_sign_in.set_own_sign_in(SYSTEM, organisation(), **other)
    given = {"client_id": "x", "secret": "y", "domains": ["free.example.org"], field: value}
    with pytest.raises(InvalidInput) as told:
        own_sign_in.set_own_sign_in(SYSTEM, organisation(), server=server, **given)
    assert set(told.value.faults) == {field}


@pytest.mark.parametrize(
    "address",
    ["http://id.example.org", "ftp://127.0.0.1", "", "https://", "http://127.0.0.1:9", "not one"],
)
def test_a_server_that_is_unsafe_or_silent_is_refused(address: str) -> None:
    with pytest.raises(InvalidInput) as told:
        discovery.discover(address)
    assert set(told.value.faults) == {"issuer"}


def test_a_server_that_calls_itself_otherwise_is_refused(issuer: OpenIDServer) -> None:
    issuer.named = "https://other.example.org"
    with pytest.raises(InvalidInput):
        discovery.discover(issuer.address)


def test_it_is_withdrawn_and_nobody_comes_in_by_it(issuer: OpenIDServer, union: Record) -> None:
    sign_in_through_organisation(issuer)
    own_sign_in.withdraw_own_sign_in(SYSTEM, union, reason="The server is gone.")
    assert not SocialAccount.objects.exists() and not SocialApp.objects.exists()
    client = Client()
    found = client.post("/en/account/organization/", {"email": "nour@union.example.org"})
    assert found.status_code == 200
    gone = client.post(f"/en/account/organizations/organisation-{union.pk}/go/")
    assert gone.status_code == 404
    with pytest.raises(WrongState):
        own_sign_in.withdraw_own_sign_in(SYSTEM, union)


def test_another_issuer_knows_nobody_yet_and_is_never_sent_the_secret_of_the_first(
    issuer: OpenIDServer, union: Record
) -> None:
    sign_in_through_organisation(issuer)
    assert SocialAccount.objects.count() == 1
    given: dict[str, Any] = {"client_id": "majlis", "domains": ["union.example.org"]}
    with fictional.running_server() as other:
        server = discovery.discover(other.address)
        with pytest.raises(InvalidInput) as told:
            own_sign_in.set_own_sign_in(SYSTEM, union, server=server, secret="", **given)
        assert set(told.value.faults) == {"secret"}
        assert OwnSignIn.objects.get().app.settings["server_url"] == issuer.address
        assert SocialAccount.objects.count() == 1
        own_sign_in.set_own_sign_in(SYSTEM, union, server=server, secret="its own", **given)
    assert OwnSignIn.objects.get().client_secret() == "its own"
    assert not SocialAccount.objects.exists()


def test_nobody_enters_the_account_of_an_administrator_by_its_address(
    issuer: OpenIDServer, union: Record
) -> None:
    """The secretariat enters servers and domains: it could else become an administrator."""
    head = account("administrator")
    User.objects.filter(pk=head.pk).update(email="nour@union.example.org")
    EmailAddress.objects.filter(user=head).update(email="nour@union.example.org")
    said = {
        "en": "Administrators cannot sign in through an organization. Use your password or passkey.",
        "ar": "استخدم كلمة المرور أو مفتاح المرور.",
    }
    for language, words in said.items():
        client, answer = sign_in_through_organisation(issuer, language)
        assert answer["Location"] == f"/{language}/account/sign-in/"
        assert words in client.get(answer["Location"]).content.decode()
        assert "_auth_user_id" not in client.session
    assert not SocialAccount.objects.exists() and User.objects.count() == 1
