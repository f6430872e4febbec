"""The lead and the contributors of a mandate."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from majlis.kernel import clock
from majlis.kernel.models import Record, User
from majlis.mandates.lifecycle import ASSIGNMENT_LIFECYCLE, CONFIRMED
from majlis.mandates.models.entity import Entity
from majlis.mandates.models.mandate import Mandate
from majlis.parties.models.body import partial_date_field


class Assignment(models.Model):
    """An entity leads a mandate or contributes to it, from a date on and by an act.

    The act is a ``record`` of this site, or described in ``words``.
    """

    class Part(models.TextChoices):
        """Whether it leads or contributes."""

        LEAD = "lead", pgettext_lazy("role of an entity", "lead")
        CONTRIBUTOR = "contributor", pgettext_lazy("role of an entity", "contributor")

    mandate = models.ForeignKey(Mandate, models.CASCADE, related_name="assignments")
    entity = models.ForeignKey(Entity, models.PROTECT, related_name="assignments")
    part = models.CharField(max_length=12, choices=Part.choices)
    state = models.CharField(
        max_length=10, choices=ASSIGNMENT_LIFECYCLE.choices, default=ASSIGNMENT_LIFECYCLE.initial
    )
    since = partial_date_field()
    until = partial_date_field()
    record = models.ForeignKey(Record, models.PROTECT, null=True, blank=True, related_name="+")
    words = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now, editable=False)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering: ClassVar = ["-part", "since", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["mandate"],
                condition=Q(part="lead", state=CONFIRMED),
                name="one_confirmed_lead",
            ),
            models.UniqueConstraint(
                fields=["mandate", "entity", "part"],
                condition=Q(state__in=["proposed", "confirmed"]),
                name="one_open_assignment",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["entity", "state"])]

    def __str__(self) -> str:
        return f"{self.part} {self.entity_id}"
