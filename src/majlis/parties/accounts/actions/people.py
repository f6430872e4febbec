"""Verbs on a person's account: made, changed, signed out, closed; and the first administrator."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from majlis.kernel.audit import personal_reference
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.models import Appointment, User
from majlis.kernel.verbs import Act, verb
from majlis.parties.accounts import one_time_links, time_zones
from majlis.parties.accounts.models import Purpose, Session
from majlis.parties.accounts.queries import administrators

LINK_LIFETIME = timedelta(hours=24)
NAME_LENGTH = 200


def profile_faults(name: str, language: str, time_zone: str) -> dict[str, Any]:
    """What is wrong with a profile: field -> sentence."""
    faults: dict[str, Any] = {}
    if not name.strip():
        faults["name"] = _("The name is empty: write the name that others shall see.")
    elif len(name.strip()) > NAME_LENGTH:
        faults["name"] = _("The name is too long: write at most 200 characters.")
    if language not in LANGUAGES_BY_CODE:
        faults["language"] = _("This is not one of the six languages: choose from the list.")
    if time_zone not in time_zones.zone_names():
        faults["time_zone"] = _("This time zone is not known: choose from the list.")
    return faults


@verb("accounts.add_person")
def add_person(
    act: Act,
    email: str,
    *,
    name: str,
    language: str = "en",
    time_zone: str = "UTC",
    password: str | None = None,
) -> User:
    """Make an account whose address is known to be right. Only the system does so.

    Raises InvalidInput where the profile is wrong or the address taken.
    """
    email = email.strip().lower()
    faults = profile_faults(name, language, time_zone)
    if User.objects.filter(email__iexact=email).exists():
        faults["email"] = _("There is an account with this e-mail address already: use another.")
    if faults:
        raise InvalidInput(faults)
    user = User.objects.create_user(
        email, password, name=name.strip(), language=language, time_zone=time_zone
    )
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    act.note(
        user,
        new={
            "name": personal_reference(user.name, user),
            "email": personal_reference(email, user),
            "language": language,
            "time_zone": time_zone,
        },
    )
    return user


@verb("accounts.change_profile")
def change_profile(act: Act, user: User, *, name: str, language: str, time_zone: str) -> User:
    """Change name, language and time zone. Raises InvalidInput where one of them is wrong."""
    faults = profile_faults(name, language, time_zone)
    if faults:
        raise InvalidInput(faults)
    old: dict[str, Any] = {}
    new: dict[str, Any] = {}
    wanted = {"name": name.strip(), "language": language, "time_zone": time_zone}
    for field, value in wanted.items():
        before = getattr(user, field)
        if before == value:
            continue
        secret = field == "name"
        old[field] = personal_reference(before, user) if secret else before
        new[field] = personal_reference(value, user) if secret else value
        setattr(user, field, value)
    if not new:
        act.unchanged()
        return user
    user.save(update_fields=list(new))
    act.note(user, old=old, new=new)
    return user


@verb("accounts.end_sessions")
def end_sessions(act: Act, user: User) -> int:
    """End every session of the person, this one too; return how many there were."""
    ended, _rows = Session.objects.filter(user=user).delete()
    act.note(user, new={"sessions_ended": ended})
    return ended


@verb("accounts.close_account")
def close_account(act: Act, user: User, *, reason: str = "") -> User:
    """Close an account: nobody signs in with it, and its roles do nothing, until it is reopened.

    Raises WrongState where it is closed already or where the site would lose its last administrator.
    """
    if not user.is_active:
        raise WrongState()
    require_other_administrator(user)
    user.is_active = False
    user.save(update_fields=["is_active"])
    Session.objects.filter(user=user).delete()
    act.note(user, old={"is_active": True}, new={"is_active": False}, reason=reason.strip())
    return user


@verb("accounts.reopen_account")
def reopen_account(act: Act, user: User) -> User:
    """Open a closed account again. Raises WrongState where it is open, or was erased."""
    if user.is_active or user.erased_at is not None:
        raise WrongState()
    user.is_active = True
    user.save(update_fields=["is_active"])
    user.clear_appointment_cache()
    act.note(user, old={"is_active": False}, new={"is_active": True})
    return user


def require_other_administrator(user: User) -> None:
    """Raise WrongState where the person is the only administrator."""
    _lock_administrators()
    if user in administrators() and administrators().count() == 1:
        raise WrongState(
            _("This is the only administrator of the site."),
            _("Appoint another administrator first. Nothing was changed."),
        )


def _lock_administrators() -> None:
    """What is decided about administrators is decided by one transaction after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('accounts.administrators'))")


@verb("accounts.offer_first_administrator")
def offer_first_administrator(act: Act) -> str:
    """Make the one-time link with which the first administrator comes in; return its path.

    The link works for 24 hours; an earlier one no longer works. Raises WrongState where there is an
    administrator.
    """
    _lock_administrators()
    _no_administrator_yet()
    token = one_time_links.create_token(Purpose.FIRST_ADMINISTRATOR, LINK_LIFETIME)
    act.note(new={"works_for_hours": 24})
    return reverse("accounts:first_administrator", args=[token])


@verb("accounts.become_first_administrator")
def become_first_administrator(
    act: Act, token: str, *, name: str, email: str, password: str, language: str = "en"
) -> User:
    """Make the account of the first administrator, who is of the secretariat too.

    Raises WrongState where the link does not work or there is an administrator, Faulty where what was
    typed is wrong; the link then still works.
    """
    _lock_administrators()
    _no_administrator_yet()
    if not one_time_links.is_usable(Purpose.FIRST_ADMINISTRATOR, token):
        raise WrongState(
            _(
                "This link does not work: it was used, it is older than 24 hours, or a newer one exists."
            ),
            _("Start the site again to get a new link."),
        )
    email = email.strip().lower()
    faults = profile_faults(name, language, "UTC")
    if User.objects.filter(email__iexact=email).exists():
        faults["email"] = _("There is an account with this e-mail address already: use another.")
    try:
        validate_password(password, User(email=email, name=name))
    except ValidationError as error:
        faults["password"] = " ".join(error.messages)
    if faults:
        raise InvalidInput(faults)
    one_time_links.use_token(Purpose.FIRST_ADMINISTRATOR, token)
    user = User.objects.create_user(email, password, name=name.strip(), language=language)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    for role in ("administrator", "secretariat"):
        Appointment.objects.create(user=user, role=role)
    act.note(
        user,
        new={
            "name": personal_reference(user.name, user),
            "email": personal_reference(email, user),
            "roles": ["administrator", "secretariat"],
        },
    )
    return user


def _no_administrator_yet() -> None:
    if administrators().exists():
        raise WrongState(
            _("This site has an administrator already."),
            _("Sign in, or ask the administrator to appoint you."),
        )
