"""Queries of the outbox and of the backups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from majlis.site.models import BackupRun, Letter

MAX_CLOCK_ERROR = timedelta(minutes=5)
"""How far a run may lie in the future; the clock was wrong for one beyond, and it counts for nothing."""


def outbox_letters(words: str = "") -> QuerySet[Letter]:
    """The letters with all words in address, subject or text."""
    letters = Letter.objects.all()
    for word in words.split():
        letters = letters.filter(
            Q(recipients__icontains=word) | Q(subject__icontains=word) | Q(text__icontains=word)
        )
    return letters


@dataclass(frozen=True)
class BackupState:
    """How it stands with the scheduled backups.

    ``every``: the interval of the schedule, None without one. ``latest``: the last complete backup.
    ``failure``: the last run that ended, if it has an error. ``age``: the time since the start of the last
    complete backup; without any, since the first attempt; None if there was none.
    """

    every: timedelta | None
    latest: BackupRun | None
    failure: BackupRun | None
    age: timedelta | None

    @property
    def is_late(self) -> bool:
        """Whether the last complete backup is older than two intervals."""
        return self.every is not None and self.age is not None and self.age > 2 * self.every


def last_backup(now: datetime | None = None) -> BackupState:
    """How it stands with the scheduled backups, by the runs that the database knows.

    A run of the far future is ignored: the clock was ahead, and no backup would be due until that time.
    """
    now = now or timezone.now()
    runs = BackupRun.objects.filter(started_at__lte=now + MAX_CLOCK_ERROR).order_by("-started_at")
    latest = runs.exclude(sha256="").first()
    first = latest or runs.last()
    ended = runs.exclude(finished_at=None).first()
    return BackupState(
        every=timedelta(hours=settings.MAJLIS_BACKUP_EVERY) if settings.MAJLIS_BACKUP_TO else None,
        latest=latest,
        failure=ended if ended is not None and ended.error else None,
        age=max(timedelta(), now - first.started_at) if first is not None else None,
    )
