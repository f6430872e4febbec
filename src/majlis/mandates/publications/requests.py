"""The verb by which the secretariat requests the editions of today; it enqueues their tasks."""

from __future__ import annotations

import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from majlis.kernel.errors import InvalidInput
from majlis.kernel.verbs import Act, verb
from majlis.mandates.models import Edition
from majlis.mandates.publications import tasks


@verb("mandates.request_editions")
def request_editions(act: Act, day: datetime.date) -> None:
    """Request the printed register in all languages and the archive, once a day at most.

    Raises InvalidInput where there is an edition of this day.
    """
    if Edition.objects.filter(day=day).exists():
        raise InvalidInput(
            {"": _("Today’s edition already exists. Only one edition can be produced per day.")}
        )
    act.note(new={"day": day.isoformat()})
    transaction.on_commit(partial(tasks.enqueue_editions, day.isoformat(), act.user.pk))
