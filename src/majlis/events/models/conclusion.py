"""Conclusions of a meeting, written at its items, and their revisions."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from majlis.events.lifecycle import CONCLUSION
from majlis.events.models.agenda import AgendaItem, ItemMaterial
from majlis.kernel import clock
from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kernel.models import Recorded, User


class Conclusion(Recorded):
    """A conclusion under an item. Wording: ``text``, set when it is agreed, then translated.

    ``language``: that in which it is drafted. ``revision``: the number of its latest revision, 0 for
    none. ``pen``: who holds the pen since ``pen_since``; others read what is saved and may take the
    pen over. ``statements``: statements for the record with which it was agreed.
    """

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="conclusions")
    number = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    revision = models.PositiveIntegerField(default=0)
    pen = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    pen_since = models.DateTimeField(null=True, editable=False)
    state = models.CharField(max_length=24, choices=CONCLUSION.choices, default=CONCLUSION.initial)
    decided_at = models.DateTimeField(null=True, editable=False)
    statements = models.ManyToManyField(ItemMaterial, related_name="+", blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "number"], name="conclusion_number_once")
        ]


class ConclusionRevision(models.Model):
    """The text of a conclusion as it was saved once; nothing saved is ever replaced.

    ``base``: the revision from which the writer began. ``merged``: the site put the writer's words
    together with those of another. ``aside``: it could not be merged, so it is kept beside the text
    until somebody decides (``settled_at``).
    """

    conclusion = models.ForeignKey(Conclusion, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    base = models.PositiveIntegerField(default=0)
    text = models.TextField(blank=True)
    merged = models.BooleanField(default=False)
    aside = models.BooleanField(default=False)
    settled_at = models.DateTimeField(null=True, editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conclusion", "number"], name="revision_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.conclusion_id} {self.number}"
