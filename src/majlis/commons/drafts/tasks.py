"""Periodic tasks of drafts."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from majlis.commons.drafts import actions
from majlis.commons.drafts.models import Draft
from majlis.kernel.actor import Actor
from majlis.kernel.work import background_task


@background_task(_("Deletion of expired drafts"))
def expire_drafts() -> None:
    """Delete expired drafts, and notify the owners of drafts that expire in two weeks."""
    actor, now = Actor.as_system("the clock"), timezone.now()
    actions.delete_expired_drafts(actor, now)
    expiring = Draft.objects.filter(
        user__isnull=False, warned_at__isnull=True, expires_at__lte=now + actions.WARNING_PERIOD
    )
    for draft in expiring[:1000]:
        actions.notify_expiry(actor, draft)


# Name -> (interval in seconds, path of the task).
PERIODIC = {"drafts.tidy": (6 * 3600, "majlis.commons.drafts.tasks.expire_drafts")}
