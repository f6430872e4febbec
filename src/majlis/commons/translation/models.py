"""Tables of the translation queue: language pairs, jobs, due dates and the translation memory."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from majlis.commons.translation.lifecycle import JOB, OPEN_STATES
from majlis.kernel import clock
from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kernel.models import Record, User

ROLES = (
    ("translator", pgettext_lazy("role of a person", "translator")),
    ("reviser", pgettext_lazy("role of a person", "reviser")),
)


class Pair(models.Model):
    """A language pair of a translator or reviser, valid from ``since`` to ``until``."""

    user = models.ForeignKey(User, models.PROTECT, related_name="language_pairs")
    role = models.CharField(pgettext_lazy("translation", "role"), max_length=10, choices=ROLES)
    source = models.CharField(
        pgettext_lazy("translation", "source language"), max_length=2, choices=LANGUAGE_CHOICES
    )
    target = models.CharField(
        pgettext_lazy("translation", "target language"), max_length=2, choices=LANGUAGE_CHOICES
    )
    since = models.DateField(default=clock.today)
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "role", "source", "target"],
                condition=Q(until__isnull=True),
                name="pair_once",
            ),
            models.CheckConstraint(condition=~Q(source=F("target")), name="pair_of_two_languages"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.source}-{self.target}"


class Job(models.Model):
    """The translation of one field of a record into one language.

    ``source_text`` is a copy of the original when the job was taken, to detect later changes. A
    field has at most one open job per language. ``freed_for`` is the reason for which the
    secretariat released the job; it is cleared when the translation is accepted.
    """

    record = models.ForeignKey(Record, models.PROTECT, related_name="translation_jobs")
    field = models.CharField(max_length=40)
    source = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    target = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    state = models.CharField(max_length=10, choices=JOB.choices, default=JOB.initial)
    source_text = models.TextField()
    text = models.TextField(pgettext_lazy("translated text", "translation"), blank=True)
    translator = models.ForeignKey(User, models.PROTECT, related_name="+")
    reviser = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    remark = models.TextField(blank=True)
    freed_for = models.TextField(blank=True)
    taken_at = models.DateTimeField(default=clock.now, editable=False)
    changed_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["record", "field", "target"],
                condition=Q(state__in=OPEN_STATES),
                name="one_open_job",
            )
        ]

    def __str__(self) -> str:
        return f"{self.record_id} {self.field} {self.target}"

    @property
    def holder_id(self) -> int | None:
        """The key of the translator or reviser who works on it now; None in other states."""
        return {"taken": self.translator_id, "revising": self.reviser_id}.get(self.state)


class DueDate(models.Model):
    """The day by which a field should be translated into a language."""

    record = models.ForeignKey(Record, models.PROTECT, related_name="+")
    field = models.CharField(max_length=40)
    target = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    on = models.DateField(pgettext_lazy("due date", "due date"))

    class Meta:
        db_table = "translation_due"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["record", "field", "target"], name="due_once")
        ]

    def __str__(self) -> str:
        return f"{self.on}"


class Segment(models.Model):
    """A sentence pair of the translation memory, from an accepted translation."""

    source = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    target = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    source_text = models.TextField()
    target_text = models.TextField()
    job = models.ForeignKey(Job, models.CASCADE, related_name="segments")
    accepted_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["source", "target"]),
            GinIndex(fields=["source_text"], opclasses=["gin_trgm_ops"], name="segment_alike"),
        ]

    def __str__(self) -> str:
        return self.source_text
