"""Alternative readings: how a member reads a provision, beside the accepted reading."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from majlis.instruments.models import Lineage, Version
from majlis.kernel import clock
from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kernel.models import User
from majlis.mandates.models.mandate import Mandate
from majlis.parties.models import Organisation


class AlternativeReading(models.Model):
    """How a member reads a provision otherwise. It is shown beside the accepted reading, and changes nothing.

    It is about the text of ``version`` and stays with it; pages of other versions say so.
    ``mandate``: the mandate whose accepted reading it differs from; empty where it says that the
    provision is a mandate, or is none.
    """

    lineage = models.ForeignKey(Lineage, models.CASCADE, related_name="alternative_readings")
    mandate = models.ForeignKey(
        Mandate, models.CASCADE, null=True, blank=True, related_name="alternative_readings"
    )
    version = models.ForeignKey(Version, models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    text = models.TextField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["lineage"])]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.lineage_id}"
