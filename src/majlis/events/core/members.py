"""The member organizations of a body, and who speaks for them."""

from __future__ import annotations

import datetime

from django.db.models import Q, QuerySet

from majlis.kernel import clock
from majlis.kernel.models import Reader
from majlis.parties.models import Body, Organisation

SPEAKING_ROLES = ("focal_point", "delegate")
"""Roles in which people speak for an organization."""


def member_organisations(body: Body, day: datetime.date | None = None) -> QuerySet[Organisation]:
    """The organizations that are members of a body on a day, by default today; each once."""
    day = day or clock.today()
    memberships = body.memberships.filter(since__lte=day).filter(
        Q(until__isnull=True) | Q(until__gte=day)
    )
    return Organisation.objects.filter(pk__in=memberships.values("organisation")).order_by("pk")


def speaks_for_member(user: Reader, body: Body) -> bool:
    """Whether the person is focal point or delegate of a member organization today. One query at most."""
    if not user.is_authenticated:
        return False
    scopes = [
        appointment.scope_id
        for appointment in user.appointments_today()
        if appointment.role in SPEAKING_ROLES and appointment.scope_id
    ]
    return bool(scopes) and member_organisations(body).filter(pk__in=scopes).exists()
