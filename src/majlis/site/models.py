"""Models of the site: unsent letters, periodic tasks, and the kind of the installation."""

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


class Installation(models.Model):
    """The kind of site in this database and the fingerprint of its secret key, as one row.

    A demonstration and a real site never share a database, and all servers of a site have one key.
    """

    kind = models.CharField(max_length=4, primary_key=True)  # demo or real
    key_fingerprint = models.CharField(max_length=64, blank=True, default="", db_default="")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return self.kind
