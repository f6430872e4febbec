"""Tables of imports: batches, the columns of their files, and errors of cells."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy

from majlis.commons.imports.lifecycle import BATCH
from majlis.kernel import clock
from majlis.kernel.languages import official_language
from majlis.kernel.models import StoredFile, User


class Batch(models.Model):
    """The import of one file. ``made``, ``changed``, ``same`` and ``left_out`` count rows."""

    target = models.CharField(max_length=40)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    name = models.CharField(pgettext_lazy("file", "name"), max_length=200)
    user = models.ForeignKey(User, models.PROTECT, related_name="imports")
    state = models.CharField(max_length=10, choices=BATCH.choices, default=BATCH.initial)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    ended_at = models.DateTimeField(null=True)
    rows = models.PositiveIntegerField(default=0)
    looked_at = models.PositiveIntegerField(default=0)
    made = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The URL of the import."""
        return reverse("imports:batch", args=[self.pk])


class BatchColumn(models.Model):
    """A column of the file: its place from 0, its heading, and the key of its target column ("" if none)."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="columns")
    place = models.PositiveIntegerField()
    head = models.CharField(max_length=200)
    key = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering: ClassVar = ["place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "place"], name="batch_column_once"),
            models.UniqueConstraint(
                fields=["batch", "key"], condition=~models.Q(key=""), name="batch_key_once"
            ),
        ]

    def __str__(self) -> str:
        return self.head


class BatchFault(models.Model):
    """An error in a cell: the number of the row in the file, and the place of the column (null for the row).

    ``what`` is the message in the language of the import, ``said`` the messages by language.
    """

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="faults")
    row = models.PositiveIntegerField()
    place = models.PositiveIntegerField(null=True)
    given = models.CharField(max_length=200, blank=True)
    what = models.TextField()
    said = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["row", "place"]

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        """The message in the active language."""
        return str(self.said.get(official_language(get_language())) or self.what)
