"""Withdrawals of versions and texts, with the access to restore."""

from __future__ import annotations

from django.db import models

from majlis.instruments.models.version import Version
from majlis.kernel import clock
from majlis.kernel.models import Access, Circle, Record


class Withdrawal(models.Model):
    """A version that was withdrawn, or a text whose last version was; its address shows a notice.

    ``access`` and ``circle`` are those of the record before the withdrawal. ``version`` is the
    version with whose withdrawal the record was withdrawn.
    """

    record = models.OneToOneField(
        Record, models.PROTECT, primary_key=True, related_name="withdrawal"
    )
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    access = models.CharField(max_length=10, choices=Access.choices)
    circle = models.ForeignKey(Circle, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now, editable=False)

    def __str__(self) -> str:
        return str(self.record_id)
