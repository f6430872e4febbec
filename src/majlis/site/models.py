"""Models of the site: unsent letters, periodic tasks, workers, backups, and the kind of the installation."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext


class Letter(models.Model):
    """A mail in the outbox, because no mail server is configured. Deleted after thirty days."""

    at = models.DateTimeField(default=timezone.now, editable=False)
    sender = models.TextField()
    recipients = models.TextField()  # one address a line
    subject = models.TextField(blank=True)
    text = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-at"])]

    def __str__(self) -> str:
        return self.subject or pgettext("email", "(no subject)")

    def get_absolute_url(self) -> str:
        """The page of the letter."""
        return reverse("letter", args=[self.pk])


class PeriodicTask(models.Model):
    """The time at which a periodic task is due next: see ``periodic_tasks.py``."""

    path = models.CharField(max_length=200, primary_key=True)
    due_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.path


class WorkerHeartbeat(models.Model):
    """The last sign of life of a process of the worker, by the clock of the database. Deleted a day after it."""

    worker_id = models.CharField(max_length=64, primary_key=True)
    name = models.CharField(max_length=40)  # a key of worker_processes.PROCESSES
    machine = models.CharField(max_length=100)
    process_id = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.machine} {self.process_id}"


class Installation(models.Model):
    """The kind of site in this database and the fingerprint of its secret key, as one row.

    A demonstration and a real site never share a database, and all servers of a site have one key.
    """

    kind = models.CharField(max_length=4, primary_key=True)  # demo or real
    key_fingerprint = models.CharField(max_length=64, blank=True, default="", db_default="")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    # Also in the folder of uploaded files (files_folder.py); empty until the first start.
    identity = models.CharField(max_length=32, blank=True, db_default="", editable=False)

    def __str__(self) -> str:
        return self.kind


class BackupRun(models.Model):
    """One run of the scheduled backup. Deleted after a year.

    A run with a hash made a complete backup, even if it has an error: old backups could then not be deleted,
    or a stored file does not match its hash. A run without an end is going on, or was interrupted.
    """

    started_at = models.DateTimeField(default=timezone.now, editable=False)
    finished_at = models.DateTimeField(null=True, editable=False)
    address = models.TextField(blank=True)  # what majlis restore takes
    size = models.BigIntegerField(null=True)  # bytes
    sha256 = models.CharField(max_length=64, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-started_at"])]

    def __str__(self) -> str:
        return self.address
