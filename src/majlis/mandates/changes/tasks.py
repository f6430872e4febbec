"""Daily tasks that notify followers of due and dropped mandates."""

from __future__ import annotations

from django.tasks import task

from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.mandates.changes import actions as changes_actions
from majlis.mandates.changes import notifications
from majlis.mandates.core.batch import CLOCK, continue_on_error


@task()
def notify_due_daily() -> int:
    """Tell followers of mandates that fall due soon, and of those whose date has come, once for each date; how many."""
    told, today = 0, clock.today()
    for find, tell in (
        (notifications.mandates_due, changes_actions.notify_due),
        (notifications.mandates_due_soon, changes_actions.notify_due_soon),
    ):
        for each in find(today):
            with continue_on_error("told", each.pk):
                tell(Actor.as_system(CLOCK), each)
                told += 1
    return told


@task()
def notify_dropped_daily() -> int:
    """Tell leads and followers what a new version leaves out, all of it in one and once for each version; how many."""
    told = 0
    for version, numbers in notifications.dropped_by_version(clock.today()):
        with continue_on_error("told", version.pk):
            changes_actions.notify_dropped(Actor.as_system(CLOCK), version, numbers)
            told += 1
    return told
