"""Tables of the site: letters that were not sent, and tasks that come round."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone


class Letter(models.Model):
    """A mail that was kept in the outbox, since no mail server is set up. Kept for thirty days."""

    at = models.DateTimeField(default=timezone.now, editable=False)
    sender = models.TextField()
    recipients = models.TextField()  # one address a line
    subject = models.TextField(blank=True)
    text = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-at"])]

    def __str__(self) -> str:
        return self.subject


class PeriodicTask(models.Model):
    """When a task of the table in ``clock.py`` is due next."""

    path = models.CharField(max_length=200, primary_key=True)
    due_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.path


class Installation(models.Model):
    """What this database is for: one row. A demonstration and a real site never share one."""

    kind = models.CharField(max_length=4, primary_key=True)  # demo or real
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return self.kind
