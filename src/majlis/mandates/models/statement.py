"""Progress statements of leads with their evidence, and responses of addressees."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from majlis.kernel import clock
from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kernel.models import Record, Recorded, User
from majlis.mandates.models.choices import Progress
from majlis.mandates.models.entity import Entity
from majlis.mandates.models.mandate import Mandate
from majlis.mandates.models.occasion import Occasion
from majlis.parties.models import Organisation
from majlis.parties.models.body import partial_date_field


class Statement(Recorded):
    """A progress statement. Wordings of its record: ``text``, and ``reason`` where it is done partly or not.

    ``entity``: the one in whose name it was made. It was reviewed at the occasion ``reviewed_at``,
    or at what ``reviewed_words`` say, or on the date ``reviewed_on``.
    """

    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="statements")
    ordinal = models.PositiveIntegerField()
    entity = models.ForeignKey(Entity, models.PROTECT, null=True, related_name="statements")
    period_from = partial_date_field()
    period_to = partial_date_field()
    state = models.CharField(max_length=16, choices=Progress.choices)
    reviewed_at = models.ForeignKey(
        Occasion, models.PROTECT, null=True, blank=True, related_name="statements"
    )
    reviewed_words = models.CharField(max_length=200, blank=True)
    reviewed_on = partial_date_field()
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering: ClassVar = ["-ordinal"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mandate", "ordinal"], name="unique_statement_number")
        ]


class Evidence(models.Model):
    """A record of this site or a link that supports a statement; ``title`` as its author wrote it."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="evidence")
    record = models.ForeignKey(Record, models.PROTECT, null=True, blank=True, related_name="+")
    link = models.URLField(max_length=300, blank=True)
    title = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(record__isnull=False) | ~models.Q(link=""),
                name="evidence_has_source",
            )
        ]

    def __str__(self) -> str:
        return f"{self.statement_id} {self.record_id or self.link}"


class Response(models.Model):
    """What an addressee responded, for example to an invitation; never required, so never overdue."""

    mandate = models.ForeignKey(Mandate, models.CASCADE, related_name="responses")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    entity = models.ForeignKey(
        Entity, models.PROTECT, null=True, blank=True, related_name="responses"
    )
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    text = models.TextField()
    record = models.ForeignKey(Record, models.PROTECT, null=True, blank=True, related_name="+")
    link = models.URLField(max_length=300, blank=True)
    date = partial_date_field()
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(organisation__isnull=False) | models.Q(entity__isnull=False),
                name="response_has_author",
            )
        ]

    def __str__(self) -> str:
        return f"{self.mandate_id} {self.organisation_id or self.entity_id}"
