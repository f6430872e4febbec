"""Documents of meetings, who they come from, and the items at which they are considered."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from majlis.documents.lifecycle import DOCUMENT
from majlis.documents.models.rules import HeaderField, Series
from majlis.events.models import AgendaItem, Meeting, Outcome
from majlis.kernel import clock
from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kernel.models import Recorded, User
from majlis.parties.models import Organisation


class Category(models.TextChoices):
    """What kind of document it is."""

    CONTRIBUTION = "contribution", pgettext_lazy("document", "contribution")
    REPORT = "report", pgettext_lazy("document", "report")
    AGENDA = "agenda", pgettext_lazy("document", "agenda")
    PARTICIPANTS = "participants", pgettext_lazy("document", "list of participants")
    CONCLUSIONS = "conclusions", pgettext_lazy("document", "conclusions")
    WORKING = "working", pgettext_lazy("document", "working text")
    OTHER = "other", pgettext_lazy("document", "other document")


class Purpose(models.TextChoices):
    """What the meeting is to do with a document."""

    ACTION = "action", pgettext_lazy("document", "for action")
    INFORMATION = "information", pgettext_lazy("document", "for information")


class Document(Recorded):
    """A document of a meeting. Wordings: ``title``, ``abstract``, ``action_required``.

    ``number`` and ``symbol`` are allotted when it is accepted, and stay; until then ``symbol`` is
    empty. ``source_words``: the office it comes from, in plain words ("Chair"), where it does not
    come from organizations. ``late``: it came after the deadline, with ``late_reason``. ``language``:
    that of the original. ``reason``: why it was returned, refused or withdrawn, to be read with it.
    ``members_only``: once posted, it is seen by members of the body only, where its meeting is public.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="documents")
    series = models.ForeignKey(Series, models.PROTECT, related_name="documents")
    slug = models.SlugField(max_length=140, unique=True)
    number = models.PositiveIntegerField(null=True, blank=True)
    symbol = models.CharField(max_length=120, blank=True)
    category = models.CharField(
        max_length=14, choices=Category.choices, default=Category.CONTRIBUTION
    )
    purpose = models.CharField(max_length=12, choices=Purpose.choices, default=Purpose.ACTION)
    state = models.CharField(max_length=12, choices=DOCUMENT.choices, default=DOCUMENT.initial)
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    source_words = models.CharField(max_length=200, blank=True)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, editable=False)
    accepted_at = models.DateTimeField(null=True, editable=False)
    posted_at = models.DateTimeField(null=True, editable=False, db_index=True)
    late = models.BooleanField(default=False)
    late_reason = models.TextField(blank=True)
    members_only = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    made_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar = ["meeting", "series", "number", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["meeting", "series", "number"],
                condition=Q(number__isnull=False),
                name="document_number_once",
            ),
            models.UniqueConstraint(
                fields=["symbol"], condition=~Q(symbol=""), name="document_symbol_once"
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True, symbol="")
                | Q(number__isnull=False) & ~Q(symbol=""),
                name="number_with_symbol",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["meeting", "state"])]


class SourceState(models.TextChoices):
    """Whether an organization stands behind a document."""

    AUTHOR = "author", pgettext_lazy("source of a document", "author")
    ASKED = "asked", pgettext_lazy("source of a document", "asked to co-sign")
    SIGNED = "signed", pgettext_lazy("source of a document", "co-signatory")
    DECLINED = "declined", pgettext_lazy("source of a document", "declined to co-sign")


class Source(models.Model):
    """An organization from which a document comes. Only authors and co-signatories are named."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="sources")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=SourceState.choices, default=SourceState.AUTHOR)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "organisation"], name="source_once")
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.organisation_id}"


class HeaderValue(models.Model):
    """What a document has in a header field of its body, in the language of the document."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="header_values")
    field = models.ForeignKey(HeaderField, models.PROTECT, related_name="+")
    text = models.TextField()

    class Meta:
        ordering: ClassVar = ["field__position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "field"], name="header_value_once")
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.field_id}"


class Consideration(models.Model):
    """A document is considered at an item, of its own meeting or another; ``outcome`` says what came of it."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="considerations")
    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="considerations")
    position = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=24, choices=Outcome.choices, blank=True)
    note = models.TextField(blank=True)
    note_language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES, blank=True)
    made_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar = ["item", "position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "item"], name="considered_once_at_an_item")
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.item_id}"
