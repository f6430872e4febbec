"""Verbs of accounts: creation, profile, sessions, closing, and the first administrator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from majlis.kernel.audit import personal_reference
from majlis.kernel.errors import InvalidInput, StrOrPromise, WrongState
from majlis.kernel.json_types import JSON
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.models import Appointment, User
from majlis.kernel.names import NAME_FAULT, is_valid_name
from majlis.kernel.verbs import Act, verb
from majlis.parties.accounts import one_time_links, time_zones
from majlis.parties.accounts.mail import enqueue_notice
from majlis.parties.accounts.models import OneTimeLink, Purpose, Session
from majlis.parties.accounts.queries import administrators

LINK_LIFETIME = timedelta(hours=24)
NAME_LENGTH = 200


def profile_faults(name: str, language: str, time_zone: str) -> dict[str, StrOrPromise]:
    """Errors of a profile: field -> message."""
    faults: dict[str, StrOrPromise] = {}
    if not name.strip():
        faults["name"] = _("The name is missing. Enter the name that others will see.")
    elif len(name.strip()) > NAME_LENGTH:
        faults["name"] = _("The name is too long. Enter at most 200 characters.")
    elif not is_valid_name(name.strip()):
        faults["name"] = NAME_FAULT
    if language not in LANGUAGES_BY_CODE:
        faults["language"] = _(
            "This language is not available. Select one of the six official languages."
        )
    if time_zone not in time_zones.zone_names():
        faults["time_zone"] = _("This time zone is unknown. Select one from the list.")
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
    """Create an account with a confirmed address; only the system may do so.

    Raises InvalidInput for an invalid profile or an address in use.
    """
    email = email.strip().lower()
    faults = profile_faults(name, language, time_zone)
    if User.objects.filter(email__iexact=email).exists():
        faults["email"] = _(
            "An account with this email address already exists. Use another address."
        )
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
    """Change name, language and time zone. Raises InvalidInput by field."""
    faults = profile_faults(name, language, time_zone)
    if faults:
        raise InvalidInput(faults)
    old: dict[str, JSON] = {}
    new: dict[str, JSON] = {}
    values = {"name": name.strip(), "language": language, "time_zone": time_zone}
    for field, value in values.items():
        before = getattr(user, field)
        if before == value:
            continue
        is_personal = field == "name"
        old[field] = personal_reference(before, user) if is_personal else before
        new[field] = personal_reference(value, user) if is_personal else value
        setattr(user, field, value)
    if not new:
        act.unchanged()
        return user
    user.save(update_fields=list(new))
    act.note(user, old=old, new=new)
    return user


@verb("accounts.end_sessions")
def end_sessions(act: Act, user: User) -> int:
    """End all sessions of the person, including the present one; return their number."""
    ended, _rows = Session.objects.filter(user=user).delete()
    act.note(user, new={"sessions_ended": ended})
    return ended


@verb("accounts.close_account")
def close_account(act: Act, user: User, *, reason: str = "") -> User:
    """Close an account: it cannot sign in, and its roles have no effect, until it is reopened.

    Raises WrongState if it is closed already, or if the site would lose its last administrator.
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
    """Reopen a closed account. Raises WrongState if it is open, or was erased."""
    if user.is_active or user.erased_at is not None:
        raise WrongState()
    user.is_active = True
    user.save(update_fields=["is_active"])
    user.clear_appointment_cache()
    act.note(user, old={"is_active": False}, new={"is_active": True})
    return user


def require_other_administrator(user: User) -> None:
    """Raise WrongState if the person is the only administrator."""
    _lock_administrators()
    if user in administrators() and administrators().count() == 1:
        raise WrongState(
            _("This is the only administrator of the site."),
            _("Appoint another administrator first. No change was made."),
        )


