"""For which entities, organizations and bodies a person acts, by the roles that the person holds today."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from majlis.kernel.models import Reader
from majlis.kernel.roles import is_secretariat
from majlis.mandates.lifecycle import ONGOING, PROPOSED
from majlis.mandates.models import Addressee, Assignment, Entity, Mandate
from majlis.parties.appointments import represents_organisation
from majlis.parties.models import Organisation

BODY_ROLES = ("secretariat", "chair")
MEMBER_ROLES = ("focal_point", "delegate")
REVIEW_ROLES = ("chair", "secretariat")
"""Roles whose holders review the mandates of their body together."""


def represents(user: Reader, entity: Entity | None) -> bool:
    """Whether the person acts for an entity: for its organization, or as chair or secretariat of its body."""
    if entity is None or not user.is_authenticated or not user.is_active:
        return False
    if entity.organisation is not None and represents_organisation(user, entity.organisation):
        return True
    if entity.body is not None:
        record = entity.body.record
        return bool(user.holds("chair", record) or user.holds("secretariat", record))
    return False


def represented_organisations(user: Reader) -> list[int]:
    """The keys of the organizations that the person represents today."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return []
    roles = ("focal_point", "delegate")
    appointments = user.appointments_today()
    return [
        each.scope_id for each in appointments if each.role in roles and each.scope_id is not None
    ]


def addressees_of(mandate: Mandate, *roles: str) -> list[Entity]:
    """The entities that the current source of the mandate names in these roles."""
    if mandate.source_id is None:
        return []
    # Cached on the object: a page checks the permission of each of its verbs.
    cache: dict[tuple[int, tuple[str, ...]], list[Entity]] = mandate.__dict__.setdefault(
        "_asked_of", {}
    )
    key = (mandate.source_id, roles)
    if key not in cache:
        addressees = Addressee.objects.filter(source=mandate.source_id, role__in=roles)
        rows = addressees.select_related("entity__organisation__record", "entity__body__record")
        cache[key] = [each.entity for each in rows]
    return cache[key]


def reviewable_versions(user: Reader) -> Q | None:
    """Condition: the versions whose findings the person may review; None where there are none."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return None
    if is_secretariat.test(user):
        return Q()
    bodies = represented_bodies(user)
    return Q(instrument__body__in=bodies) | Q(body__in=bodies) if bodies else None


def proposed_leads(user: Reader) -> QuerySet[Assignment]:
    """The proposed leads that the person may confirm or decline, of mandates that have not ended."""
    rows = Assignment.objects.filter(
        mandate__in=Mandate.objects.visible_to(user).filter(lifecycle_state__in=ONGOING),
        part=Assignment.Part.LEAD,
        state=PROPOSED,
    )
    if is_secretariat.test(user):
        return rows
    return rows.filter(mandate__instrument__body__in=represented_bodies(user))


def may_decide_leads(user: Reader) -> bool:
    """Whether the person may confirm or decline leads: as the secretariat, or for a body."""
    return is_secretariat.test(user) or bool(represented_bodies(user))


def represented_bodies(user: Reader) -> set[int]:
    """The keys of the bodies of which the person is the chair or the secretariat today."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return set()
    return {
        each.scope_id
        for each in user.appointments_today()
        if each.role in BODY_ROLES and each.scope_id is not None
    }


def may_create_review(user: Reader) -> bool:
    """Whether the person may create a review set: as the secretariat, or for a body."""
    if not user.is_authenticated or not user.is_active:
        return False
    roles = (each.role for each in user.appointments_today() if each.scope_id is not None)
    return is_secretariat(user) or any(role in REVIEW_ROLES for role in roles)


def may_respond_as(user: Reader, organisation: Organisation | None, entity: Entity | None) -> bool:
    """Whether the person may respond in the name of this organization or entity."""
    if is_secretariat.test(user):
        return True
    if organisation is not None and entity is None:
        return represents_organisation(user, organisation)
    return organisation is None and represents(user, entity)


def may_evaluate_as(user: Reader, mandate: Mandate, *, own: bool, by: Entity | None) -> bool:
    """Whether the person may publish an evaluation in this name.

    ``own``: by the lead, of its own work; else by the entity ``by``.
    """
    if is_secretariat.test(user):
        return True
    return represents(user, mandate.lead if own else by)
