"""An organization's own sign-in and administrators, in whichever order one becomes what."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.test import Client

from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.models import Appointment, AuditEntry, Record, User
from majlis.parties.accounts.actions import people, roles
from majlis.parties.accounts.actions.roles import RoleInScope
from tests.parties.accounts.openid_server import OpenIDServer
from tests.parties.accounts.support import PASSWORD, account, body, reauthenticate, sign_in
from tests.parties.accounts.test_own_sign_in import issuer, sign_in_through_organisation, union
from tests.parties.accounts.test_pages import add_second_step
from tests.parties.accounts.test_second_step import code_of, turn_on
from tests.parties.accounts.test_sign_up import link
from tests.support.forms import submit

__all__ = ["issuer", "union"]
pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("test")
REFUSED = "Administrators cannot sign in through an organization. Use your password or passkey."
ADDRESS = "nour@union.example.org"


def employee(*held: Any, **fields: Any) -> User:
    """A person with an account whose address is one of the organization."""
    user = account(*held, **fields)
    User.objects.filter(pk=user.pk).update(email=ADDRESS)
    EmailAddress.objects.filter(user=user).update(email=ADDRESS)
    user.refresh_from_db()
    return user


def make_administrator(user: User, **when: Any) -> Appointment:
    return roles.appoint_person(SYSTEM, RoleInScope("administrator"), user, **when)


def assert_refused(issuer: OpenIDServer) -> None:
    """The organization's sign-in leads nowhere, says why, and writes no link."""
    client, answer = sign_in_through_organisation(issuer, "en")
    assert answer["Location"] == "/en/account/sign-in/"
    assert REFUSED in client.get(answer["Location"]).content.decode()
    assert "_auth_user_id" not in client.session
    assert not SocialAccount.objects.exists()


def test_who_is_linked_and_becomes_administrator_is_refused_from_then_on(
    issuer: OpenIDServer, union: Record
) -> None:
    user = employee("moderator")
    client, _answer = sign_in_through_organisation(issuer)
    by_password = sign_in(user)
    mail.outbox.clear()
    make_administrator(user)
    assert not SocialAccount.objects.exists()
    # All sessions end, also one whose password a session of the server may have set up.
    assert client.get("/en/account/").status_code == 302
    assert by_password.get("/en/account/").status_code == 302
    (entry,) = AuditEntry.objects.filter(verb="accounts.appoint_person")
    assert entry.new["organisation_sign_in_removed"] is True and entry.new["sessions_ended"] == 2
    (letter,) = mail.outbox
    assert letter.to == [user.email] and "not through an organization" in str(letter.body)
    assert_refused(issuer)


@pytest.mark.parametrize("linked", [True, False])
def test_an_administrator_appointed_past_the_verb_is_refused_too(
    issuer: OpenIDServer, union: Record, linked: bool
) -> None:
    user = employee()
    if linked:
        sign_in_through_organisation(issuer)
    Appointment.objects.create(user=user, role="administrator")
    client, answer = sign_in_through_organisation(issuer, "en")
    assert REFUSED in client.get(answer["Location"]).content.decode()
    assert "_auth_user_id" not in client.session
    assert SocialAccount.objects.exists() == linked


def test_the_first_administrator_is_refused(issuer: OpenIDServer, union: Record) -> None:
    path = people.offer_first_administrator(SYSTEM).path
    given = {"name": "Nour", "email": ADDRESS, "password": PASSWORD}
    assert Client().post(path, given).status_code == 302
    assert_refused(issuer)


def test_who_will_be_administrator_is_refused_before_the_first_day(
    issuer: OpenIDServer, union: Record
) -> None:
    user = employee()
    sign_in_through_organisation(issuer)
    make_administrator(user, since=clock.today() + timedelta(days=3))
    assert_refused(issuer)


def test_an_administrator_links_no_organization(issuer: OpenIDServer, union: Record) -> None:
    client = sign_in(employee("administrator"))
    pk = union.pk
    out = client.post(f"/en/account/organizations/organisation-{pk}/go/?process=connect")
    reauthenticate(client, client.get("/en/account/two-step/on/"))
    answer = client.get(issuer.sign_in(out["Location"]))
    assert answer["Location"] == "/en/account/"
    assert REFUSED in client.get(answer["Location"]).content.decode()
    assert not SocialAccount.objects.exists()


