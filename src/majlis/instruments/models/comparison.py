"""Stored results of comparisons between versions."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from majlis.instruments.models.version import Version
from majlis.kernel.languages import LANGUAGE_CHOICES


class Comparison(models.Model):
    """The differences between two versions in one language. Derived data: safe to delete and compute again.

    ``mandates`` counts the provisions of the old version that make a request; ``mandates_kept`` counts
    those of them that are unchanged in the new one. ``changes`` is in the reading order of the new version:
    ``[[op, [eid of old], [eid of new]], …]``; the wording is read from the versions when a page is shown.
    ``algorithm`` is the name and version of the comparison algorithm.
    """

    old = models.ForeignKey(Version, models.CASCADE, related_name="+")
    new = models.ForeignKey(Version, models.CASCADE, related_name="+")
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    algorithm = models.CharField(max_length=40)
    similarity = models.FloatField()
    mandates = models.PositiveIntegerField(default=0)
    mandates_kept = models.PositiveIntegerField(default=0)
    changes = models.JSONField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["old", "new", "language", "algorithm"], name="compared_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_id} {self.new_id} {self.language}"
