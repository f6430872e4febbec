"""Daily tasks that notify followers of due and dropped mandates."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.work import background_task
from majlis.mandates.changes import actions as changes_actions
from majlis.mandates.changes import notifications
from majlis.mandates.core.batch import CLOCK, continue_on_error


@background_task(_("Notices of due mandates"))
def notify_due_daily() -> int:
    """Notify followers of mandates that are due or due soon, once per date; return the number."""
    count, today = 0, clock.today()
    for select, notify in (
        (notifications.mandates_due, changes_actions.notify_due),
        (notifications.mandates_due_soon, changes_actions.notify_due_soon),
    ):
        for mandate in select(today):
            with continue_on_error("notified", mandate.pk):
                notify(Actor.as_system(CLOCK), mandate)
                count += 1
    return count


@background_task(_("Notices of omitted mandates"))
def notify_dropped_daily() -> int:
    """Notify leads and followers of dropped mandates, once for each version; return the number."""
    count = 0
    for version, numbers in notifications.dropped_by_version(clock.today()):
        with continue_on_error("notified", version.pk):
            changes_actions.notify_dropped(Actor.as_system(CLOCK), version, numbers)
            count += 1
    return count
