"""Comparisons that were made once and are kept."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from majlis.instruments.models.version import Version
from majlis.kernel.languages import LANGUAGE_CHOICES


class Comparison(models.Model):
    """What lies between two versions in one language. Derived: it can be thrown away and made again.

    ``mandates``: how many provisions of the old version ask somebody for something, and ``mandates_kept`` how many of
    these stand unchanged in the new one. ``changes_markup``: ``[[op, [eid of old], [eid of new]], …]`` in the reading order of the new one; words are read
    from the versions when a page is shown. ``algorithm``: name and version of the way of comparing.
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
