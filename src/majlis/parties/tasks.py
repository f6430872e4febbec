"""What the parties do from time to time, by themselves."""

from __future__ import annotations

from django.tasks import task

from majlis.kernel.actor import Actor
from majlis.parties.actions import organisation
from majlis.parties.queries.organisations import inactive_organisations, unresponsive_organisations

# Seconds between two runs, and the task: collected by the clock of the site.
PERIODIC = {"parties.dormancy": (86_400, "majlis.parties.tasks.look_for_signs_of_life")}


@task
def look_for_signs_of_life() -> dict[str, int]:
    """Ask organizations that are quiet, and mark as dormant those that did not answer.

    Returns how many were asked and how many put to sleep.
    """
    actor = Actor.as_system("parties.dormancy")
    asleep = [
        organisation.mark_organisation_dormant(actor, each) for each in unresponsive_organisations()
    ]
    asked = [
        organisation.request_activity_confirmation(actor, each) for each in inactive_organisations()
    ]
    return {"asked": len(asked), "asleep": len(asleep)}
