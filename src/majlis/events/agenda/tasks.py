"""The periodic task that gathers the changes of agendas into notices."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from majlis.events.agenda import actions, queries
from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.errors import Fault
from majlis.kernel.work import background_task

QUIET, LONGEST = timedelta(minutes=30), timedelta(hours=4)
"""A notice waits until nothing has changed for half an hour, at most for four hours."""

log = logging.getLogger(__name__)


@background_task(_("Notices of changes in agendas"))
def notify_agenda_changes() -> None:
    """Notify people of the changes of each agenda since the last notice, in one notice a meeting."""
    system = Actor.as_system("the clock")
    due = queries.unnotified_changes(clock.now(), quiet=QUIET, longest=LONGEST)
    for meeting, items in due:
        try:
            actions.notify_agenda_changes(system, meeting, items=items)
        except Fault as fault:
            log.info("changes of the agenda of %s were not notified: %s", meeting.slug, fault.what)
