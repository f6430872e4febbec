"""Tables of moderation."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.commons.moderation.lifecycle import CASE
from majlis.kernel import clock
from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kernel.models import Record, User


class Reason(models.Model):
    """A reason that a moderator can give for a decision."""

    code = models.CharField(max_length=40, primary_key=True)
    position = models.PositiveSmallIntegerField()
    in_use = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["position"]

    def __str__(self) -> str:
        return self.code


class ReasonText(models.Model):
    """A reason in one language: its name, and the text that the writer reads."""

    reason = models.ForeignKey(Reason, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    name = models.CharField(max_length=120)
    text = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["reason", "language"], name="reason_text_once")
        ]

    def __str__(self) -> str:
        return self.name


class Case(models.Model):
    """The moderation case of one contribution. ``kind`` and ``item`` identify the contribution."""

    kind = models.CharField(max_length=40)
    item = models.BigIntegerField()
    record = models.ForeignKey(Record, models.PROTECT, null=True, related_name="+")
    writer = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    state = models.CharField(max_length=10, choices=CASE.choices, default=CASE.initial)
    waiting_since = models.DateTimeField(default=clock.now)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    appeal = models.TextField(blank=True)
    appealed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "item"], name="one_case_a_contribution")
        ]
        indexes: ClassVar = [models.Index(fields=["state", "language", "waiting_since"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.item}"

    def get_absolute_url(self) -> str:
        """The page of the case, in the active language."""
        return reverse("moderation:case", args=[self.pk])


class Decision(models.Model):
    """A decision of a moderator, with its reason and a message in the moderator's language."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="decisions")
    verb = models.CharField(
        max_length=10,
        choices=[
            ("approve", pgettext_lazy("decision", "Approve: show the contribution")),
            ("ask", pgettext_lazy("decision", "Return to the author for correction")),
            ("hide", pgettext_lazy("decision", "Hide: no longer show the contribution")),
            ("refuse", pgettext_lazy("decision", "Reject: do not show the contribution")),
        ],
    )
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    waited = models.DurationField()
    reason = models.ForeignKey(Reason, models.PROTECT, null=True, related_name="+")
    words = models.TextField(blank=True)
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    on_appeal = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["at"])]

    def __str__(self) -> str:
        return f"{self.verb} {self.case_id}"


class ReportReason(models.TextChoices):
    """The reasons for which a reader reports a contribution."""

    OFFENSIVE = "offensive", _("Insult or threat")
    PERSONAL = "personal", _("Disclosure of personal data")
    ADVERTISING = "advertising", pgettext_lazy("reason for a report", "Advertising")
    OFF_TOPIC = "off_topic", pgettext_lazy("reason for a report", "Off topic")
    OTHER = "other", _("Other (specify below)")


class Report(models.Model):
    """A report of a contribution by a reader, who may be anonymous."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="reports")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    why = models.CharField(
        pgettext_lazy("reason for an action", "Reason"), max_length=12, choices=ReportReason.choices
    )
    words = models.TextField(pgettext_lazy("field", "Explanation"), blank=True)
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    at = models.DateTimeField(default=clock.now)
    answered = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "by"],
                condition=models.Q(answered=False, by__isnull=False),
                name="reported_once",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["at"])]

    def __str__(self) -> str:
        return f"{self.why} {self.case_id}"


class ModeratorLanguage(models.Model):
    """A language that a moderator reads. Without a row, it is the language of their account."""

    user = models.ForeignKey(User, models.PROTECT, related_name="readings")
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)

    class Meta:
        db_table = "moderation_reading"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "language"], name="reads_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.language}"
