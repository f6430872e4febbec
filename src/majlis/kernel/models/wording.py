"""Wordings: the text of a record's field in up to six languages, each with its status."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from majlis.kernel import clock
from majlis.kernel.languages import LANGUAGE_CHOICES, direction, sort_key


class WordingStatus(models.TextChoices):
    """How reliable a text is; ``STATUS_ORDER`` sorts the values from the most to the least reliable."""

    AUTHENTIC = "authentic", pgettext_lazy("status of a text", "authentic")
    TRANSLATED = "translated", pgettext_lazy("wording", "translated")
    LAGGING = "lagging", pgettext_lazy("wording", "outdated because the original has changed")
    MACHINE = "machine", pgettext_lazy("wording", "machine translation")


STATUS_ORDER = {
    WordingStatus.AUTHENTIC: 0,
    WordingStatus.TRANSLATED: 1,
    WordingStatus.LAGGING: 2,
    WordingStatus.MACHINE: 3,
}


@dataclass(frozen=True)
class LocalizedText:
    """A text chosen for a reader, with its actual language (``""`` if there is no text)."""

    text: str
    language: str
    status: str

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)

    @property
    def direction(self) -> str:
        """``rtl`` or ``ltr``; ``auto`` without a text."""
        return direction(self.language) if self.language else "auto"


def choose_wording(wordings: Sequence[Wording], language: str) -> LocalizedText:
    """The wording for a reader of ``language``: their own, else authentic, else the most reliable."""
    candidates = [wording for wording in wordings if wording.text]
    if not candidates:
        return LocalizedText("", "", "")
    best = min(
        candidates,
        key=lambda wording: (
            wording.language != language,
            STATUS_ORDER[WordingStatus(wording.status)],
            wording.language,
        ),
    )
    return LocalizedText(best.text, best.language, best.status)


class Wording(models.Model):
    """The text of one field of a record in one language."""

    record = models.ForeignKey("kernel.Record", models.CASCADE, related_name="wordings")
    field = models.CharField(max_length=40)
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    text = models.TextField(blank=True)
    status = models.CharField(max_length=10, choices=WordingStatus.choices)
    changed_at = models.DateTimeField(default=clock.now)
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
        """Save with the sort key of the current text."""
        self.sort_key = sort_key(self.text, self.language)
        super().save(*args, **kwargs)
