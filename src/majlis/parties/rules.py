"""Permission rules of the verbs of parties, and the labels of these verbs."""

from __future__ import annotations

import rules
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.kernel.models import Reader
from majlis.kernel.roles import anyone, is_administrator, is_secretariat, signed_in
from majlis.kernel.verbs import mark_confidential, register_verb_names
from majlis.parties import models
from majlis.parties.appointments import Linked, LinkTarget, same_address, subject_of


@rules.predicate
def is_applicant(user: Reader, target: models.Registration | None) -> bool:
    """A rule: the user, signed in, submitted the registration."""
    return bool(
        user.is_authenticated and user.is_active and target and target.applicant_id == user.pk
    )


@rules.predicate
def has_link(user: Reader, target: Linked[models.LinkSubject] | None) -> bool:
    """A rule: the visitor came by the mailed link, with its secret."""
    return isinstance(target, LinkTarget) and target.holds


@rules.predicate
def is_focal_point(
    user: Reader, target: models.Organisation | models.Delegation | models.Succession | None
) -> bool:
    """A rule: the user is focal point of the organization, or of the organization of the target."""
    if target is None or not user.is_authenticated:
        return False
    organisation = target if isinstance(target, models.Organisation) else target.organisation
    return bool(user.holds("focal_point", organisation.record))


@rules.predicate
def is_addressed(user: Reader, target: Linked[models.LinkSubject] | None) -> bool:
    """A rule: the user, signed in, has the address to which the invitation was sent."""
    return bool(
        target
        and user.is_authenticated
        and user.is_active
        and same_address(user.email, subject_of(target).email)
    )


@rules.predicate
def is_delegate_concerned(user: Reader, target: models.Delegation | None) -> bool:
    """A rule: the delegation is that of the user."""
    return bool(target and user.is_authenticated and user.is_active and target.user_id == user.pk)


@rules.predicate
def is_chair(user: Reader, target: models.Body | models.Membership | None) -> bool:
    """A rule: the user is chair or secretariat of the body, or of the body of the target."""
    if target is None or not user.is_authenticated:
        return False
    body = target if isinstance(target, models.Body) else target.body
    return bool(user.holds("chair", body.record) or user.holds("secretariat", body.record))


@rules.predicate
def is_applicant_or_link(user: Reader, target: Linked[models.Registration] | None) -> bool:
    """A rule: the visitor is the applicant, signed in or by the mailed link."""
    if isinstance(target, LinkTarget):
        return target.holds
    return bool(is_applicant(user, target))


is_office = is_secretariat | is_administrator

RULES = {
    # Registrations. Any visitor may submit one; without an account they confirm the address.
    "parties.upload_evidence": anyone,
    "parties.submit_registration": anyone,
    "parties.confirm_registration_address": has_link,
    "parties.resubmit_registration": is_applicant_or_link,
    "parties.withdraw_registration": is_applicant_or_link,
    "parties.ask_applicant": is_secretariat,
    "parties.admit_registration": is_secretariat,
    "parties.refuse_registration": is_secretariat,
    # Organizations.
    "parties.change_organisation": is_focal_point | is_secretariat,
    "parties.change_kind": is_secretariat,
    "parties.name_successor": is_focal_point | is_secretariat,
    "parties.withdraw_succession": is_focal_point | is_secretariat,
    "parties.accept_succession": is_addressed,
    "parties.decline_succession": is_addressed | has_link,
    "parties.request_activity_confirmation": is_secretariat,
    "parties.mark_organisation_dormant": is_secretariat,
    "parties.reactivate_organisation": is_focal_point | is_secretariat,
    "parties.close_organisation": is_focal_point | is_secretariat,
    "parties.reopen_organisation": is_secretariat,
    # Delegations.
    "parties.request_delegation": signed_in,
    "parties.invite_delegate": is_focal_point,
    "parties.confirm_delegate": is_focal_point,
    "parties.decline_delegate": is_focal_point,
    "parties.accept_invitation": is_addressed,
    "parties.decline_invitation": is_addressed | has_link,
    "parties.withdraw_delegation": is_focal_point | is_delegate_concerned,
    "parties.end_delegation": is_focal_point | is_delegate_concerned | is_secretariat,
    # Bodies and offices.
    "parties.load_body": is_office,
    "parties.add_body": is_secretariat,
    "parties.change_body": is_secretariat,
    "parties.add_alias": is_secretariat,
    "parties.end_alias": is_secretariat,
    "parties.admit_member": is_secretariat | is_chair,
    "parties.end_membership": is_secretariat | is_chair,
    "parties.make_office": is_secretariat,
    "parties.change_office": is_secretariat,
    "parties.end_office": is_secretariat,
    "parties.record_holder": is_secretariat,
    "parties.end_holding": is_secretariat,
    "parties.correct_holding": is_secretariat,
    # Permissions to read, which are not verbs.
    "parties.see_registrations": is_secretariat,
    "parties.see_delegation": is_focal_point | is_secretariat,
    "parties.see_members": is_secretariat | is_chair,
}

