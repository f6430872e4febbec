"""Who is notified: the representatives of an entity, and the secretariat."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from majlis.commons.notices.dispatch import users_who_may_see
from majlis.kernel.models import Appointment, AuditEntry, User
from majlis.mandates.models import Entity, Mandate


def decided_by_secretariat(of: str) -> Exists:
    """Whether the user in the field ``of`` was ever appointed to the secretariat, as a subquery."""
    appointments = Appointment.objects.filter(user=OuterRef(of), role="secretariat", scope=None)
    return Exists(appointments)


def representatives(entity: Entity | None) -> Q:
    """Condition on users: those who represent an entity today. The same rule as ``represents``."""
    appointments = Appointment.objects.today()
    condition = Q(pk__in=[])
    if entity is not None and entity.organisation_id is not None:
        roles = appointments.filter(
            role__in=("focal_point", "delegate"), scope=entity.organisation_id
        )
        condition |= Q(pk__in=roles.values("user"))
    if entity is not None and entity.body_id is not None:
        roles = appointments.filter(role__in=("chair", "secretariat"), scope=entity.body_id)
        condition |= Q(pk__in=roles.values("user"))
    return condition


def secretariat_members() -> Q:
    appointments = Appointment.objects.today().filter(role="secretariat", scope=None)
    return Q(pk__in=appointments.values("user"))


def secretariat(entry: AuditEntry) -> QuerySet[User]:
    """The members of the secretariat who may see the mandate."""
    return users_who_may_see(mandate_of_entry(entry).record).filter(secretariat_members())


def mandate_of_entry(entry: AuditEntry) -> Mandate:
    mandate: Mandate = Mandate.objects.select_related("record", "lead").get(pk=entry.record_id)
    return mandate
