"""The roles that a person can hold, with dates, on the whole or for one record (its scope).

The table says of which kind of record the scope must be; "" is the whole installation. Who appoints
is a rule of the room ``parties``; who may do what by a role is a rule of each room.
"""

from __future__ import annotations

from typing import Any, Protocol

import rules
from django.utils.translation import gettext_lazy as _


class HasAddress(Protocol):
    """A record, as far as a role asks about it: models know roles, so roles know no model."""

    @property
    def address(self) -> str:
        """Where it stands on the site."""


# code -> (name, kinds of record that the scope may be)
ROLES: dict[str, tuple[Any, tuple[str, ...]]] = {
    "administrator": (_("administrator"), ("",)),
    "secretariat": (_("secretariat"), ("", "body")),
    "chair": (_("chair"), ("body",)),
    "action_line_focal_point": (_("action-line focal point"), ("concept",)),
    "regional_office": (_("regional office"), ("concept",)),
    "task_force": (_("task force"), ("", "body")),
    "expert": (_("expert"), ("", "body")),
    "moderator": (_("moderator"), ("",)),
    "translator": (_("translator"), ("",)),
    "reviser": (_("reviser"), ("",)),
    "focal_point": (_("focal point of an organization"), ("organisation",)),
    "delegate": (_("delegate"), ("organisation",)),
    "member": (_("member"), ("body",)),
}


def has_role(role: str, scope: HasAddress | None = None) -> rules.Predicate:
    """A rule: the person holds the role today (on the whole, or for the scope given)."""

    @rules.predicate(f"{role}{':' + scope.address if scope else ''}")
    def held(user: Any) -> bool:
        return bool(user.is_authenticated and user.holds(role, scope))

    return held


@rules.predicate
def signed_in(user: Any) -> bool:
    """A rule: somebody who has signed in."""
    return bool(user.is_authenticated and user.is_active)


@rules.predicate
def anyone(user: Any) -> bool:
    """A rule: everybody, signed in or not."""
    return True


is_secretariat = has_role("secretariat")
is_administrator = has_role("administrator")
