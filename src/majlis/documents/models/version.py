"""The original of a document, its revisions, addenda and corrigenda, and their language files."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from majlis.documents.lifecycle import VERSION
from majlis.documents.models.document import Document
from majlis.kernel import clock
from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kernel.models import StoredFile, User, WordingStatus


class VersionKind(models.TextChoices):
    """What a version is to its document. The number of the document stays the same."""

    ORIGINAL = "original", pgettext_lazy("version of a document", "original")
    REVISION = "revision", pgettext_lazy("version of a document", "revision")
    ADDENDUM = "addendum", pgettext_lazy("version of a document", "addendum")
    CORRIGENDUM = "corrigendum", pgettext_lazy("version of a document", "corrigendum")


class DocumentVersion(models.Model):
    """The original, or the n-th revision, addendum or corrigendum of a document.

    A revision replaces the original; addenda and corrigenda stand beside it. ``number`` is 0 for an
    original, and for any other until it is posted, so that none is lost if one is refused. ``languages``:
    those to which a corrigendum applies, empty for all. ``note`` in ``note_language``: what changed.
    ``announced_at``: when the followers of the meeting were notified.
    """

    document = models.ForeignKey(Document, models.PROTECT, related_name="versions")
    kind = models.CharField(
        max_length=12, choices=VersionKind.choices, default=VersionKind.ORIGINAL
    )
    number = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=12, choices=VERSION.choices, default=VERSION.initial)
    languages = ArrayField(
        models.CharField(max_length=2, choices=LANGUAGE_CHOICES), default=list, blank=True
    )
    note = models.TextField(blank=True)
    note_language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES, blank=True)
    late = models.BooleanField(default=False)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now, editable=False)
    submitted_at = models.DateTimeField(null=True, editable=False)
    posted_at = models.DateTimeField(null=True, editable=False)
    announced_at = models.DateTimeField(null=True, editable=False)
    reason = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["made_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["document", "kind", "number"],
                condition=Q(kind=VersionKind.ORIGINAL) | Q(number__gt=0),
                name="version_number_once",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["state", "announced_at"])]

    def __str__(self) -> str:
        return f"{self.document_id} {self.kind} {self.number}"


class FileOrigin(models.TextChoices):
    """Where a file comes from."""

    FORM = "form", pgettext_lazy("file", "written in the form")
    TEMPLATE = "template", pgettext_lazy("file", "written in the template")
    UPLOADED = "uploaded", pgettext_lazy("file", "uploaded")
    TRANSLATION = "translation", pgettext_lazy("file", "translated here")
    RECORDS = "records", pgettext_lazy("file", "printed from the records")


class DocumentFile(models.Model):
    """A version in one language: its ``text``, and the file where there is one.

    ``text`` is the Akoma Ntoso of the text engine, for pages, search, comparison and print; empty
    where the file cannot be read (a scan). ``words`` is the plain text for the search index. Where
    there is a Word file, that file prevails over what the site renders from it. ``pdf``: the PDF beside
    the Word file, where both were printed from the records. ``due``: the day by which this language is
    expected, for a row that has neither yet.
    """

    version = models.ForeignKey(DocumentVersion, models.PROTECT, related_name="files")
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    status = models.CharField(max_length=10, choices=WordingStatus.choices, blank=True)
    origin = models.CharField(max_length=12, choices=FileOrigin.choices, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    pdf = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    words = models.TextField(blank=True)
    due = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "language"], name="file_language_once")
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.language}"
