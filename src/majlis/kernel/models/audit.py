"""The audit: which actor did what to which target. Rows can only be added (a trigger enforces it)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from majlis.kernel import clock
from majlis.kernel.models.people import User


class AuditEntry(models.Model):
    """One change: actor, verb, target, old and new values, and the id of the request.

    ``old`` and ``new`` hold plain values, and personal data by reference: ``{"personal": 17}``
    points to a PersonalDatum, which can be erased while the entry itself never changes.
    """

    at = models.DateTimeField(db_default=Now(), editable=False)
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    system = models.CharField(max_length=60, blank=True)
    verb = models.CharField(max_length=80)
    record = models.ForeignKey("kernel.Record", models.PROTECT, null=True, related_name="history")
    target = models.CharField(max_length=120, blank=True)
    old = models.JSONField(default=dict)
    new = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    request_id = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["record", "-id"]),
            models.Index(fields=["target"]),
            models.Index(fields=["actor"]),
            models.Index(fields=["verb"]),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.target}"


class PersonalDatum(models.Model):
    """A personal value that audit entries refer to; a redaction erases it, nothing else changes it."""

    subject = models.ForeignKey(User, models.PROTECT, null=True, related_name="personal_data")
    value = models.TextField(blank=True)
    redaction = models.ForeignKey(
        "kernel.Redaction", models.PROTECT, null=True, related_name="data"
    )

    def __str__(self) -> str:
        return self.value if self.redaction_id is None else ""


class RedactionQuerySet(models.QuerySet["Redaction"]):
    """Queries of redactions."""

    def waiting(self) -> RedactionQuerySet:
        """The redactions that are neither decided by a second person nor withdrawn."""
        return self.filter(
            confirmed_at__isnull=True, declined_at__isnull=True, withdrawn_at__isnull=True
        )


class Redaction(models.Model):
    """A proposal to erase personal values: one person proposes it, another confirms or declines it.

    The person who proposed it may withdraw it before it is decided. ``record`` is the record whose
    history holds the values, if there is one.
    """

    record = models.ForeignKey("kernel.Record", models.PROTECT, null=True, related_name="+")
    reason = models.TextField()
    proposed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(default=clock.now, editable=False)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, editable=False)
    declined_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    declined_at = models.DateTimeField(null=True, editable=False)
    declined_why = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_why = models.TextField(blank=True)
    asked_for = models.ManyToManyField(PersonalDatum, related_name="asked_in")

    objects = RedactionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True)
                | ~models.Q(confirmed_by=models.F("proposed_by")),
                name="redaction_takes_two_people",
            ),
            models.CheckConstraint(
                condition=models.Q(declined_by__isnull=True)
                | ~models.Q(declined_by=models.F("proposed_by")),
                name="redaction_is_declined_by_another",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_at__isnull=True, declined_at__isnull=True)
                | models.Q(confirmed_at__isnull=True, withdrawn_at__isnull=True)
                | models.Q(declined_at__isnull=True, withdrawn_at__isnull=True),
                name="redaction_is_decided_once",
            ),
        ]

    def __str__(self) -> str:
        return f"redaction {self.pk}"

    @property
    def waits(self) -> bool:
        """Whether the redaction is neither decided nor withdrawn."""
        ends = (self.confirmed_at, self.declined_at, self.withdrawn_at)
        return all(each is None for each in ends)
