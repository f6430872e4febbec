"""Verbs that appoint people to roles and end appointments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.socialaccount.models import SocialAccount
from django.utils.translation import gettext_lazy as _

from majlis.kernel.errors import InvalidInput, StrOrPromise, WrongState
from majlis.kernel.json_types import JSON
from majlis.kernel.models import Appointment, Record, User
from majlis.kernel.models.people import today
from majlis.kernel.roles import ROLES
from majlis.kernel.verbs import Act, verb
from majlis.parties.accounts.actions.people import require_other_administrator
from majlis.parties.accounts.mail import enqueue_notice
from majlis.parties.accounts.models import Session


@dataclass(frozen=True)
class RoleInScope:
    """A role for the whole site, or for one record, to which a person can be appointed."""

    role: str
    scope: Record | None = None


@verb("accounts.appoint_person")
def appoint_person(
    act: Act,
    post: RoleInScope,
    person: User,
    *,
    since: date | None = None,
    until: date | None = None,
) -> Appointment:
    """Appoint a person to a role, from ``since`` (default: today) until ``until``.

    An administrator does not sign in through an organization: the links to its server are removed, and
    the sessions that it began. The person is told by mail.

    Raises InvalidInput if the role does not allow that scope, for invalid dates, for a closed account, or
    if the person holds the role in that time already.
    """
    since = since or today()
    faults = _faults(post, person, since, until)
    if faults:
        raise InvalidInput(faults)
    appointment = Appointment.objects.create(
        user=person, role=post.role, scope=post.scope, since=since, until=until
    )
    person.clear_appointment_cache()
    removed: dict[str, JSON] = {}
    if post.role == "administrator":
        removed = _remove_own_sign_in(person)
        enqueue_notice("accounts/administrator_appointed", person)
    act.note(
        appointment,
        record=post.scope,
        new={
            **removed,
            "user": person.pk,
            "role": post.role,
            "scope": post.scope.address if post.scope else "",
            "since": since.isoformat(),
            "until": until.isoformat() if until else None,
        },
    )
    return appointment


def _remove_own_sign_in(person: User) -> dict[str, JSON]:
    """Remove what an organization's server gave: links and sessions; return both for the audit."""
    links, _rows = SocialAccount.objects.filter(user=person).delete()
    begun = [
        session.pk
        for session in Session.objects.filter(user=person)
        if any(
            record.get("method") == "socialaccount"
            for record in session.get_decoded().get(AUTHENTICATION_METHODS_SESSION_KEY, [])
        )
    ]
    ended, _rows = Session.objects.filter(pk__in=begun).delete()
    removed: dict[str, JSON] = {"organisation_sign_in_removed": True, "sessions_ended": ended}
    return removed if links or ended else {}


def _faults(
    post: RoleInScope, person: User, since: date, until: date | None
) -> dict[str, StrOrPromise]:
    faults: dict[str, StrOrPromise] = {}
    if post.role not in ROLES:
        return {"role": _("This role is unknown. Select one from the list.")}
    kinds = ROLES[post.role][1]
    if (post.scope.kind if post.scope else "") not in kinds:
        if post.scope is not None:
            faults["scope"] = _(
                "This role cannot be held for this record. Select another record, or none."
            )
        else:
            faults["scope"] = _("This role requires a record. Select one.")
    if until is not None and until < since:
        faults["until"] = _("The end date is before the start date. Enter a later end date.")
    if not person.is_active:
        faults["person"] = _("This account is closed. Reopen it first.")
    # The lock makes a concurrent appointment wait, and see this one.
    User.objects.select_for_update().get(pk=person.pk)
    appointments = Appointment.objects.filter(user=person, role=post.role, scope=post.scope)
    if not faults and any(
        (each.until is None or each.until >= since) and (until is None or each.since <= until)
        for each in appointments
    ):
        faults["role"] = _("This person already holds this role during that period.")
    return faults


@verb("accounts.end_appointment")
def end_appointment(
    act: Act, appointment: Appointment, *, until: date | None = None, reason: str = ""
) -> Appointment:
    """End an appointment; ``until`` is its last day (default: yesterday, so that it ends at once).

    An appointment that began today ends with today; one that has not begun is deleted. Raises WrongState
    if it has ended already, or if the site would lose its last administrator; InvalidInput if ``until`` is
    before its beginning.
    """
    now = today()
    if appointment.until is not None and appointment.until < now:
        raise WrongState()
    if appointment.since > now and until is None:
        note: dict[str, str | int] = {"role": appointment.role, "user": appointment.user_id}
        act.note(appointment, record=appointment.scope, old=note, reason=reason.strip())
        appointment.delete()
        appointment.user.clear_appointment_cache()
        return appointment
    last = until or max(now - timedelta(days=1), appointment.since)
    if last < appointment.since:
        raise InvalidInput(
            {"until": _("The end date is before the start date. Enter a later end date.")}
        )
    if appointment.role == "administrator":
        require_other_administrator(appointment.user)
    old = appointment.until.isoformat() if appointment.until else None
    changed = Appointment.objects.filter(pk=appointment.pk, until=appointment.until).update(
        until=last
    )
    if not changed:
        raise WrongState()
    appointment.until = last
    appointment.user.clear_appointment_cache()
    act.note(
        appointment,
        record=appointment.scope,
        old={"until": old},
        new={"until": last.isoformat()},
        reason=reason.strip(),
    )
    return appointment
