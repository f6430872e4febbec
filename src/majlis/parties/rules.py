"""Who may do which verb of the parties."""

from __future__ import annotations

from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from majlis.kernel.roles import anyone, is_administrator, is_secretariat, signed_in
from majlis.kernel.verbs import mark_confidential, register_verb_names
from majlis.parties.people import Opened, same_address, thing_of


@rules.predicate
def is_applicant(user: Any, target: Any) -> bool:
    """A rule: who sent the registration, signed in."""
    return bool(
        user.is_authenticated and user.is_active and target and target.applicant_id == user.pk
    )


@rules.predicate
def opened_by_link(user: Any, target: Any) -> bool:
    """A rule: whoever comes with the secret of the link that was mailed."""
    return isinstance(target, Opened) and target.holds


@rules.predicate
def is_focal_point(user: Any, target: Any) -> bool:
    """A rule: the focal point of the organization, or of the organization that the target is about."""
    if target is None or not user.is_authenticated:
        return False
    organisation = getattr(target, "organisation", target)
    return bool(user.holds("focal_point", organisation.record))


@rules.predicate
def is_addressed(user: Any, target: Any) -> bool:
    """A rule: the person to whose address an invitation was sent, signed in."""
    return bool(
        target
        and user.is_authenticated
        and user.is_active
        and same_address(user.email, thing_of(target).email)
    )


@rules.predicate
def is_delegate_concerned(user: Any, target: Any) -> bool:
    """A rule: the person whose delegation it is."""
    return bool(target and user.is_authenticated and user.is_active and target.user_id == user.pk)


@rules.predicate
def chairs(user: Any, target: Any) -> bool:
    """A rule: a chair, or somebody of the secretariat, of the body that the target is (about)."""
    if target is None or not user.is_authenticated:
        return False
    body = getattr(target, "body", target)
    return bool(user.holds("chair", body.record) or user.holds("secretariat", body.record))


@rules.predicate
def applicant(user: Any, target: Any) -> bool:
    """A rule: the applicant, signed in or come by the link."""
    if isinstance(target, Opened):
        return target.holds
    return bool(is_applicant(user, target))


office = is_secretariat | is_administrator

RULES = {
    # Registrations. Anybody may ask; who has no account confirms the address.
    "parties.hold_evidence": anyone,
    "parties.register": anyone,
    "parties.confirm_address": opened_by_link,
    "parties.send_again": applicant,
    "parties.withdraw_registration": applicant,
    "parties.ask_applicant": is_secretariat,
    "parties.admit": is_secretariat,
    "parties.refuse": is_secretariat,
    # Organizations.
    "parties.change_organisation": is_focal_point | is_secretariat,
    "parties.change_kind": is_secretariat,
    "parties.name_successor": is_focal_point | is_secretariat,
    "parties.withdraw_succession": is_focal_point | is_secretariat,
    "parties.accept_succession": is_addressed,
    "parties.decline_succession": is_addressed | opened_by_link,
    "parties.ask_sign_of_life": is_secretariat,
    "parties.put_to_sleep": is_secretariat,
    "parties.wake": is_focal_point | is_secretariat,
    "parties.close": is_focal_point | is_secretariat,
    "parties.reopen": is_secretariat,
    # Delegations.
    "parties.ask_to_be_delegate": signed_in,
    "parties.invite_delegate": is_focal_point,
    "parties.confirm_delegate": is_focal_point,
    "parties.decline_delegate": is_focal_point,
    "parties.accept_invitation": is_addressed,
    "parties.decline_invitation": is_addressed | opened_by_link,
    "parties.withdraw_delegation": is_focal_point | is_delegate_concerned,
    "parties.end_delegation": is_focal_point | is_delegate_concerned | is_secretariat,
    # Bodies and offices.
    "parties.load_body": office,
    "parties.change_body": is_secretariat,
    "parties.add_alias": is_secretariat,
    "parties.end_alias": is_secretariat,
    "parties.admit_member": is_secretariat | chairs,
    "parties.end_membership": is_secretariat | chairs,
    "parties.make_office": is_secretariat,
    "parties.change_office": is_secretariat,
    "parties.end_office": is_secretariat,
    "parties.record_holder": is_secretariat,
    "parties.end_holding": is_secretariat,
    "parties.correct_holding": is_secretariat,
    # What may be read beside what is visible to all; not verbs.
    "parties.see_registrations": is_secretariat,
    "parties.see_delegation": is_focal_point | is_secretariat,
    "parties.see_members": is_secretariat | chairs,
}

for name, rule in RULES.items():
    rules.add_perm(name, rule)

# Who speaks for an organization is seen by its focal points and the secretariat.
mark_confidential(
    "parties.name_successor",
    "parties.withdraw_succession",
    "parties.accept_succession",
    "parties.decline_succession",
    "parties.ask_to_be_delegate",
    "parties.invite_delegate",
    "parties.confirm_delegate",
    "parties.decline_delegate",
    "parties.accept_invitation",
    "parties.decline_invitation",
    "parties.withdraw_delegation",
    "parties.end_delegation",
    "parties.ask_sign_of_life",
)

register_verb_names(
    {
        "parties.hold_evidence": _("Evidence held"),
        "parties.register": _("Registration sent"),
        "parties.confirm_address": _("E-mail address of the applicant confirmed"),
        "parties.send_again": _("Registration sent again"),
        "parties.withdraw_registration": _("Registration withdrawn"),
        "parties.ask_applicant": _("Applicant asked"),
        "parties.admit": _("Organization admitted"),
        "parties.refuse": _("Registration refused"),
        "parties.change_organisation": _("Organization changed"),
        "parties.name_successor": _("New focal point named"),
        "parties.withdraw_succession": _("Naming of the focal point withdrawn"),
        "parties.accept_succession": _("Role of focal point accepted"),
        "parties.decline_succession": _("Role of focal point declined"),
        "parties.ask_sign_of_life": _("Asked whether the organization still takes part"),
        "parties.put_to_sleep": _("Organization dormant"),
        "parties.wake": _("Sign of life of the organization"),
        "parties.close": _("Organization left"),
        "parties.reopen": _("Organization opened again"),
        "parties.ask_to_be_delegate": _("Asked to be a delegate"),
        "parties.invite_delegate": _("Delegate invited"),
        "parties.confirm_delegate": _("Delegate confirmed"),
        "parties.decline_delegate": _("Request to be a delegate declined"),
        "parties.accept_invitation": _("Invitation accepted"),
        "parties.decline_invitation": _("Invitation declined"),
        "parties.withdraw_delegation": _("Request or invitation taken back"),
        "parties.end_delegation": _("Delegation ended"),
        "parties.load_body": _("Body recorded from the profile"),
        "parties.change_body": _("Body changed"),
        "parties.add_alias": _("Other name of the body recorded"),
        "parties.end_alias": _("End of another name of the body recorded"),
        "parties.admit_member": _("Member admitted"),
        "parties.end_membership": _("Membership ended"),
        "parties.make_office": _("Office recorded"),
        "parties.change_office": _("Office changed"),
        "parties.record_holder": _("Holder of the office recorded"),
        "parties.end_office": _("End of the office recorded"),
        "parties.end_holding": _("End of a term in office recorded"),
        "parties.correct_holding": _("Record of a holder of the office corrected"),
    }
)
