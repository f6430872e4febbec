"""The floor of a sitting: what is in hand, and who speaks."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from majlis.events.models.agenda import AgendaItem
from majlis.events.models.meeting import Sitting
from majlis.events.models.participant import AttendanceMode, Participant
from majlis.kernel import clock
from majlis.kernel.models import Record


class Floor(models.Model):
    """What is in hand at a sitting: an item since ``item_since``, and a record (a document) of it.

    ``document_words`` name the place in the document ("article 5"). ``list_open``: people may ask
    for the floor. ``changed_at``: when the last act was done.
    """

    sitting = models.OneToOneField(Sitting, models.PROTECT, primary_key=True, related_name="floor")
    item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, blank=True, related_name="+")
    item_since = models.DateTimeField(null=True, editable=False)
    document = models.ForeignKey(Record, models.PROTECT, null=True, blank=True, related_name="+")
    document_words = models.CharField(max_length=200, blank=True)
    list_open = models.BooleanField(default=False)
    changed_at = models.DateTimeField(default=clock.now, editable=False)

    def __str__(self) -> str:
        return f"floor {self.pk}"


class TurnKind(models.TextChoices):
    """What the floor was asked for."""

    SPEECH = "speech", pgettext_lazy("request for the floor", "speech")
    ORDER = "order", pgettext_lazy("request for the floor", "point of order")


class TurnState(models.TextChoices):
    """Where a request for the floor stands."""

    WAITING = "waiting", pgettext_lazy("request for the floor", "waiting")
    SPEAKING = "speaking", pgettext_lazy("request for the floor", "speaking")
    DONE = "done", pgettext_lazy("request for the floor", "done")
    WITHDRAWN = "withdrawn", pgettext_lazy("request for the floor", "withdrawn")


class SpeakingTurn(models.Model):
    """A request for the floor and, once given, the speech.

    ``ordinal``: the first, second… turn of the same delegation on the item. ``allotted``: seconds, 0 for no
    limit. ``used``: what was spoken before the last ``began_at``, as the chair may stop the clock.
    ``interrupted_at``: a point of order interrupted the speech, which goes on after it.
    """

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="turns")
    item = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="turns"
    )
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="turns")
    kind = models.CharField(max_length=8, choices=TurnKind.choices, default=TurnKind.SPEECH)
    mode = models.CharField(max_length=10, choices=AttendanceMode.choices)
    ordinal = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=TurnState.choices, default=TurnState.WAITING)
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    began_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    allotted = models.PositiveSmallIntegerField(default=0)
    used = models.DurationField(default=datetime.timedelta)
    interrupted_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering: ClassVar = ["asked_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["sitting"], condition=Q(state="speaking"), name="one_speaker_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["sitting", "item", "participant", "kind"],
                condition=Q(state="waiting", interrupted_at__isnull=True),
                nulls_distinct=False,
                name="waits_once_for_the_floor",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["sitting", "state"]),
            models.Index(fields=["item", "state"]),
        ]

    def __str__(self) -> str:
        return f"turn {self.pk}"
