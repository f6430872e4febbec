"""Notices to leads of mandates for which nothing has been recorded for years."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from majlis.kernel import clock
from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kernel.models import User
from majlis.mandates.models.entity import Entity
from majlis.mandates.models.mandate import Mandate
from majlis.parties.models.body import partial_date_field


class InactivityNotice(models.Model):
    """The lead was notified that nothing is recorded of a mandate since a date: once for each entity and date.

    Others can see it only after ``answer_by``, together with the ``reply`` and the ``answer`` in
    ``language``; ``by_secretariat``: the secretariat replied for the entity. It changes nothing of the mandate: an end needs an act of its own.
    """

    class Reply(models.TextChoices):
        """What the lead replied."""

        GOES_ON = "goes_on", pgettext_lazy("inactive mandate", "Still active")
        FINISHED = "finished", pgettext_lazy("inactive mandate", "Completed")
        NOT_OURS = "not_ours", pgettext_lazy("inactive mandate", "Not led by this entity")

    mandate = models.ForeignKey(Mandate, models.CASCADE, related_name="inactivity_notices")
    entity = models.ForeignKey(Entity, models.PROTECT, related_name="inactivity_notices")
    since = partial_date_field()
    notified_at = models.DateTimeField(default=clock.now, editable=False)
    answer_by = models.DateField()
    reply = models.CharField(max_length=8, choices=Reply.choices, blank=True)
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, editable=False)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    by_secretariat = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["mandate", "entity", "since"], name="one_inactivity_notice"
            )
        ]

    def __str__(self) -> str:
        return f"{self.mandate_id} {self.since}"
