"""Series of numbers."""

from __future__ import annotations

from django.db import models


class Series(models.Model):
    """A series and the last number given out. Only ``numbering.next_number`` writes it."""

    key = models.CharField(max_length=120, primary_key=True)
    last = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return f"{self.key} {self.last}"
