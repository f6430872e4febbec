"""The model of what is followed live."""

from __future__ import annotations

from django.db import models

from majlis.kernel.models import Record


class Publication(models.Model):
    """How often something was published of a record; a record that was never published has no row."""

    record = models.OneToOneField(
        Record, models.CASCADE, primary_key=True, related_name="publication"
    )
    version = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.record_id} {self.version}"
