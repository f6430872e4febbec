"""Published statements on resources, and evaluations of mandates."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from majlis.kernel import clock
from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kernel.models import Record, User
from majlis.mandates.models.entity import Entity
from majlis.mandates.models.mandate import Mandate


class Resource(models.Model):
    """What a document says of resources, never an estimate of this site; ``words`` quote it in ``language``.

    ``amount`` is in ``currency`` (ISO 4217), for ``year`` or the years up to ``year_to``; the
    document may give none. No status and no order of a list depends on this table.
    """

    class Kind(models.TextChoices):
        """What kind of statement it is."""

        TEXT = "text", pgettext_lazy("resources", "wording of the text")
        IMPLICATION = "implication", pgettext_lazy("resources", "statement of budget implications")
        SPENDING = "spending", pgettext_lazy("resources", "published expenditure")

    class Funding(models.TextChoices):
        """Where the money comes from, as the document says."""

        ASSESSED = "assessed", pgettext_lazy("funding", "assessed contributions")
        VOLUNTARY = "voluntary", pgettext_lazy("funding", "voluntary contributions")
        MIXED = "mixed", pgettext_lazy("funding", "assessed and voluntary contributions")
        EXISTING = "existing", pgettext_lazy("funding", "within existing resources")
        UNSAID = "unsaid", pgettext_lazy("funding", "not stated in the document")

    mandate = models.ForeignKey(Mandate, models.CASCADE, related_name="resources")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    amount = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    year_to = models.PositiveSmallIntegerField(null=True, blank=True)
    funding = models.CharField(max_length=10, choices=Funding.choices, default=Funding.UNSAID)
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    words = models.TextField(blank=True)
    record = models.ForeignKey(Record, models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=300, blank=True)
    link = models.URLField(max_length=300, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar = ["year", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(record__isnull=False) | ~models.Q(link=""),
                name="resource_has_source",
            )
        ]

    def __str__(self) -> str:
        return f"{self.mandate_id} {self.year}"


class Evaluation(models.Model):
    """How somebody judges what the entity ``evaluated`` did.

    ``own``: its own evaluation; else that of the entity ``evaluator``, or of ``evaluator_name``.
    """

    mandate = models.ForeignKey(Mandate, models.CASCADE, related_name="evaluations")
    own = models.BooleanField(default=False)
    evaluator = models.ForeignKey(
        Entity, models.PROTECT, null=True, blank=True, related_name="evaluations_made"
    )
    evaluator_name = models.CharField(max_length=200, blank=True)
    evaluated = models.ForeignKey(
        Entity, models.PROTECT, null=True, blank=True, related_name="evaluations"
    )
    year = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    text = models.TextField()
    record = models.ForeignKey(Record, models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=300, blank=True)
    link = models.URLField(max_length=300, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar = ["-year", "pk"]
        indexes: ClassVar = [models.Index(fields=["evaluator", "year"])]

    def __str__(self) -> str:
        return f"{self.mandate_id} {self.year}"
