"""Periodic task of participants: access needs are erased when they are no longer needed."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from majlis.events.people import actions
from majlis.events.people.queries import meetings_with_needs_to_erase
from majlis.events.people.registration import NEEDS_DAYS
from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.work import background_task


@background_task(_("Erasure of access needs of participants"))
def erase_access_needs_daily() -> int:
    """Erase the access needs of meetings that ended 30 days ago or were cancelled; return how many were erased."""
    actor = Actor.as_system("events.erase_access_needs")
    before = clock.today() - timedelta(days=NEEDS_DAYS)
    return sum(
        actions.erase_access_needs(actor, meeting)
        for meeting in meetings_with_needs_to_erase(before)
    )
