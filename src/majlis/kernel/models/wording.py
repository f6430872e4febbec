"""The words of a field in up to six languages, each with its status."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from majlis.kernel.languages import LANGUAGE_CHOICES, direction, sort_key


class WordingStatus(models.TextChoices):
    """How far words in a language can be relied on. The values sort in that order."""

    AUTHENTIC = "authentic", _("authentic")
    TRANSLATED = "translated", _("translated")
    LAGGING = "lagging", _("lagging behind the original")
    MACHINE = "machine", _("machine translation")


STATUS_ORDER = {
    WordingStatus.AUTHENTIC: 0,
    WordingStatus.TRANSLATED: 1,
    WordingStatus.LAGGING: 2,
    WordingStatus.MACHINE: 3,
}


@dataclass(frozen=True)
class LocalizedText:
    """Words chosen for a reader, with the language they are really in (``""`` where there are none)."""

    text: str
    language: str
    status: str

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)

    @property
    def direction(self) -> str:
        """``rtl`` or ``ltr``."""
        return direction(self.language) if self.language else "auto"


def choose_wording(wordings: Sequence[Wording], language: str) -> LocalizedText:
    """The wording for a reader of ``language``: their own, else authentic, else the most reliable."""
    there = [each for each in wordings if each.text]
    if not there:
        return LocalizedText("", "", "")
    best = min(
        there,
        key=lambda each: (
            each.language != language,
            STATUS_ORDER[WordingStatus(each.status)],
            each.language,
        ),
    )
    return LocalizedText(best.text, best.language, best.status)


class Wording(models.Model):
    """The words of one field of a record in one language."""

    record = models.ForeignKey("kernel.Record", models.CASCADE, related_name="wordings")
    field = models.CharField(max_length=40)
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    text = models.TextField(blank=True)
    status = models.CharField(max_length=10, choices=WordingStatus.choices)
    changed_at = models.DateTimeField(default=timezone.now)
    sort_key = models.BinaryField(default=b"", editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["record", "field", "language"], name="wording_once"),
            models.UniqueConstraint(
                fields=["record", "field"],
                condition=models.Q(status=WordingStatus.AUTHENTIC),
                name="one_authentic_wording",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["field", "language", "sort_key"]),
            models.Index(fields=["language", "status"]),
        ]

    def __str__(self) -> str:
        return self.text

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the sort key true to the words."""
        self.sort_key = sort_key(self.text, self.language)
        super().save(*args, **kwargs)
