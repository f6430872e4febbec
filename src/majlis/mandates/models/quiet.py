"""Mandates of which nothing was heard for years: that who leads was told, and what they said."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kernel.models import User
from majlis.mandates.models.actor import Actor
from majlis.mandates.models.mandate import Mandate
from majlis.parties.models.body import partial_date_field


class QuietNotice(models.Model):
    """Who leads was told that nothing is recorded of a mandate since a date: each ``actor`` once for each date.

    Nobody else reads it before ``answer_by`` has passed; what they said stands beside it then: ``says``, and
    ``download_response`` in ``language``. It changes nothing of the mandate: an end is an act of its own.
    """

    class Says(models.TextChoices):
        """What who leads says of it."""

        GOES_ON = "goes_on", pgettext_lazy("quiet mandate", "It goes on")
        FINISHED = "finished", pgettext_lazy("quiet mandate", "It is finished")
        NOT_OURS = "not_ours", pgettext_lazy("quiet mandate", "It is not ours")

    mandate = models.ForeignKey(Mandate, models.CASCADE, related_name="quiet_notices")
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="quiet_notices")
    since = partial_date_field()
    told_at = models.DateTimeField(default=timezone.now, editable=False)
    answer_by = models.DateField()
    says = models.CharField(max_length=8, choices=Says.choices, blank=True)
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, editable=False)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mandate", "actor", "since"], name="told_quiet_once"),
        ]

    def __str__(self) -> str:
        return f"{self.mandate_id} {self.since}"
