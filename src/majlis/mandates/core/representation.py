"""For whom a person acts: entities, organizations and bodies, by the roles that they hold today."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from majlis.kernel.roles import is_secretariat
from majlis.mandates.models import Addressee, Entity, Mandate
from majlis.parties.models import Organisation

BODY_ROLES = ("secretariat", "chair")
MEMBER_ROLES = ("focal_point", "delegate")
REVIEW_ROLES = ("chair", "secretariat")
"""Roles whose holders review the mandates of their body together."""


def represents(user: Any, entity: Entity | None) -> bool:
    """Whether the person acts for the entity: for its organization, or as chair or secretariat of its body."""
    if entity is None or not user.is_authenticated or not user.is_active:
        return False
    if entity.organisation is not None:
        record = entity.organisation.record
        if user.holds("focal_point", record) or user.holds("delegate", record):
            return True
    if entity.body is not None:
        record = entity.body.record
        return bool(user.holds("chair", record) or user.holds("secretariat", record))
    return False


def represented_organisations(user: Any) -> list[int]:
    """The keys of the organizations for which the person speaks today."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return []
    roles = ("focal_point", "delegate")
    held = user.appointments_today()
    return [each.scope_id for each in held if each.role in roles and each.scope_id is not None]


def addressees_of(mandate: Mandate, *roles: str) -> list[Entity]:
    """The actors whom the source that counts names in these parts."""
    if mandate.source_id is None:
        return []
    # A page asks of each of its verbs: read once for the mandate as it was read.
    there: dict[Any, list[Entity]] = mandate.__dict__.setdefault("_asked_of", {})
    key = (mandate.source_id, roles)
    if key not in there:
        named = Addressee.objects.filter(source=mandate.source_id, role__in=roles)
        rows = named.select_related("entity__organisation__record", "entity__body__record")
        there[key] = [each.entity for each in rows]
    return there[key]


def reviewable_versions(user: Any) -> Q | None:
    """Which versions are a person's to review, as a condition; None where there are none."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return None
    if is_secretariat.test(user):
        return Q()
    held = {
        each.scope_id
        for each in user.appointments_today()
        if each.role in BODY_ROLES and each.scope_id is not None
    }
    return Q(instrument__body__in=held) | Q(body__in=held) if held else None


def may_create_review(user: Any) -> bool:
    """Whether the person may make some set: as the secretariat, or for a body."""
    if not user.is_authenticated or not user.is_active:
        return False
    held = (each.role for each in user.appointments_today() if each.scope_id is not None)
    return is_secretariat(user) or any(role in REVIEW_ROLES for role in held)


def may_respond_as(user: Any, organisation: Organisation | None, entity: Entity | None) -> bool:
    """Whether the person may respond in this name."""
    if is_secretariat.test(user):
        return True
    if organisation is not None and entity is None:
        record = organisation.record
        return bool(user.holds("focal_point", record) or user.holds("delegate", record))
    return organisation is None and represents(user, entity)


def may_evaluate_as(user: Any, mandate: Mandate, *, own: bool, by: Entity | None) -> bool:
    """Whether the person may evaluate in this name: who leads its own work, a body's chair or secretariat in its name."""
    if is_secretariat.test(user):
        return True
    return represents(user, mandate.lead if own else by)
