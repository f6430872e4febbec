"""The weekly task that notifies leads of inactive mandates."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.work import background_task
from majlis.mandates.core.batch import continue_on_error
from majlis.mandates.inactivity import actions as inactivity_actions
from majlis.mandates.inactivity.notifications import users_who_may_answer
from majlis.mandates.inactivity.queries import leads_to_notify
from majlis.mandates.models import Entity, Mandate


@background_task(_("Notices of inactive mandates"))
def notify_inactive_weekly() -> None:
    """Notify each lead, in one message, of its inactive mandates.

    The list is public only after the days to answer.
    """
    for group in leads_to_notify(clock.today()):
        with continue_on_error("notified", f"Entity {group['lead']}"):
            lead = Entity.objects.select_related("record").get(pk=group["lead"])
            first = Mandate.objects.select_related("record").get(pk=group["keys"][0])
            if users_who_may_answer(
                lead, first
            ).exists():  # without a notice the mandates stay off the public list
                inactivity_actions.notify_inactive(
                    Actor.as_system("the clock"), lead, mandates=group["keys"]
                )
