"""People in roles: found by their address, appointed, and relieved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from majlis.kernel.actor import Actor
from majlis.kernel.models import Appointment, Record, User
from majlis.kernel.verbs import Act
from majlis.parties.accounts.actions.people import add_person


@dataclass(frozen=True)
class LinkTarget:
    """A thing opened by the link that was mailed about it: the thing, and the secret of the link."""

    thing: Any
    key: str

    @property
    def holds(self) -> bool:
        """Whether the secret is the thing's own."""
        return bool(self.key) and constant_time_compare(self.thing.link_key, self.key)


def subject_of(target: Any) -> Any:
    """What a target is about: itself, or what a link opened."""
    return target.thing if isinstance(target, LinkTarget) else target


def same_address(one: str, other: str) -> bool:
    """Whether two e-mail addresses are the same, whatever their case; never true of empty ones."""
    return bool(one.strip()) and one.strip().casefold() == other.strip().casefold()


def get_or_create_person(email: str, name: str, language: str) -> User:
    """The person with this confirmed address; made where there is none, without a password.

    Who has no password asks for one under the address, and so shows again that it is theirs.
    """
    found = User.objects.filter(email__iexact=email.strip()).first()
    if found is not None:
        return discard_unproven_password(found)
    return add_person(Actor.as_system("parties"), email, name=name, language=language)


def discard_unproven_password(user: User) -> User:
    """The person whose address was just proven by a link, without a password that another may know.

    An account whose address was never confirmed may be made by anybody, who would wait behind that
    password for the person to confirm it.
    """
    known = EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True)
    if user.has_usable_password() and not known.exists():
        user.set_unusable_password()
        user.save(update_fields=["password"])
        Act(Actor.as_system("parties"), "accounts.reset_password").note(user)
    return user


def find_account(email: str) -> User | None:
    """The person whose open account has this address, or None."""
    found = User.objects.filter(email__iexact=email.strip(), is_active=True)
    return found.first() if email.strip() else None


def grant_role(user: User, role: str, scope: Record, *, since: date | None = None) -> Appointment:
    """Appoint from today; the appointment in force is kept where there is one."""
    held = Appointment.objects.today().filter(user=user, role=role, scope=scope).first()
    made = held or Appointment.objects.create(
        user=user, role=role, scope=scope, **({"since": since} if since else {})
    )
    user.clear_appointment_cache()
    return made


def end_role(appointment: Appointment) -> None:
    """End an appointment now. The last day counts, so it ends yesterday, and began then at the latest."""
    yesterday = timezone.now().date() - timedelta(days=1)
    appointment.since = min(appointment.since, yesterday)
    appointment.until = yesterday
    appointment.save(update_fields=["since", "until"])
    appointment.user.clear_appointment_cache()


def end_all_roles(role: str, scope: Record) -> list[Appointment]:
    """End every appointment to the role for the scope that is in force; return them."""
    held = list(Appointment.objects.today().filter(role=role, scope=scope).select_related("user"))
    for each in held:
        end_role(each)
    return held


def lock_row[M](model: type[M], thing: Any) -> M:
    """The row as it stands now, held until the transaction ends. Raises RuntimeError outside one."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a row is held only inside a transaction")
    found: M = model._default_manager.select_for_update(of=("self",)).get(pk=thing.pk)  # type: ignore[attr-defined]
    return found
