"""The task that imports the rows of a batch."""

from __future__ import annotations

import logging

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from majlis.commons.imports import rows
from majlis.commons.imports.actions import finish_import
from majlis.commons.imports.models import Batch, BatchFault
from majlis.kernel.actor import Actor
from majlis.kernel.models import User
from majlis.kernel.queues import Priority, Queue
from majlis.kernel.work import background_task, report_progress

log = logging.getLogger(__name__)
SITE_FAILED = _("System error: this row was not imported. Administrators can view the details.")


@background_task(
    _("Import of a table"),
    queue=Queue.HEAVY,
    priority=Priority.AWAITED,
    about="imports.batch",
    parts=ngettext_lazy(
        "%(done)s of %(total)s row processed", "%(done)s of %(total)s rows processed", "n"
    ),
    person=1,
)
def run(batch: int, user: int) -> None:
    """Import the rows of a batch on behalf of the person who started it."""
    started = Batch.objects.select_related("file").filter(pk=batch, state="running").first()
    person = User.objects.filter(pk=user).first()
    if started is not None and person is not None:
        import_rows(Actor(user=person, language=person.language), started)


def import_rows(actor: Actor, batch: Batch) -> None:
    """Import all rows, each in one transaction together with its counts.

    After an interruption, it continues behind the last imported row, so the counts stay correct. If
    a row raises an unexpected exception, the exception is logged, and the import continues with the
    next row.
    """
    done = batch.looked_at
    for row in rows.pending_rows(actor, batch, after=batch.looked_at):
        with transaction.atomic():
            try:
                with transaction.atomic():
                    result, faults = row.import_row()
            except Exception:
                log.exception("row %s of the import %s made the site fail", row.number, batch.pk)
                fault = rows.batch_fault(batch, row.number, SITE_FAILED, lambda: None)
                result, faults = "left_out", [fault]
            record_row(batch, result, faults)
        done += 1
        report_progress(done, batch.rows)
    batch.refresh_from_db()
    finish_import(actor, batch)


def record_row(batch: Batch, result: str, faults: list[BatchFault]) -> None:
    """Save the result of a row and its errors."""
    BatchFault.objects.bulk_create(faults)
    Batch.objects.filter(pk=batch.pk).update(
        looked_at=F("looked_at") + 1, **{result: F(result) + 1}
    )
