"""Versions of an instrument, acts of bodies on them, and their languages."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from majlis.instruments.lifecycle import VERSION
from majlis.instruments.models.instrument import Instrument
from majlis.kernel import clock
from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kernel.models import Record, Recorded, StoredFile, WordingStatus
from majlis.parties.models import Body
from majlis.parties.models.body import partial_date_field


class Version(Recorded):
    """One version of an instrument. Wording: ``title`` and ``label`` ("Rev. Bucharest, 2022").

    ``follows`` is the version that it revises, of this instrument or of an earlier one of its
    series. ``reconstructed_from`` is set on a version that was never published: it is the text that
    the tracked changes of that version revise. ``variant_of`` links the same version as another
    body adopted it in other words; both exist side by side.
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
    # The symbol in the reader's language, where the query of the version annotated it.
    symbol_here: str | None = None

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["instrument", "slug"], name="version_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "date"])]

    @property
    def year(self) -> str:
        """The year of the date, else of the slug; empty where neither has one."""
        year = (self.date or self.slug)[:4]
        return year if len(year) == 4 and year.isascii() and year.isdecimal() else ""


class Manner(models.TextChoices):
    """How an act was adopted."""

    CONSENSUS = "consensus", pgettext_lazy("adoption", "without a vote")
    ACCLAMATION = "acclamation", pgettext_lazy("adoption", "by acclamation")
    VOTE = "vote", pgettext_lazy("adoption", "by a vote")


class ActKind(models.TextChoices):
    """What a body did with a version."""

    ADOPTS = "adopts", pgettext_lazy("decision by a body", "adoption")
    ENDORSES = "endorses", pgettext_lazy("decision by a body", "endorsement")
    APPROVES = "approves", pgettext_lazy("decision by a body", "approval")
    NOTES = "notes", pgettext_lazy("decision by a body", "taking note")
    PROPOSES = "proposes", pgettext_lazy("decision by a body", "proposal")
    DECLINES = "declines", pgettext_lazy("decision by a body", "non-adoption")


ADOPTING_KINDS = (ActKind.ADOPTS, ActKind.ENDORSES, ActKind.APPROVES)
"""Kinds of acts by which a version is adopted."""


class Act(models.Model):
    """What a body did with a version, when and how. A version may have several acts.

    ``record`` is the text or meeting by which the body acted, where the site holds it;
    ``words`` name it where the site does not ("4th plenary meeting").
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
    """A version in one language: its own kind, title, symbol, body and date, and its authenticity.

    Several languages may be authentic, as bodies adopt texts in all of theirs. ``file`` is the file
    from which it was read.
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
    made_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "language"], name="language_once"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.language}"
