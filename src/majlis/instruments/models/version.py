"""Versions of an instrument, the acts that rest on them, and the languages they are in."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from majlis.instruments.lifecycle import VERSION
from majlis.instruments.models.instrument import Instrument
from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kernel.models import Record, Recorded, StoredFile, WordingStatus
from majlis.parties.models import Body
from majlis.parties.models.body import partial_date_field


class Version(Recorded):
    """One version of an instrument. Words: ``title`` and ``zone_label`` ("Rev. Bucharest, 2022").

    ``is_following`` is the version that it revises, of this instrument or of an earlier one of its series.
    ``reconstructed_from``: nobody published this one; it is what the changes in that version leave out.
    ``variant_of``: another body adopted other words; both are kept.
    """

    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="versions")
    slug = models.SlugField(max_length=60)
    state = models.CharField(max_length=12, choices=VERSION.choices, default=VERSION.initial)
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    date = partial_date_field()
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    variant_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="variants"
    )
    reconstructed_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="reconstructions"
    )
    position = models.PositiveIntegerField(default=0)
    # As the reader's language writes it, where the query that read the version asked for it too.
    symbol_here: str | None = None

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["instrument", "slug"], name="version_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "date"])]

    @property
    def year(self) -> str:
        """The year of its date, else of its label as the address has it; empty where none is known."""
        found = (self.date or self.slug)[:4]
        return found if len(found) == 4 and found.isascii() and found.isdecimal() else ""


class Manner(models.TextChoices):
    """How an act was adopted."""

    CONSENSUS = "consensus", pgettext_lazy("adoption", "without a vote")
    ACCLAMATION = "acclamation", pgettext_lazy("adoption", "by acclamation")
    VOTE = "vote", pgettext_lazy("adoption", "by a vote")


class ActKind(models.TextChoices):
    """What a body did with a version."""

    ADOPTS = "adopts", pgettext_lazy("act", "adopts")
    ENDORSES = "endorses", pgettext_lazy("act", "endorses")
    APPROVES = "approves", pgettext_lazy("act", "approves")
    NOTES = "notes", pgettext_lazy("act", "takes note of")
    PROPOSES = "proposes", pgettext_lazy("act", "proposes")
    DECLINES = "declines", pgettext_lazy("act", "does not adopt")


ADOPTING_KINDS = (ActKind.ADOPTS, ActKind.ENDORSES, ActKind.APPROVES)
"""What a body does by which a version is adopted."""


class Act(models.Model):
    """What a body did with a version, when and how. Several acts may rest on one version.

    ``record`` is the text or the meeting by which it acted, where that is kept here; ``plain_snippet`` name it
    where it is not ("4th plenary meeting").
    """

    version = models.ForeignKey(Version, models.PROTECT, related_name="acts")
    kind = models.CharField(max_length=10, choices=ActKind.choices)
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    date = partial_date_field()
    manner = models.CharField(max_length=12, choices=Manner.choices, blank=True)
    in_favour = models.PositiveIntegerField(null=True, blank=True)
    against = models.PositiveIntegerField(null=True, blank=True)
    abstaining = models.PositiveIntegerField(null=True, blank=True)
    record = models.ForeignKey(Record, models.PROTECT, null=True, blank=True, related_name="+")
    words = models.CharField(max_length=200, blank=True)
    source = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["date", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(manner=Manner.VOTE)
                | models.Q(in_favour__isnull=True, against__isnull=True, abstaining__isnull=True),
                name="votes_only_where_voted",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.version_id}"


class LanguageVersion(models.Model):
    """A version in one language: what it says of itself there, and how far it can be relied on.

    Several languages may be authentic, as bodies adopt texts in all of theirs. ``file`` is what it was read from.
    """

    version = models.ForeignKey(Version, models.CASCADE, related_name="languages")
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    status = models.CharField(max_length=10, choices=WordingStatus.choices)
    kind = models.TextField(blank=True)
    title = models.TextField(blank=True)
    symbol = models.TextField(blank=True)
    body = models.TextField(blank=True)
    date = models.TextField(blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "language"], name="language_once"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.language}"