def test_the_end_of_the_appointment_brings_no_link_back(
    issuer: OpenIDServer, union: Record
) -> None:
    account("administrator")
    user = employee()
    sign_in_through_organisation(issuer)
    roles.end_appointment(SYSTEM, make_administrator(user))
    assert not SocialAccount.objects.exists()
    Appointment.objects.filter(user=user).delete()
    mail.outbox.clear()
    # Coming again links anew, which is told to the person and stands in the audit.
    sign_in_through_organisation(issuer)
    assert [letter.to for letter in mail.outbox] == [[user.email]]
    assert AuditEntry.objects.filter(verb="accounts.connect_organisation").count() == 2


@pytest.mark.parametrize("role", ["secretariat", "chair"])
def test_the_officers_of_a_body_are_no_administrators(
    issuer: OpenIDServer, union: Record, role: str
) -> None:
    user = employee((role, body()))
    client, _answer = sign_in_through_organisation(issuer)
    assert client.session["_auth_user_id"] == str(user.pk)
    roles.appoint_person(SYSTEM, RoleInScope("secretariat"), user)
    assert client.get("/en/account/").status_code == 200 and SocialAccount.objects.exists()


def half_signed_in(issuer: OpenIDServer) -> Client:
    """A client that came from the organization, and has not given the code yet."""
    client, answer = sign_in_through_organisation(issuer, "en")
    assert answer["Location"] == "/en/account/two-step/code/"
    return client


def test_the_link_is_written_after_the_second_step(issuer: OpenIDServer, union: Record) -> None:
    user = employee()
    secret = turn_on(sign_in(user))
    mail.outbox.clear()
    client = half_signed_in(issuer)
    assert not SocialAccount.objects.exists() and not mail.outbox
    assert not AuditEntry.objects.filter(verb="accounts.connect_organisation").exists()
    Authenticator.objects.filter(user=user)  # the code that turned it on is used up
    answer = client.post("/en/account/two-step/code/", {"code": code_of(secret, 1)})
    assert answer.status_code == 302 and client.session["_auth_user_id"] == str(user.pk)
    assert SocialAccount.objects.get(user=user).uid == "n1"
    assert [letter.to for letter in mail.outbox] == [[user.email]]
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_who_becomes_administrator_before_the_second_step_is_refused_after_it(
    issuer: OpenIDServer, union: Record
) -> None:
    user = employee()
    secret = turn_on(sign_in(user))
    client = half_signed_in(issuer)
    make_administrator(user)
    answer = client.post("/en/account/two-step/code/", {"code": code_of(secret, 1)})
    assert answer["Location"] == "/en/account/sign-in/"
    assert REFUSED in client.get(answer["Location"]).content.decode()
    assert "_auth_user_id" not in client.session and not SocialAccount.objects.exists()
    # The same browser gets in with the password.
    given = {"login": user.email, "password": PASSWORD}
    assert client.post("/en/account/sign-in/", given)["Location"] == "/en/account/two-step/code/"


def test_the_page_of_appointment_says_what_happens_to_the_link(
    issuer: OpenIDServer, union: Record
) -> None:
    user = employee()
    client = sign_in(account("administrator"))
    page = f"/en/account/people/{user.pk}/appoint/?role=administrator"
    warning = "Sign-in through an organization will be removed from this account."
    new_password = "The person must then set a new password"
    shown = client.get(page).content.decode()
    assert warning not in shown and new_password not in shown
    sign_in_through_organisation(issuer)
    shown = client.get(page).content.decode()
    assert warning in shown and new_password in shown
    shown = client.get(page.replace("administrator", "moderator")).content.decode()
    assert warning not in shown and new_password not in shown
    answer = submit(client, page, {"since": "", "until": ""})
    said = client.get(answer["Location"]).content.decode()
    assert "The role was assigned. Sign-in through the organization was removed." in said


SET_PASSWORD = "/en/account/password/set/"
ADD_PASSKEY = "/en/account/passkeys/add/"
TURN_ON = "/en/account/two-step/on/"
EMAIL = "/en/account/email/"
FIRST = "First set a password through a link sent to your email address."
OTHER = "eve@evil.example"


