"""Who is notified: the representatives of an entity, the secretariat."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from majlis.commons.notices.dispatch import users_who_may_see
from majlis.kernel.models import Appointment, AuditEntry, User
from majlis.mandates.models import Entity, Mandate


def decided_by_secretariat(of: str) -> Exists:
    """Whether the person at ``request_for`` acted as the secretariat."""
    held = Appointment.objects.filter(user=OuterRef(of), role="secretariat", scope=None)
    return Exists(held)


def representatives(entity: Entity | None) -> Q:
    """Who speaks for an entity today, as a condition on people: see ``rules.people.represents``."""
    held = Appointment.objects.today()
    of = Q(pk__in=[])
    if entity is not None and entity.organisation_id is not None:
        roles = held.filter(role__in=("focal_point", "delegate"), scope=entity.organisation_id)
        of |= Q(pk__in=roles.values("user"))
    if entity is not None and entity.body_id is not None:
        roles = held.filter(role__in=("chair", "secretariat"), scope=entity.body_id)
        of |= Q(pk__in=roles.values("user"))
    return of


def secretariat_members() -> Q:
    held = Appointment.objects.today().filter(role="secretariat", scope=None)
    return Q(pk__in=held.values("user"))


def secretariat(entry: AuditEntry) -> QuerySet[User]:
    """The secretariat."""
    return users_who_may_see(mandate_of_entry(entry).record).filter(secretariat_members())


def mandate_of_entry(entry: AuditEntry) -> Mandate:
    found: Mandate = Mandate.objects.select_related("record", "lead").get(pk=entry.record_id)
    return found
