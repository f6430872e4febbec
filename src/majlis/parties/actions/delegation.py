"""Verbs of delegations: a delegate needs the confirmation or the invitation of the focal point.

Every verb locks the row of the organization first: one order of locks prevents deadlocks.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from majlis.kernel import clock
from majlis.kernel.audit import personal_reference
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.lifecycle import StateChange
from majlis.kernel.models import User
from majlis.kernel.verbs import Act, verb
from majlis.parties.actions.succession import send_invitation
from majlis.parties.appointments import (
    Linked,
    end_role,
    grant_role,
    lock_row,
    represents_organisation,
    subject_of,
)
from majlis.parties.lifecycle import ASKED, CLOSED, CONFIRMED, INVITED
from majlis.parties.lifecycle import DELEGATION as LIFE
from majlis.parties.models import Delegation, Organisation


def _note(act: Act, delegation: Delegation, moved: StateChange, reason: str = "") -> None:
    subject = delegation.user
    act.note(
        delegation,
        record=delegation.organisation.record,
        old=moved["old"],
        new=moved["new"] | {"person": personal_reference(delegation.person_name, subject)},
        reason=reason,
    )


def _locked_open_organisation(target: Organisation) -> Organisation:
    organisation = lock_row(Organisation, target)
    if organisation.state == CLOSED:
        raise WrongState()
    return organisation


@verb("parties.request_delegation")
def request_delegation(act: Act, target: Organisation, *, function: str = "") -> Delegation:
    """Request to be a delegate, for the focal point to confirm.

    Raises InvalidInput for a second request, and for a person who represents the organization already.
    """
    organisation = _locked_open_organisation(target)
    user = act.actor.user
    assert user is not None, "the rule admits signed-in users only"
    if represents_organisation(user, organisation):
        raise InvalidInput({"": _("You already represent this organization.")})
    if organisation.delegations.filter(user=user, state__in=(ASKED, CONFIRMED)).exists():
        raise InvalidInput(
            {"": _("You are already a delegate of this organization or have a pending request.")}
        )
    delegation = organisation.delegations.create(
        user=user, name=user.name, function=function.strip(), state=ASKED
    )
    _note(act, delegation, StateChange(old={}, new={"state": ASKED}))
    return delegation


@verb("parties.invite_delegate")
def invite_delegate(
    act: Act, target: Organisation, *, email: str, name: str = "", function: str = ""
) -> Delegation:
    """Invite a person by e-mail, who becomes a delegate by accepting. Raises InvalidInput by field."""
    organisation = _locked_open_organisation(target)
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise InvalidInput(
            {"email": _("Invalid email address. Enter an address such as name@example.org.")}
        ) from None
    existing = organisation.delegations.filter(email=address, state=INVITED) | (
        organisation.delegations.filter(user__email__iexact=address, state__in=(ASKED, CONFIRMED))
    )
    if existing.exists():
        raise InvalidInput(
            {
                "email": _(
                    "This person is already a delegate or has a pending request or invitation."
                )
            }
        )
    delegation = organisation.delegations.create(
        email=address, name=name.strip(), function=function.strip(), state=INVITED
    )
    send_invitation("delegate", "delegation", delegation, act.actor.language)
    _note(act, delegation, StateChange(old={}, new={"state": INVITED}))
    return delegation


def _appoint(delegation: Delegation, user: User) -> None:
    delegation.user = user
    delegation.name = delegation.name or user.name
    delegation.appointment = grant_role(user, "delegate", delegation.organisation.record)
    delegation.settled_at = clock.now()
    delegation.save(update_fields=["user", "name", "appointment", "settled_at"])


@verb("parties.confirm_delegate")
def confirm_delegate(act: Act, delegation: Delegation) -> Delegation:
    """Confirm a requested delegation, from today. Raises WrongState if it is already decided."""
    _locked_open_organisation(delegation.organisation)
    moved = LIFE.move(delegation, "parties.confirm_delegate")
    assert delegation.user is not None, "a request has an account"
    _appoint(delegation, delegation.user)
    _note(act, delegation, moved)
    return delegation


def _decline(act: Act, delegation: Delegation, reason: str = "") -> Delegation:
    lock_row(Organisation, delegation.organisation)
    moved = LIFE.move(delegation, act.verb)
    delegation.reason, delegation.settled_at = reason.strip(), clock.now()
    delegation.save(update_fields=["reason", "settled_at"])
    _note(act, delegation, moved, reason.strip())
    return delegation


@verb("parties.decline_delegate")
def decline_delegate(act: Act, delegation: Delegation, *, reason: str) -> Delegation:
    """Decline a requested delegation, with a reason for the person. Raises InvalidInput, WrongState."""
    if not reason.strip():
        raise InvalidInput({"reason": _("Enter a reason; it will be shown to the person.")})
    return _decline(act, delegation, reason)


@verb("parties.accept_invitation")
def accept_invitation(act: Act, target: Linked[Delegation]) -> Delegation:
    """Accept an invitation to be a delegate. Raises WrongState if it is already answered.

    A request of the same person is withdrawn, because a person can be a delegate once only.
    """
    _locked_open_organisation(subject_of(target).organisation)
    delegation = lock_row(Delegation, subject_of(target))
    user = act.actor.user
    assert user is not None, "the rule admits signed-in users only"
    others = delegation.organisation.delegations.exclude(pk=delegation.pk).filter(user=user)
    if others.filter(state=CONFIRMED).exists():
        raise WrongState(_("You are already a delegate of this organization."))
    for request in others.filter(state=ASKED):
        _note(act, request, LIFE.move(request, "parties.withdraw_delegation"))
    moved = LIFE.move(delegation, "parties.accept_invitation")
    _appoint(delegation, user)
    _note(act, delegation, moved)
    return delegation


@verb("parties.decline_invitation")
def decline_invitation(act: Act, target: Linked[Delegation]) -> Delegation:
    """Decline an invitation. Raises WrongState."""
    return _decline(act, subject_of(target))


@verb("parties.withdraw_delegation")
def withdraw_delegation(act: Act, delegation: Delegation) -> Delegation:
    """Withdraw a request or an invitation before it is answered. Raises WrongState."""
    return _decline(act, delegation)


@verb("parties.end_delegation")
def end_delegation(act: Act, delegation: Delegation, *, reason: str = "") -> Delegation:
    """End a delegation now. Raises WrongState if it is not in force."""
    appointment = delegation.appointment
    ended = _decline(act, delegation, reason)
    if appointment is not None:
        end_role(appointment)
    return ended
