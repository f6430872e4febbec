"""Periodic tasks of remarks."""

from __future__ import annotations

import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from majlis.commons.remarks import actions
from majlis.commons.remarks.models import PERSONAL_DATA_DAYS, Remark
from majlis.kernel.actor import Actor
from majlis.kernel.work import background_task

BATCH_SIZE = 500


@background_task(_("Erasure of personal data in remarks"))
def erase_personal_data() -> int:
    """Erase the personal data of remarks that were closed 30 days ago; return their number."""
    before = timezone.now() - datetime.timedelta(days=PERSONAL_DATA_DAYS)
    actor = Actor.as_system("remarks.erase_personal_data")
    has_personal_data = Q(name__gt="") | Q(email__gt="") | Q(state="withheld")
    old = Remark.objects.filter(has_personal_data, closed_at__lt=before, emptied_at__isnull=True)
    remarks = list(old.order_by("pk")[:BATCH_SIZE])
    for remark in remarks:
        actions.erase_personal_data(actor, remark)
    return len(remarks)


# Name -> (interval in seconds, path of the task).
PERIODIC = {
    "remarks.erase_personal_data": (86_400, "majlis.commons.remarks.tasks.erase_personal_data")
}
