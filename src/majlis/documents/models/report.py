"""What a report of a body covers, and the texts that it submits to the body above."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from majlis.documents.models.document import Document
from majlis.events.models import Meeting
from majlis.instruments.models import Version


class ReportedMeeting(models.Model):
    """A meeting that a report covers."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="reported_meetings")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="reports")

    class Meta:
        ordering: ClassVar = ["meeting__first_day", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["document", "meeting"], name="reported_once_in_a_report"
            )
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.meeting_id}"


class RequestedDecision(models.TextChoices):
    """What the body above is asked to do with a text."""

    ADOPT = "adopts", pgettext_lazy("requested decision", "adopt")
    ENDORSE = "endorses", pgettext_lazy("requested decision", "endorse")
    APPROVE = "approves", pgettext_lazy("requested decision", "approve")
    NOTE = "notes", pgettext_lazy("requested decision", "take note of")


class TransmittedText(models.Model):
    """A version of a text that a document submits for a decision, and what is asked."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="transmitted_texts")
    version = models.ForeignKey(Version, models.PROTECT, related_name="transmissions")
    requested = models.CharField(
        max_length=10, choices=RequestedDecision.choices, default=RequestedDecision.ADOPT
    )

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "version"], name="transmitted_once")
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.version_id}"
