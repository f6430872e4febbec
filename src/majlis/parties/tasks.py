"""Periodic tasks of parties."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from majlis.kernel.actor import Actor
from majlis.kernel.work import background_task
from majlis.parties.actions import organisation
from majlis.parties.queries.organisations import inactive_organisations, unresponsive_organisations

# Name -> (seconds between two runs, task), collected by majlis.site.periodic_tasks.
PERIODIC = {"parties.dormancy": (86_400, "majlis.parties.tasks.look_for_signs_of_life")}


@background_task(_("Notices to inactive organizations"))
def look_for_signs_of_life() -> dict[str, int]:
    """Ask inactive organizations for confirmation, and mark those that did not answer as dormant.

    Returns the numbers of both.
    """
    actor = Actor.as_system("parties.dormancy")
    dormant = [
        organisation.mark_organisation_dormant(actor, each) for each in unresponsive_organisations()
    ]
    asked = [
        organisation.request_activity_confirmation(actor, each) for each in inactive_organisations()
    ]
    return {"asked": len(asked), "asleep": len(dormant)}
