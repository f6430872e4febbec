"""Stored files, identified by the hash of their content, and their attachment to records."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from majlis.kernel import clock
from majlis.kernel.languages import LANGUAGE_CHOICES


class StoredFile(models.Model):
    """A file stored once: its SHA-256, its size in bytes, and the media type detected from its content."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    def __str__(self) -> str:
        return self.sha256[:12]


class Attachment(models.Model):
    """A file attached to a record under a name; visible to all who may see the record."""

    record = models.ForeignKey("kernel.Record", models.PROTECT, related_name="attachments")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="attachments")
    name = models.CharField(pgettext_lazy("file", "name"), max_length=200)
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["record", "file", "name"], name="attached_once"),
        ]

    def __str__(self) -> str:
        return self.name
