"""Tasks of the site itself."""

from __future__ import annotations

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from majlis.kernel import cleanup
from majlis.kernel.work import background_task
from majlis.site.models import Letter

RETENTION = timedelta(days=30)


@background_task(_("Deletion of expired data"))
def tidy_up() -> None:
    """Delete expired letters of the outbox, results of tasks, sessions, tokens and cache entries."""
    Letter.objects.filter(at__lt=timezone.now() - RETENTION).delete()
    call_command(
        "prune_db_task_results", min_age_days=2, failed_min_age_days=RETENTION.days, verbosity=0
    )
    call_command("clearsessions", verbosity=0)
    cleanup.delete_expired()


PERIODIC = {"site.tidy_up": (24 * 3600, "majlis.site.tasks.tidy_up")}
