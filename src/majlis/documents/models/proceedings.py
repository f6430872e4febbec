"""The documents of a meeting as one printed file."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from majlis.events.models import Meeting
from majlis.kernel import clock
from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kernel.models import Access, StoredFile, User


class Proceedings(models.Model):
    """Agenda, documents and conclusions of a meeting in one PDF, as they were at ``made_at``.

    ``access``: that of the meeting when it was printed; it holds nothing narrower. ``language``: that of the
    reader; a document without it is printed in its original. ``contents``: a hash of what is in it, so
    that the same is not printed twice. ``documents``: how many.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="proceedings")
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    access = models.CharField(max_length=10, choices=Access.choices)
    contents = models.CharField(max_length=64)
    documents = models.PositiveIntegerField()
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar = ["-made_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["meeting", "language", "access", "contents"], name="proceedings_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.language} {self.access}"
