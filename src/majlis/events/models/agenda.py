"""The agenda of a meeting, and what was presented under its items."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from majlis.events.models.meeting import Meeting, Sitting
from majlis.kernel import clock
from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kernel.models import Recorded, StoredFile, User
from majlis.parties.models import Organisation


class Outcome(models.TextChoices):
    """What came of an agenda item, or of a document under it."""

    PENDING = "", pgettext_lazy("outcome", "not yet considered")
    CONSIDERED = "considered", pgettext_lazy("outcome", "considered")
    NOTED = "noted", pgettext_lazy("outcome", "noted")
    AGREED = "agreed", pgettext_lazy("outcome", "agreed")
    AGREED_WITH_STATEMENTS = (
        "agreed_with_statements",
        pgettext_lazy("outcome", "agreed with statements"),
    )
    NOT_AGREED = "not_agreed", pgettext_lazy("outcome", "not agreed")
    CARRIED_OVER = "carried_over", pgettext_lazy("outcome", "carried over")


class AgendaItem(Recorded):
    """An item of the agenda of a meeting. Wordings: ``title``, ``note`` (what the meeting is invited to do).

    ``label`` is its number as printed ("2.1"), kept by the verbs from ``parent`` and ``position``.
    ``sitting``, ``starts`` and ``ends`` (moments) where they are known. ``presenters``: who
    introduces it, in plain words, beside ``presenting`` organizations. ``standing``: the item is on
    the agenda of each meeting, so it is copied to the next. ``carried_from``: the item of an earlier
    meeting that goes on here. ``withdrawn_at``: it was taken off the agenda.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    position = models.PositiveSmallIntegerField(default=0)
    label = models.CharField(max_length=20, blank=True)
    sitting = models.ForeignKey(
        Sitting, models.SET_NULL, null=True, blank=True, related_name="items"
    )
    starts = models.DateTimeField(null=True, blank=True)
    ends = models.DateTimeField(null=True, blank=True)
    presenters = models.CharField(max_length=300, blank=True)
    presenting = models.ManyToManyField(Organisation, related_name="+", blank=True)
    standing = models.BooleanField(default=False)
    carried_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="carried_to"
    )
    outcome = models.CharField(max_length=24, choices=Outcome.choices, blank=True)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(starts__lt=models.F("ends")),
                name="item_times_in_order",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["meeting", "position"])]


class MaterialKind(models.TextChoices):
    """What stands at an item beside its documents."""

    PRESENTATION = "presentation", pgettext_lazy("material", "presentation")
    RECORDING = "recording", pgettext_lazy("material", "recording")
    STATEMENT = "statement", pgettext_lazy("material", "statement for the record")


class ItemMaterial(models.Model):
    """A presentation, a recording or a statement for the record at an item.

    A file, a link or a ``text``, in ``language``; ``organisation`` or ``presented_by`` gave it.
    """

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="materials")
    kind = models.CharField(max_length=14, choices=MaterialKind.choices)
    title = models.CharField(max_length=300)
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    presented_by = models.CharField(max_length=200, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField(max_length=200, blank=True)
    link = models.URLField(max_length=500, blank=True)
    text = models.TextField(blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(file__isnull=False) | ~Q(link="") | ~Q(text=""),
                name="material_has_content",
            )
        ]

    def __str__(self) -> str:
        return self.title
