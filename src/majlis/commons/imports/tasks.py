"""Imports in the background."""

from __future__ import annotations

import logging

from django.tasks import task
from django.utils.translation import gettext_lazy as _

from majlis.commons.imports import running
from majlis.commons.imports.actions import COUNTS, finish
from majlis.commons.imports.models import Batch, BatchFault
from majlis.kernel.actor import Actor
from majlis.kernel.errors import Words
from majlis.kernel.models import User

log = logging.getLogger(__name__)


@task()
def run(batch: int, user: int) -> None:
    """Take the rows of a batch in, as the person who brought it."""
    found = Batch.objects.select_related("file").filter(pk=batch, state="running").first()
    person = User.objects.filter(pk=user).first()
    if found is not None and person is not None:
        take_in(Actor(user=person, language=person.language), found)


def failed(number: int) -> Words:
    """Log that the site failed at a row; what the person reads of it."""
    log.exception("row %s of a table made the site fail", number)
    return _("The site failed at this row, and left it out. Those who run the site can read why.")


def take_in(actor: Actor, batch: Batch) -> None:
    """Take all rows in, each in a transaction of its own, so that what was taken stays if we are ended.

    Begun again after an end, rows that were taken are found the same. Where a row makes the site
    fail, that is logged, and the others are taken.
    """
    batch.faults.all().delete()
    counts = dict.fromkeys(COUNTS, 0)
    for done, (_number, came, wrong) in enumerate(running.rows(actor, batch, failed=failed), 1):
        counts[came] += 1
        BatchFault.objects.bulk_create(wrong)
        if done % 25 == 0 or wrong:
            Batch.objects.filter(pk=batch.pk).update(looked_at=done, **counts)
    Batch.objects.filter(pk=batch.pk).update(looked_at=batch.rows, **counts)
    batch.refresh_from_db()
    finish(actor, batch)
