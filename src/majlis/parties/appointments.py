"""Accounts found by their address, appointments to roles and their end, and targets of mailed links."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from allauth.account.models import EmailAddress
from django.db import models, transaction
from django.utils.crypto import constant_time_compare

from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.models import Appointment, Reader, Record, User
from majlis.kernel.verbs import Act
from majlis.parties.accounts.actions.people import add_person
from majlis.parties.models import LinkSubject, Organisation


@dataclass(frozen=True)
class LinkTarget[T: LinkSubject]:
    """An object opened by a mailed link, with the secret of the link."""

    thing: T
    key: str

    @property
    def state(self) -> str:
        """The state of the object."""
        return str(self.thing.state)

    @property
    def holds(self) -> bool:
        """Whether the secret matches the object."""
        return bool(self.key) and constant_time_compare(self.thing.link_key, self.key)


type Linked[T: LinkSubject] = T | LinkTarget[T]


def represents_organisation(user: Reader, organisation: Organisation) -> bool:
    """Whether the person is a delegate or focal point of the organization today."""
    return user.is_authenticated and any(
        user.holds(role, organisation.record) for role in ("delegate", "focal_point")
    )


def subject_of[T: LinkSubject](target: Linked[T]) -> T:
    """The object of a target: the object of a mailed link, else the target itself."""
    return target.thing if isinstance(target, LinkTarget) else target


def same_address(one: str, other: str) -> bool:
    """Whether two e-mail addresses are equal regardless of case; False for empty ones."""
    return bool(one.strip()) and one.strip().casefold() == other.strip().casefold()


def get_or_create_person(email: str, name: str, language: str) -> User:
    """The user with this confirmed address; created without a password if there is none.

    A user without a password requests one by mail, which proves the address again.
    """
    user = User.objects.filter(email__iexact=email.strip()).first()
    if user is not None:
        return discard_unproven_password(user)
    return add_person(Actor.as_system("parties"), email, name=name, language=language)


def discard_unproven_password(user: User) -> User:
    """Remove a password that was set before the address of the account was proven; return the user.

    Anyone can sign up with the address of another person. Their password must not give access once the
    owner of the address has confirmed it.
    """
    verified = EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True)
    if user.has_usable_password() and not verified.exists():
        user.set_unusable_password()
        user.save(update_fields=["password"])
        Act(Actor.as_system("parties"), "accounts.reset_password").note(user)
    return user


def find_account(email: str) -> User | None:
    """The user whose active account has this address, or None."""
    users = User.objects.filter(email__iexact=email.strip(), is_active=True)
    return users.first() if email.strip() else None


def grant_role(user: User, role: str, scope: Record, *, since: date | None = None) -> Appointment:
    """Appoint the user from today, or from ``since``; an appointment in force is returned unchanged."""
    current = Appointment.objects.today().filter(user=user, role=role, scope=scope).first()
    appointment = current or Appointment.objects.create(
        user=user, role=role, scope=scope, **({"since": since} if since else {})
    )
    user.clear_appointment_cache()
    return appointment


def end_role(appointment: Appointment) -> None:
    """End an appointment now: its last day becomes yesterday, because the last day is included."""
    yesterday = clock.now().date() - timedelta(days=1)
    appointment.since = min(appointment.since, yesterday)
    appointment.until = yesterday
    appointment.save(update_fields=["since", "until"])
    appointment.user.clear_appointment_cache()


def end_all_roles(role: str, scope: Record) -> list[Appointment]:
    """End all appointments to the role for the scope that are in force; return them."""
    appointments = list(
        Appointment.objects.today().filter(role=role, scope=scope).select_related("user")
    )
    for appointment in appointments:
        end_role(appointment)
    return appointments


def lock_row[M: models.Model](model: type[M], thing: M) -> M:
    """The current row, locked until the transaction ends. Raises RuntimeError outside a transaction."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a row is held only inside a transaction")
    return model._default_manager.select_for_update(of=("self",)).get(pk=thing.pk)
