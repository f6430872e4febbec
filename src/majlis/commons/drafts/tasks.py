"""What the clock does for the drafts."""

from __future__ import annotations

from django.tasks import task
from django.utils import timezone

from majlis.commons.drafts import actions
from majlis.commons.drafts.models import Draft
from majlis.kernel.actor import Actor


@task()
def expire_drafts() -> None:
    """Tell people of drafts that go in two weeks, and let go what is past its time."""
    actor, now = Actor.as_system("the clock"), timezone.now()
    actions.delete_expired_drafts(actor, now)
    going = Draft.objects.filter(
        user__isnull=False, warned_at__isnull=True, expires_at__lte=now + actions.WARNING_PERIOD
    )
    for draft in going[:1000]:
        actions.notify_expiry(actor, draft)


# name -> (seconds, task)
PERIODIC = {"drafts.tidy": (6 * 3600, "majlis.commons.drafts.tasks.expire_drafts")}
