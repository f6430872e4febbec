"""What the clock does for the remarks."""

from __future__ import annotations

import datetime

from django.db.models import Q
from django.tasks import task
from django.utils import timezone

from majlis.commons.remarks import actions
from majlis.commons.remarks.models import Remark
from majlis.kernel.actor import Actor

BATCH_SIZE = 500


@task
def erase_personal_data() -> int:
    """Forget who said what was answered or withheld some days ago; returns of how many."""
    before = timezone.now() - datetime.timedelta(days=actions.PERSONAL_DATA_DAYS)
    actor = Actor.as_system("remarks.erase_personal_data")
    held = Q(name__gt="") | Q(email__gt="") | Q(state="withheld")
    old = Remark.objects.filter(held, closed_at__lt=before, emptied_at__isnull=True)
    found = list(old.order_by("pk")[:BATCH_SIZE])
    for each in found:
        actions.erase_personal_data(actor, each)
    return len(found)


# name -> (seconds, task)
PERIODIC = {
    "remarks.erase_personal_data": (86_400, "majlis.commons.remarks.tasks.erase_personal_data")
}
