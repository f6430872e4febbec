"""What the parties do from time to time, by themselves."""

from __future__ import annotations

from django.tasks import task

from majlis.kernel.actor import Actor
from majlis.parties import actions
from majlis.parties.queries.organisations import quiet, unanswered

# Seconds between two runs, and the task: collected by the clock of the site.
PERIODIC = {"parties.dormancy": (86_400, "majlis.parties.tasks.look_for_signs_of_life")}


@task
def look_for_signs_of_life() -> dict[str, int]:
    """Ask organizations that are quiet, and mark as dormant those that did not answer.

    Returns how many were asked and how many put to sleep.
    """
    actor = Actor.as_system("parties.dormancy")
    asleep = [actions.put_to_sleep(actor, each) for each in unanswered()]
    asked = [actions.ask_sign_of_life(actor, each) for each in quiet()]
    return {"asked": len(asked), "asleep": len(asleep)}
