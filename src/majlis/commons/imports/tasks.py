"""Imports in the background."""

from __future__ import annotations

import logging

from django.db import transaction
from django.db.models import F
from django.tasks import task
from django.utils.translation import gettext_lazy as _

from majlis.commons.imports import rows
from majlis.commons.imports.actions import finish_import
from majlis.commons.imports.models import Batch, BatchFault
from majlis.kernel.actor import Actor
from majlis.kernel.models import User

log = logging.getLogger(__name__)
SITE_FAILED = _(
    "The site failed at this row, and left it out. Those who run the site can read why."
)


@task()
def run(batch: int, user: int) -> None:
    """Take the rows of a batch in, as the person who brought it."""
    found = Batch.objects.select_related("file").filter(pk=batch, state="running").first()
    person = User.objects.filter(pk=user).first()
    if found is not None and person is not None:
        import_rows(Actor(user=person, language=person.language), found)


def import_rows(actor: Actor, batch: Batch) -> None:
    """Take all rows in, each with what is counted of it in one transaction.

    Begun again after an end, it goes on behind the last row that was taken, so what is counted is
    true. Where a row makes the site fail, that is logged, and the others are taken.
    """
    for row in rows.pending_rows(actor, batch, after=batch.looked_at):
        with transaction.atomic():
            try:
                with transaction.atomic():
                    came, wrong = row.take()
            except Exception:
                log.exception("row %s of the import %s made the site fail", row.number, batch.pk)
                said = rows.fault_texts(SITE_FAILED, lambda: None)
                came, wrong = "left_out", [BatchFault(batch=batch, row=row.number, **said)]
            record_row(batch, came, wrong)
    batch.refresh_from_db()
    finish_import(actor, batch)


def record_row(batch: Batch, came: str, wrong: list[BatchFault]) -> None:
    """Keep what came of the next row, and what was wrong with it."""
    BatchFault.objects.bulk_create(wrong)
    Batch.objects.filter(pk=batch.pk).update(looked_at=F("looked_at") + 1, **{came: F(came) + 1})