@pytest.mark.parametrize(
    ("address", "given"),
    [
        (SET_PASSWORD, None),
        (SET_PASSWORD, {"password1": PASSWORD}),
        (ADD_PASSKEY, None),
        (ADD_PASSKEY, {"name": "x", "credential": "{}"}),
        (TURN_ON, None),
        (TURN_ON, {"code": "000000"}),
        (EMAIL, {"email": OTHER, "action_add": ""}),
    ],
)
def test_a_session_of_the_organization_sets_up_no_other_way_to_sign_in(
    issuer: OpenIDServer, union: Record, address: str, given: dict[str, str] | None
) -> None:
    client, _answer = sign_in_through_organisation(issuer)
    mail.outbox.clear()
    answer = client.get(address) if given is None else client.post(address, given)
    assert (answer.status_code, answer["Location"]) == (302, "/en/account/password/reset/")
    assert FIRST in client.get(answer["Location"]).content.decode()
    user = User.objects.get(email=ADDRESS)
    assert not user.has_usable_password() and not Authenticator.objects.exists()
    assert not EmailAddress.objects.exclude(email=ADDRESS).exists() and not mail.outbox


def test_the_mailed_link_sets_the_first_password_and_then_all_else(
    issuer: OpenIDServer, union: Record
) -> None:
    client, _answer = sign_in_through_organisation(issuer)
    set_password_by_mail()
    # The session of the server ends with the new password.
    assert client.get("/en/account/").status_code == 302
    user = User.objects.get(email=ADDRESS)
    turn_on(sign_in(user))
    assert Authenticator.objects.filter(user=user, type="totp").exists()


def test_a_first_password_asks_for_the_second_step_of_who_has_one(
    issuer: OpenIDServer, union: Record
) -> None:
    client, _answer = sign_in_through_organisation(issuer)
    user = User.objects.get(email=ADDRESS)
    add_second_step(user)
    answer = client.get(SET_PASSWORD)
    assert answer["Location"].startswith("/en/account/two-step/again/?next=")
    answer = client.post(SET_PASSWORD, {"password1": PASSWORD})
    assert answer["Location"] == SET_PASSWORD
    user.refresh_from_db()
    assert not user.has_usable_password()
    assert PASSWORD not in repr(dict(client.session))


def set_password_by_mail() -> None:
    client = Client()
    mail.outbox.clear()
    client.post("/en/account/password/reset/", {"email": ADDRESS})
    form = client.get(link())["Location"]
    assert client.post(form, {"password1": PASSWORD}).status_code == 302


def test_an_appointment_removes_what_a_session_of_the_organization_may_have_set_up(
    issuer: OpenIDServer, union: Record
) -> None:
    """As a site has it that let such sessions set up a password, a passkey and an address."""
    sign_in_through_organisation(issuer)
    user = User.objects.get(email=ADDRESS)
    user.set_password(PASSWORD)
    user.save()
    by_password = sign_in(user)
    passkey = {"name": "1", "credential": {}}
    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=passkey)
    address = EmailAddress.objects.create(user=user, email=OTHER)
    mail.outbox.clear()
    Client().post("/en/account/password/reset/", {"email": ADDRESS})
    old_link = link()
    make_administrator(user)
    user.refresh_from_db()
    assert not user.has_usable_password()
    assert not Authenticator.objects.filter(user=user).exists()
    assert not EmailAddress.objects.filter(pk=address.pk).exists()
    assert EmailAddress.objects.filter(user=user, email=ADDRESS, verified=True).exists()
    assert by_password.get("/en/account/").status_code == 302
    assert Client().get(old_link).status_code == 200, "the link does not lead on to the form"
    (entry,) = AuditEntry.objects.filter(verb="accounts.appoint_person")
    assert entry.new["password_removed"] is True and entry.new["kinds"] == ["webauthn"]
    set_password_by_mail()
    assert sign_in(user).get("/en/account/").status_code == 200


def test_an_appointment_removes_passkeys_of_who_has_no_password(union: Record) -> None:
    user = employee(password=None)
    add_second_step(user)
    make_administrator(user)
    assert not Authenticator.objects.filter(user=user).exists()
    (entry,) = AuditEntry.objects.filter(verb="accounts.appoint_person")
    assert entry.new["organisation_sign_in_removed"] is False


def test_an_appointment_leaves_other_accounts_as_they_are(union: Record) -> None:
    user = employee()
    add_second_step(user)
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    make_administrator(user)
    assert client.get("/en/account/").status_code == 200
    user.refresh_from_db()
    assert user.check_password(PASSWORD) and Authenticator.objects.filter(user=user).exists()
    (entry,) = AuditEntry.objects.filter(verb="accounts.appoint_person")
    assert "sessions_ended" not in entry.new
