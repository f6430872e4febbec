"""Periodic tasks of the notices."""

from __future__ import annotations

import logging
import smtplib

from django.utils.translation import gettext_lazy as _

from majlis.commons.notices import delivery
from majlis.commons.notices.models import Mailing
from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.queues import Priority, Queue
from majlis.kernel.work import background_task

log = logging.getLogger(__name__)
CLOCK = "the clock"
BATCH_SIZE = 500


@background_task(_("Notifications by email"), queue=Queue.MAIL, priority=Priority.MAIL)
def deliver() -> None:
    """Create the mailings that are due, and send all mailings that wait."""
    actor = Actor.as_system(CLOCK)
    now = clock.now()
    for preference in delivery.due_preferences(now)[:BATCH_SIZE]:
        delivery.create_mailing(actor, preference, now=now)
    for mailing in Mailing.objects.filter(done_at__isnull=True, try_at__lte=now)[:BATCH_SIZE]:
        try:
            delivery.send_mailing(actor, mailing)
        except (OSError, smtplib.SMTPException) as error:
            log.warning(
                "A mail could not be sent and will be tried again: %s", type(error).__name__
            )
            delivery.postpone_mailing(actor, mailing, trouble=f"{type(error).__name__}: {error}")
            if not isinstance(error, REFUSALS):
                # The server does not answer: the others wait for the next run, and other tasks not for it.
                break


REFUSALS = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused)
"""What a mail server that answers says of one mail."""

# Name -> (interval in seconds, path of the task).
PERIODIC = {"notices.deliver": (60, "majlis.commons.notices.tasks.deliver")}
