"""The periodic task that closes correspondence after its closing date."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from majlis.events.conclusions.correspondence import close_correspondence
from majlis.events.conclusions.queries import due_correspondence
from majlis.kernel.actor import Actor
from majlis.kernel.errors import WrongState
from majlis.kernel.work import background_task


@background_task(_("Results of correspondence"))
def close_due_correspondence() -> int:
    """Close the correspondence whose closing date has passed; return how much was closed.

    What somebody closes at the same moment is left to them.
    """
    closed = 0
    for each in due_correspondence().select_related("conclusion__item__meeting__body"):
        try:
            close_correspondence(Actor.as_system("events.correspondence"), each)
        except WrongState:
            continue
        closed += 1
    return closed
