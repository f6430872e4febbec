"""Files by the hash of their content, and to which records they are attached."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from majlis.kernel.languages import LANGUAGE_CHOICES


class StoredFile(models.Model):
    """A content that was kept once: its SHA-256, size in bytes, and type told from the content."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return self.sha256[:12]


class Attachment(models.Model):
    """A file attached to a record under a name; seen by those who may see the record."""

    record = models.ForeignKey("kernel.Record", models.PROTECT, related_name="attachments")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="attachments")
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["record", "file", "name"], name="attached_once"),
        ]

    def __str__(self) -> str:
        return self.name
