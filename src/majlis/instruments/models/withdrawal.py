"""What was published wrongly and taken back: who saw it before, so that it can be taken up again."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from majlis.instruments.models.version import Version
from majlis.kernel.models import Access, Circle, Record


class Withdrawal(models.Model):
    """A version, or a text without any other version, that was withdrawn: its address says so.

    ``access`` and ``get_or_create_circle``: as the record was seen before. ``version``: the one with which it was withdrawn.
    """

    record = models.OneToOneField(
        Record, models.PROTECT, primary_key=True, related_name="withdrawal"
    )
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    access = models.CharField(max_length=10, choices=Access.choices)
    circle = models.ForeignKey(Circle, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return str(self.record_id)
