"""Mandates: what a text asks for, through all its versions and languages."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from majlis.instruments.models import Instrument, Lineage
from majlis.kernel.models import Recorded
from majlis.mandates.lifecycle import MANDATE_LIFECYCLE
from majlis.mandates.models.choices import DeliverableKind, Force, LegalStatus, Progress
from majlis.mandates.models.entity import Entity
from majlis.parties.models.body import partial_date_field


class Mandate(Recorded):
    """Something that a text asks for. It has no text of its own: pages show that of its provision.

    ``instrument``: the text that asks; where a recital quotes another text, the quoted one, which
    may be a stub. The columns from ``source`` on are derived, for fast lists; only
    ``core.status.refresh_status`` writes them. ``due``: the next date of an open deliverable;
    ``due_text``: what is said instead of a date ("2026"). ``overdue_from``: the day from which
    everybody can see that it is overdue; empty where it cannot be.
    """

    number = models.PositiveIntegerField(unique=True)
    slug = models.SlugField(max_length=20, unique=True)
    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="mandates")
    lineage = models.ForeignKey(Lineage, models.PROTECT, related_name="mandates")
    lifecycle_state = models.CharField(
        max_length=12, choices=MANDATE_LIFECYCLE.choices, default=MANDATE_LIFECYCLE.initial
    )

    source = models.OneToOneField(
        "MandateSource", models.PROTECT, null=True, related_name="current_of"
    )
    legal_status = models.CharField(
        max_length=10, choices=LegalStatus.choices, default=LegalStatus.IF_ADOPTED
    )
    force = models.CharField(max_length=10, choices=Force.choices)
    kind = models.CharField(
        max_length=12, choices=DeliverableKind.choices, default=DeliverableKind.ACTION
    )
    progress = models.CharField(
        max_length=16, choices=Progress.choices, default=Progress.NO_INFORMATION
    )
    lead = models.ForeignKey(Entity, models.PROTECT, null=True, related_name="leads")
    due = models.DateField(null=True)
    due_text = models.CharField(max_length=200, blank=True)
    overdue_from = models.DateField(null=True)
    expires = partial_date_field()
    last_activity_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["number"]
        indexes: ClassVar = [
            models.Index(fields=["legal_status", "lifecycle_state", "number"]),
            models.Index(fields=["lineage"]),
            models.Index(fields=["due"]),
            models.Index(fields=["overdue_from"]),
            # The default list of the register: mandates in force, the next date first.
            models.Index(
                models.F("due").asc(nulls_last=True),
                "number",
                condition=models.Q(lifecycle_state="active", legal_status="in_force"),
                name="register_order",
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class Alias(models.Model):
    """The number of a mandate in another registry."""

    mandate = models.ForeignKey(Mandate, models.CASCADE, related_name="aliases")
    registry = models.CharField(max_length=80)
    value = models.CharField(max_length=200)
    url = models.URLField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["registry", "value"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["registry", "value"], name="unique_alias")
        ]

    def __str__(self) -> str:
        return f"{self.registry}:{self.value}"
