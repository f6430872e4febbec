"""Verbs that appoint people to roles and end appointments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
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
    whatever a session that it began may have set up. The person is told by mail.

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
    """Remove what an organization's server gave, or may have set up; return it for the audit.

    All sessions end, and password, second steps and addresses not confirmed yet are removed. The person sets
    a password by the link that is sent to the confirmed address. Accounts that ``must_set_new_password``
    does not name stay as they are.
    """
    if not must_set_new_password(person):
        return {}
    has_password = person.has_usable_password()
    links, _rows = SocialAccount.objects.filter(user=person).delete()
    ended, _rows = Session.objects.filter(user=person).delete()
    authenticators = Authenticator.objects.filter(user=person)
    kinds: list[JSON] = [*sorted(authenticators.values_list("type", flat=True))]
    authenticators.delete()
    EmailAddress.objects.filter(user=person, verified=False, primary=False).delete()
    # Also without a password: the links that were mailed to set one stop working.
    person.set_unusable_password()
    person.save(update_fields=["password"])
    removed: dict[str, JSON] = {
        "organisation_sign_in_removed": bool(links),
        "sessions_ended": ended,
        "kinds": kinds,
        "password_removed": has_password,
    }
    return removed if links or ended or kinds or has_password else {}


def must_set_new_password(person: User) -> bool:
    """Whether a server may have set up how the person signs in, who needs a new password as administrator.

    That is so with a link to a server, with a session that one began, and without a password.
    """
    return (
        not person.has_usable_password()
        or SocialAccount.objects.filter(user=person).exists()
        or any(map(_is_begun_by_organisation, Session.objects.filter(user=person)))
    )


def _is_begun_by_organisation(session: Session) -> bool:
    """Whether the sign-in of an organization is among the steps that led into the session."""
    records = session.get_decoded().get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    return any(record.get("method") == "socialaccount" for record in records)


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
