"""Verbs of delegations: nobody is a delegate whom the focal point did not confirm or invite.

Every verb holds the row of the organization first, so that two at once wait for each other in one order.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from majlis.kernel.audit import personal_reference
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.lifecycle import StateChange
from majlis.kernel.models import User
from majlis.kernel.verbs import Act, verb
from majlis.parties.actions.succession import send_invitation
from majlis.parties.appointments import LinkTarget, end_role, grant_role, lock_row, subject_of
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


def _locked_delegation(target: Organisation) -> Organisation:
    organisation = lock_row(Organisation, target)
    if organisation.state == CLOSED:
        raise WrongState()
    return organisation


@verb("parties.request_delegation")
def request_delegation(act: Act, target: Organisation, *, function: str = "") -> Delegation:
    """Ask the focal point to be confirmed as a delegate. Raises InvalidInput where that was asked before."""
    organisation = _locked_delegation(target)
    user = act.actor.user
    assert user is not None, "the rule lets nobody in who is not signed in"
    if organisation.delegations.filter(user=user, state__in=(ASKED, CONFIRMED)).exists():
        raise InvalidInput(
            {"": _("You are a delegate of this organization already, or have asked.")}
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
    organisation = _locked_delegation(target)
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise InvalidInput(
            {"email": _("This is no e-mail address: write it like name@example.org.")}
        ) from None
    there = organisation.delegations.filter(email=address, state=INVITED) | (
        organisation.delegations.filter(user__email__iexact=address, state__in=(ASKED, CONFIRMED))
    )
    if there.exists():
        raise InvalidInput({"email": _("This person is on the list already: look below.")})
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
    delegation.settled_at = timezone.now()
    delegation.save(update_fields=["user", "name", "appointment", "settled_at"])


@verb("parties.confirm_delegate")
def confirm_delegate(act: Act, delegation: Delegation) -> Delegation:
    """Confirm who asked: from today a delegate. Raises WrongState where it is settled."""
    _locked_delegation(delegation.organisation)
    moved = LIFE.move(delegation, "parties.confirm_delegate")
    assert delegation.user is not None, "who asked has an account"
    _appoint(delegation, delegation.user)
    _note(act, delegation, moved)
    return delegation


def _decline(act: Act, delegation: Delegation, reason: str = "") -> Delegation:
    lock_row(Organisation, delegation.organisation)
    moved = LIFE.move(delegation, act.verb)
    delegation.reason, delegation.settled_at = reason.strip(), timezone.now()
    delegation.save(update_fields=["reason", "settled_at"])
    _note(act, delegation, moved, reason.strip())
    return delegation


@verb("parties.decline_delegate")
def decline_delegate(act: Act, delegation: Delegation, *, reason: str) -> Delegation:
    """Decline who asked, with a reason that the person reads. Raises InvalidInput, WrongState."""
    if not reason.strip():
        raise InvalidInput({"reason": _("The reason is missing: the person will read it.")})
    return _decline(act, delegation, reason)


@verb("parties.accept_invitation")
def accept_invitation(act: Act, target: Delegation | LinkTarget) -> Delegation:
    """Accept to be a delegate. Raises WrongState where it is settled.

    Whoever had asked meanwhile is confirmed by it: one person is one delegate.
    """
    _locked_delegation(subject_of(target).organisation)
    delegation = lock_row(Delegation, subject_of(target))
    user = act.actor.user
    assert user is not None, "the rule lets nobody in who is not signed in"
    others = delegation.organisation.delegations.exclude(pk=delegation.pk).filter(user=user)
    if others.filter(state=CONFIRMED).exists():
        raise WrongState(_("You are a delegate of this organization already."))
    for asked in others.filter(state=ASKED):
        _note(act, asked, LIFE.move(asked, "parties.withdraw_delegation"))
    moved = LIFE.move(delegation, "parties.accept_invitation")
    _appoint(delegation, user)
    _note(act, delegation, moved)
    return delegation


@verb("parties.decline_invitation")
def decline_invitation(act: Act, target: Delegation | LinkTarget) -> Delegation:
    """Decline an invitation. Raises WrongState."""
    return _decline(act, subject_of(target))


@verb("parties.withdraw_delegation")
def withdraw_delegation(act: Act, delegation: Delegation) -> Delegation:
    """Take back what one asked, or whom one invited, before it is answered. Raises WrongState."""
    return _decline(act, delegation)


@verb("parties.end_delegation")
def end_delegation(act: Act, delegation: Delegation, *, reason: str = "") -> Delegation:
    """End a delegation now. Raises WrongState where it is not in force."""
    appointment = delegation.appointment
    ended = _decline(act, delegation, reason)
    if appointment is not None:
        end_role(appointment)
    return ended
