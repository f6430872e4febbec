"""Tasks of the site itself."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.kernel import cleanup
from majlis.kernel.queues import Queue
from majlis.kernel.work import background_task, running_work
from majlis.site.configuration import load_configuration
from majlis.site.models import BackupRun, Letter
from majlis.site.scheduled_backups import INTERRUPTED, is_backup_due, run_backup

RETENTION = timedelta(days=30)
BACKUP_RUNS_RETENTION = timedelta(days=365)


@background_task(_("Deletion of expired data"))
def tidy_up() -> None:
    """Delete expired letters of the outbox, results of tasks, sessions, tokens and cache entries."""
    Letter.objects.filter(at__lt=timezone.now() - RETENTION).delete()
    BackupRun.objects.filter(started_at__lt=timezone.now() - BACKUP_RUNS_RETENTION).delete()
    call_command(
        "prune_db_task_results", min_age_days=2, failed_min_age_days=RETENTION.days, verbosity=0
    )
    call_command("clearsessions", verbosity=0)
    cleanup.delete_expired()


@background_task(pgettext_lazy("background work", "Backup"), queue=Queue.HEAVY)
def back_up() -> None:
    """Make the scheduled backup if it is due, and no other worker makes it. Raises SiteError.

    A failed one is tried again every hour.
    """
    running = [work for work in running_work() if work.kind.path == back_up.module_path]
    if len(running) > 1 or not is_backup_due(timezone.now()):
        return
    BackupRun.objects.filter(finished_at=None).update(finished_at=timezone.now(), error=INTERRUPTED)
    run_backup(load_configuration())


PERIODIC = {"site.tidy_up": (24 * 3600, "majlis.site.tasks.tidy_up")}
if settings.MAJLIS_BACKUP_TO:
    PERIODIC["site.back_up"] = (3600, "majlis.site.tasks.back_up")