def _lock_administrators() -> None:
    """Serialize transactions that change administrators, by an advisory lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('accounts.administrators'))")


@dataclass(frozen=True)
class OfferedLink:
    """A one-time link: since when, and until when it works; ``path`` is empty for one that was given before."""

    made_at: datetime
    expires_at: datetime
    path: str = ""


@verb("accounts.offer_first_administrator")
def offer_first_administrator(act: Act) -> OfferedLink:
    """Create the one-time link for the first administrator, which works for 24 hours.

    A link that still works stays as it is: another server may have printed it, and somebody may have
    opened it. Its path cannot be given again, because only a hash is stored. Raises WrongState if the
    site has an administrator.
    """
    _lock_administrators()
    _no_administrator_yet()
    valid = one_time_links.latest_link(Purpose.FIRST_ADMINISTRATOR)
    if valid is not None:
        act.unchanged()
        return OfferedLink(valid.made_at, valid.expires_at)
    token, link = one_time_links.create_link(Purpose.FIRST_ADMINISTRATOR, LINK_LIFETIME)
    act.note(new={"works_for_hours": 24})
    path = reverse("accounts:first_administrator", args=[token])
    return OfferedLink(link.made_at, link.expires_at, path)


@verb("accounts.become_first_administrator")
def become_first_administrator(
    act: Act, token: str, *, name: str, email: str, password: str, language: str = "en"
) -> User:
    """Create the account of the first administrator, who also gets the role of the secretariat.

    Raises WrongState if the link is invalid or the site has an administrator; InvalidInput by field,
    after which the link still works.
    """
    _lock_administrators()
    _no_administrator_yet()
    _usable_link(Purpose.FIRST_ADMINISTRATOR, token)
    email = email.strip().lower()
    faults: dict[str, StrOrPromise] = {}
    if User.objects.filter(email__iexact=email).exists():
        faults["email"] = _(
            "An account with this email address already exists. Use another address."
        )
    user = _create_administrator(act, faults, name, email, password, language)
    one_time_links.use_token(Purpose.FIRST_ADMINISTRATOR, token)
    return user


@verb("accounts.invite_administrator")
def invite_administrator(act: Act, email: str) -> OfferedLink:
    """Create the one-time link by which somebody without an account becomes an administrator.

    It works for 24 hours; an earlier one for the same address becomes invalid. Raises InvalidInput for an
    address that is invalid, or has an account.
    """
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise InvalidInput(
            {"email": _("Invalid email address. Enter an address such as name@example.org.")}
        ) from None
    if User.objects.filter(email__iexact=email).exists():
        raise InvalidInput(
            {"email": _("An account with this email address already exists. Use another address.")}
        )
    token, link = one_time_links.create_link(Purpose.ADMINISTRATOR, LINK_LIFETIME, email=email)
    act.note(new={"email": personal_reference(email), "works_for_hours": 24})
    path = reverse("accounts:new_administrator", args=[token])
    return OfferedLink(link.made_at, link.expires_at, path)


@verb("accounts.become_administrator")
def become_administrator(
    act: Act, token: str, *, name: str, password: str, language: str = "en"
) -> User:
    """Create the account of an invited administrator, and tell its address by mail.

    The first administrator of a site also gets the role of the secretariat. Raises WrongState if the link
    is invalid, or if its address has an account by now; InvalidInput by field, after which the link still
    works.
    """
    _lock_administrators()
    email = _usable_link(Purpose.ADMINISTRATOR, token).email
    if User.objects.filter(email__iexact=email).exists():
        raise WrongState(
            _("An account with the address of this link exists by now."),
            _("Ask whoever runs the site to make it an administrator."),
        )
    user = _create_administrator(act, {}, name, email, password, language)
    one_time_links.use_token(Purpose.ADMINISTRATOR, token)
    enqueue_notice("accounts/administrator_appointed", user)
    return user


def _usable_link(purpose: Purpose, token: str) -> OneTimeLink:
    """The link of the token. Raises WrongState if it does not work now."""
    link = one_time_links.find_link(purpose, token)
    if link is None:
        raise WrongState(
            _("This link has been used or replaced, or is older than 24 hours."),
            _("Ask whoever runs the site for a new link."),
        )
    return link


def _create_administrator(
    act: Act,
    faults: dict[str, StrOrPromise],
    name: str,
    email: str,
    password: str,
    language: str,
) -> User:
    """Create the account and its appointments, if there are no faults. Raises InvalidInput by field."""
    faults |= profile_faults(name, language, "UTC")
    try:
        validate_password(password, User(email=email, name=name))
    except ValidationError as error:
        faults["password"] = " ".join(error.messages)
    if faults:
        raise InvalidInput(faults)
    roles = ["administrator"] if administrators().exists() else ["administrator", "secretariat"]
    user = User.objects.create_user(email, password, name=name.strip(), language=language)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    for role in roles:
        Appointment.objects.create(user=user, role=role)
    act.note(
        user,
        new={
            "name": personal_reference(user.name, user),
            "email": personal_reference(email, user),
            "roles": [*roles],
        },
    )
    return user


def _no_administrator_yet() -> None:
    if administrators().exists():
        raise WrongState(
            _("This site already has an administrator."),
            _("Sign in, or ask the administrator to appoint you."),
        )
