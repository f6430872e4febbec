"""Editions: the register of one day as a file that never changes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from majlis.kernel import clock
from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kernel.models import StoredFile, User


class Edition(models.Model):
    """What everybody could read of the register on ``day``: printed in a language, or the whole as an archive.

    ``part``: the volume, where a printed edition has several; else 0. ``mandates``: how many are in
    it. ``file`` is empty once it was deleted; its size and hash stay, to verify copies that
    somebody still has.
    """

    class Form(models.TextChoices):
        """The kind of file."""

        PDF = "pdf", pgettext_lazy("kind of file", "printed register")
        ZIP = "zip", pgettext_lazy("kind of file", "archive")

    name = models.SlugField(max_length=80, unique=True)
    form = models.CharField(max_length=3, choices=Form.choices)
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES, blank=True)
    part = models.PositiveSmallIntegerField(default=0)
    day = models.DateField()
    mandates = models.PositiveIntegerField()
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.ForeignKey(StoredFile, models.SET_NULL, null=True, related_name="+")
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now, editable=False)
    deleted_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering: ClassVar = ["-day", "form", "language", "part"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["form", "language", "day", "part"], name="one_edition_per_day"
            )
        ]

    def __str__(self) -> str:
        return self.filename

    @property
    def filename(self) -> str:
        """The name of the file."""
        return f"{self.name}.{self.form}"
