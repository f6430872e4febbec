"""Concepts of a text and of its provisions."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.framework.models import Concept
from majlis.instruments.lifecycle import TAG
from majlis.instruments.models.instrument import Instrument
from majlis.instruments.models.provision import Lineage
from majlis.kernel import clock
from majlis.kernel.models import User


class Tag(models.Model):
    """A concept proposed for an instrument or for one of its provisions; a person confirms it.

    Only confirmed tags count. ``score`` is the confidence of the method that found it, 0 to 1.
    """

    class Found(models.TextChoices):
        """The method that found the concept."""

        WORDS = "words", _("detected by code or name in the text")
        MEANING = (
            "meaning",
            pgettext_lazy("method of detection", "detected by similarity of meaning"),
        )
        MATRIX = "matrix", pgettext_lazy("method of detection", "derived from the matrix")
        PERSON = "person", pgettext_lazy("method of detection", "entered by a person")

    concept = models.ForeignKey(Concept, models.PROTECT, related_name="tags")
    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="tags")
    lineage = models.ForeignKey(Lineage, models.CASCADE, null=True, related_name="tags")
    state = models.CharField(max_length=10, choices=TAG.choices, default=TAG.initial)
    found = models.CharField(max_length=8, choices=Found.choices)
    score = models.FloatField(default=0)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering: ClassVar = ["-score", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["concept", "instrument", "lineage"],
                nulls_distinct=False,
                name="tagged_once",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["concept", "state"])]

    def __str__(self) -> str:
        return f"{self.concept_id} {self.instrument_id}"
