"""The roles that a person can hold, with dates, for the whole site or for one record (the scope).

``ROLES`` says which kinds of record a scope may be; "" is the whole site. The rules of ``parties`` say
who appoints; the rules of each room say what a role may do.
"""

from __future__ import annotations

from typing import Any, Protocol

import rules
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class HasAddress(Protocol):
    """A record as roles need it: models import roles, so roles cannot import models."""

    @property
    def address(self) -> str:
        """The permanent address of the record."""


# code -> (name, kinds of record that the scope may be)
ROLES: dict[str, tuple[str | Promise, tuple[str, ...]]] = {
    "administrator": (pgettext_lazy("role", "administrator"), ("",)),
    "secretariat": (pgettext_lazy("role", "secretariat"), ("", "body")),
    "chair": (pgettext_lazy("role", "chair"), ("body",)),
    "action_line_focal_point": (_("action-line focal point"), ("concept",)),
    "regional_office": (pgettext_lazy("role", "regional office"), ("concept",)),
    "task_force": (pgettext_lazy("role", "task force"), ("", "body")),
    "expert": (pgettext_lazy("role", "expert"), ("", "body")),
    "moderator": (pgettext_lazy("role", "content moderator"), ("",)),
    "translator": (pgettext_lazy("role of a person", "translator"), ("",)),
    "reviser": (pgettext_lazy("role of a person", "reviser"), ("",)),
    "focal_point": (_("focal point of an organization"), ("organisation",)),
    "delegate": (pgettext_lazy("role of a person", "delegate"), ("organisation",)),
    "member": (pgettext_lazy("role", "member"), ("body",)),
}


def has_role(role: str, scope: HasAddress | None = None) -> rules.Predicate:
    """A rule: the user holds the role today, for the scope or (without one) for the whole site."""

    @rules.predicate(f"{role}{':' + scope.address if scope else ''}")
    def held(user: Any) -> bool:
        return bool(user.is_authenticated and user.holds(role, scope))

    return held


@rules.predicate
def signed_in(user: Any) -> bool:
    """A rule: the user has signed in."""
    return bool(user.is_authenticated and user.is_active)


@rules.predicate
def anyone(user: Any) -> bool:
    """A rule: any visitor, signed in or not."""
    return True


is_secretariat = has_role("secretariat")
is_administrator = has_role("administrator")