for name, rule in RULES.items():
    rules.add_perm(name, rule)

# Only focal points and the secretariat see who represents an organization.
mark_confidential(
    "parties.name_successor",
    "parties.withdraw_succession",
    "parties.accept_succession",
    "parties.decline_succession",
    "parties.request_delegation",
    "parties.invite_delegate",
    "parties.confirm_delegate",
    "parties.decline_delegate",
    "parties.accept_invitation",
    "parties.decline_invitation",
    "parties.withdraw_delegation",
    "parties.end_delegation",
    "parties.request_activity_confirmation",
)

register_verb_names(
    {
        "parties.upload_evidence": pgettext_lazy("history entry", "Evidence uploaded"),
        "parties.submit_registration": pgettext_lazy("history entry", "Registration submitted"),
        "parties.confirm_registration_address": _("Email address of the applicant confirmed"),
        "parties.resubmit_registration": pgettext_lazy("registration", "Registration resubmitted"),
        "parties.withdraw_registration": pgettext_lazy("history entry", "Registration withdrawn"),
        "parties.ask_applicant": _("Question sent to applicant"),
        "parties.admit_registration": pgettext_lazy("history entry", "Organization admitted"),
        "parties.refuse_registration": pgettext_lazy("history entry", "Registration refused"),
        "parties.change_organisation": _("Organization details changed"),
        "parties.name_successor": _("New focal point nominated"),
        "parties.withdraw_succession": _("Nomination of focal point withdrawn"),
        "parties.accept_succession": _("Role of focal point accepted"),
        "parties.decline_succession": _("Role of focal point declined"),
        "parties.request_activity_confirmation": _("Confirmation of participation requested"),
        "parties.mark_organisation_dormant": _("Organization marked inactive"),
        "parties.reactivate_organisation": _("Organization confirmed as active"),
        "parties.close_organisation": _("Participation of the organization ended"),
        "parties.reopen_organisation": _("Participation of the organization resumed"),
        "parties.request_delegation": _("Request to become a delegate submitted"),
        "parties.invite_delegate": pgettext_lazy("history entry", "Delegate invited"),
        "parties.confirm_delegate": pgettext_lazy("history entry", "Delegate confirmed"),
        "parties.decline_delegate": _("Request to become a delegate declined"),
        "parties.accept_invitation": pgettext_lazy("history entry", "Invitation accepted"),
        "parties.decline_invitation": pgettext_lazy("history entry", "Invitation declined"),
        "parties.withdraw_delegation": _("Request or invitation withdrawn"),
        "parties.end_delegation": _("Role of delegate ended"),
        "parties.load_body": _("Body recorded from the process profile"),
        "parties.add_body": pgettext_lazy("history entry", "Body added"),
        "parties.change_body": pgettext_lazy("history entry", "Body changed"),
        "parties.add_alias": _("Other name of the body recorded"),
        "parties.end_alias": _("End date of another name recorded"),
        "parties.admit_member": pgettext_lazy("history entry", "Member admitted"),
        "parties.end_membership": pgettext_lazy("history entry", "Membership ended"),
        "parties.make_office": pgettext_lazy("history entry", "Office recorded"),
        "parties.change_office": _("Office details changed"),
        "parties.record_holder": _("Office holder recorded"),
        "parties.end_office": _("End of the office recorded"),
        "parties.end_holding": _("End of term recorded"),
        "parties.correct_holding": _("Entry of office holder corrected"),
    }
)
