"""Permission rules of the verbs of accounts, and the labels of these verbs."""

from __future__ import annotations

import rules
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.kernel.audit_labels import HIDDEN, AuditLabel, Shown, register_audit_labels
from majlis.kernel.models import Appointment, Reader, User
from majlis.kernel.roles import ROLES, anyone, is_administrator, is_secretariat
from majlis.kernel.verbs import mark_confidential, register_verb_names
from majlis.parties.accounts.actions.roles import RoleInScope

# Role -> roles that may appoint to it. "secretariat" is that of the whole site or, for a role with a body
# as scope, that of the body; "focal_point" is that of the organization of the scope.
APPOINTED_BY: dict[str, tuple[str, ...]] = {
    "administrator": ("administrator",),
    "secretariat": ("administrator",),
    "chair": ("administrator", "secretariat"),
    "action_line_focal_point": ("administrator", "secretariat"),
    "regional_office": ("administrator", "secretariat"),
    "task_force": ("administrator", "secretariat"),
    "expert": ("administrator", "secretariat"),
    "moderator": ("administrator", "secretariat"),
    "translator": ("administrator", "secretariat"),
    "reviser": ("administrator", "secretariat"),
    "focal_point": ("administrator", "secretariat"),
    "delegate": ("administrator", "secretariat", "focal_point"),
    "member": ("administrator", "secretariat"),
}
assert set(APPOINTED_BY) == set(ROLES)


@rules.predicate
def is_self(user: Reader, target: User | None) -> bool:
    """A rule: the account is the user's own."""
    return bool(user.is_authenticated and user.is_active and target == user)


@rules.predicate
def only_the_system(user: Reader) -> bool:
    """A rule that no user passes; rules do not apply to the system itself."""
    return False


@rules.predicate
def may_appoint(user: Reader, post: RoleInScope | Appointment | None) -> bool:
    """A rule: the user may appoint to the role of a RoleInScope, or end an Appointment."""
    if post is None or not user.is_authenticated or post.role not in APPOINTED_BY:
        return False
    by = APPOINTED_BY[post.role]
    return bool(
        any(user.holds(role) for role in by if role != "focal_point")
        or (
            post.scope is not None
            and any(user.holds(role, post.scope) for role in by if role != "administrator")
        )
    )


manages_roles = is_administrator | is_secretariat

RULES = {
    "accounts.add_person": only_the_system,
    "accounts.change_profile": is_self,
    "accounts.end_sessions": is_self | is_administrator,
    "accounts.set_own_sign_in": manages_roles,
    "accounts.withdraw_own_sign_in": manages_roles,
    "accounts.offer_first_administrator": only_the_system,
    "accounts.reencrypt_secrets": only_the_system,
    "accounts.become_first_administrator": anyone,
    "accounts.invite_administrator": only_the_system,
    "accounts.become_administrator": anyone,
    "accounts.appoint_person": may_appoint,
    "accounts.end_appointment": may_appoint,
    "accounts.close_account": is_self | is_administrator,
    "accounts.reopen_account": is_administrator,
    # Administrators turn off their own second step on their account page, which asks for a proof first.
    "accounts.reset_second_step": is_administrator & ~is_self,
    "accounts.export_own_data": is_self,
    "accounts.request_erasure": is_self,
    "accounts.erase_own_data": is_self,
    # A permission to read, which is not a verb.
    "accounts.see_people": manages_roles,
}

for name, rule in RULES.items():
    rules.add_perm(name, rule)

mark_confidential(
    "accounts.appoint_person",
    "accounts.end_appointment",
    "accounts.set_own_sign_in",
    "accounts.withdraw_own_sign_in",
)

register_verb_names(
    {
        "accounts.add_person": pgettext_lazy("history", "Person added"),
        "accounts.offer_first_administrator": _("Link created for the first administrator"),
        "accounts.become_first_administrator": _("First administrator registered"),
        "accounts.invite_administrator": _("Link created for a new administrator"),
        "accounts.become_administrator": _("New administrator registered"),
        "accounts.reencrypt_secrets": _("Secrets re-encrypted with the current site key"),
        "accounts.change_profile": pgettext_lazy("history", "Profile changed"),
        "accounts.end_sessions": _("Signed out on all devices"),
        "accounts.set_own_sign_in": _("Organization sign-in set up"),
        "accounts.withdraw_own_sign_in": _("Organization sign-in removed"),
        "accounts.appoint_person": pgettext_lazy("history", "Role assigned"),
        "accounts.end_appointment": pgettext_lazy("history", "Role ended"),
        "accounts.close_account": pgettext_lazy("history", "Account closed"),
        "accounts.reopen_account": pgettext_lazy("history", "Account reopened"),
        "accounts.reset_second_step": _("Two-step sign-in reset"),
        "accounts.export_own_data": _("Account holder’s personal data downloaded"),
        "accounts.request_erasure": pgettext_lazy("history", "Erasure requested"),
        "accounts.erase_own_data": _("Account holder’s personal data erased"),
    }
)
__all__ = ["APPOINTED_BY", "RULES", "is_self", "manages_roles", "may_appoint"]

register_audit_labels(
    "accounts",
    {
        "client_id": AuditLabel(pgettext_lazy("history", "Client identifier")),
        "domains": AuditLabel(pgettext_lazy("history", "Domains")),
        "encrypted_anew": HIDDEN,
        "erased": HIDDEN,
        "is_active": AuditLabel(pgettext_lazy("history", "Account active")),
        "issuer": AuditLabel(pgettext_lazy("history", "Sign-in service")),
        "kind": HIDDEN,
        "kinds": HIDDEN,
        "organisation_sign_in_removed": AuditLabel(
            pgettext_lazy("history", "Organization sign-in removed")
        ),
        "password_removed": HIDDEN,
        "provider": HIDDEN,
        "roles": AuditLabel(
            pgettext_lazy("history", "Roles"),
            choices=[(code, name) for code, (name, _kinds) in ROLES.items()],
        ),
        "rows": HIDDEN,
        "scope": AuditLabel(pgettext_lazy("history", "Scope of the role"), Shown.RECORD),
        "secret": HIDDEN,
        "secret_replaced": AuditLabel(pgettext_lazy("history", "Secret replaced")),
        "sessions_ended": AuditLabel(pgettext_lazy("history", "Sessions ended")),
        "time_zone": AuditLabel(pgettext_lazy("history", "Time zone")),
        "works_for_hours": HIDDEN,
    },
)
