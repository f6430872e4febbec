"""Backups by schedule: made, recorded, and deleted when the rule no longer keeps them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone

from majlis.site.backup import written_backup
from majlis.site.backup_retention import backups_to_delete
from majlis.site.backup_targets import SavedBackup, Target, backup_name, backup_target
from majlis.site.configuration import Configuration
from majlis.site.errors import SiteError
from majlis.site.installation import refuse_command_for_other_kind
from majlis.site.models import BackupRun, Installation
from majlis.site.queries import last_backup

EARLY = timedelta(minutes=10)  # the periodic task comes a little late each time, never early
IDENTITY_LENGTH = 8
INTERRUPTED = "The backup was interrupted."


def is_backup_due(now: datetime) -> bool:
    """Whether the interval since the last complete backup is over. After a failure it remains due."""
    state = last_backup(now)
    if state.every is None:
        return False
    return state.latest is None or now - state.latest.started_at >= state.every - EARLY


def run_backup(
    configuration: Configuration, say: Callable[[str], None] = lambda _: None
) -> BackupRun:
    """Make a backup in the target of MAJLIS_BACKUP_TO, record it, and delete old ones.

    Raises SiteError if there is no complete backup; the run is recorded in any case.
    """
    target = backup_target(configuration)
    prefix = name_prefix(configuration)
    run = BackupRun.objects.create()
    name = backup_name(prefix, run.started_at, encrypted=bool(configuration.backup_key))
    try:
        target.prepare()
        with written_backup(configuration, target.staging, say) as backup:
            say("Saving the backup")
            target.receive(backup.draft, name)
        run.address, run.size, run.sha256 = target.address(name), backup.size, backup.sha256
        if backup.damaged:
            run.error = (
                f"Files that have changed since they were saved: {len(backup.damaged)} "
                f"(first: {backup.damaged[0]}). Copy them from an earlier backup."
            )
        else:
            # Old backups are not deleted when the files of the site are damaged.
            _delete_old(configuration, target, prefix, run)
    except BaseException as error:
        run.error = (
            str(error) if isinstance(error, SiteError) else f"{type(error).__name__}: {error}"
        )
        raise
    finally:
        run.finished_at = timezone.now()
        run.save()
    return run


def _delete_old(configuration: Configuration, target: Target, prefix: str, run: BackupRun) -> None:
    """Delete what the rule does not keep; a failure leaves the new backup valid, and is recorded."""
    try:
        saved = target.list(prefix)
        times = [backup.made_at for backup in saved]
        old = backups_to_delete(times, configuration.backup_keep, timezone.now())
        target.delete([backup.name for backup in saved if backup.made_at in old])
    except SiteError as error:
        run.error = str(error)


def list_backups(configuration: Configuration) -> list[SavedBackup]:
    """The backups of this site in the target, oldest first. Raises SiteError."""
    return backup_target(configuration).list(name_prefix(configuration))


def name_prefix(configuration: Configuration) -> str:
    """The start of the names of this site's backups: ``majlis-real-1a2b3c4d``.

    Raises SiteError if the database is that of the other kind of site, whose files are in another folder.
    """
    refuse_command_for_other_kind(configuration)
    identity = Installation.objects.values_list("identity", flat=True).first()
    if not identity:
        raise SiteError(
            "The site has not been started with this release yet.", "Start it once with make up."
        )
    return f"majlis-{configuration.name}-{identity[:IDENTITY_LENGTH]}"
