"""Sessions and meetings at which something is due, and events that mandates wait for."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from majlis.events.models import Meeting
from majlis.kernel import clock
from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kernel.models import Record, User
from majlis.mandates.models.entity import Entity
from majlis.mandates.models.mandate import Mandate
from majlis.parties.models.body import partial_date_field


class Occasion(models.Model):
    """A session of an entity. Once it has a date, so have all deliverables and steps that wait for it.

    ``label`` tells sessions of one year apart, in plain text ("41st meeting"); ``names``: language
    -> its name in that language. ``date`` and ``until`` may be partial, and are empty until
    somebody sets them. ``meeting``: the meeting that the session is, where the site holds it; it then
    has the dates of that, and a ``label`` of digits is the number of the meeting.
    """

    entity = models.ForeignKey(Entity, models.PROTECT, related_name="occasions")
    year = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=120, blank=True)
    names = models.JSONField(default=dict, blank=True)
    date = partial_date_field()
    until = partial_date_field()
    source = models.TextField(blank=True)
    meeting = models.OneToOneField(
        Meeting, models.PROTECT, null=True, blank=True, related_name="occasion"
    )

    class Meta:
        ordering: ClassVar = ["-year", "entity", "label", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entity", "year", "label"], name="unique_occasion")
        ]
        indexes: ClassVar = [models.Index(fields=["date"])]

    def __str__(self) -> str:
        return f"{self.entity_id} {self.year}"


class Occurrence(models.Model):
    """An event that a mandate waits for has happened, so something is due; ``words`` describe it."""

    mandate = models.ForeignKey(Mandate, models.CASCADE, related_name="occurrences")
    date = partial_date_field()
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    words = models.CharField(max_length=300)
    record = models.ForeignKey(Record, models.PROTECT, null=True, blank=True, related_name="+")
    link = models.URLField(max_length=300, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar = ["date", "pk"]

    def __str__(self) -> str:
        return f"{self.mandate_id} {self.date}"
