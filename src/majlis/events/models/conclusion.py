"""Conclusions of a meeting, written at its items: their revisions, and decisions on them by correspondence."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from majlis.events.lifecycle import CONCLUSION, CORRESPONDENCE, OPEN
from majlis.events.models.agenda import AgendaItem, ItemMaterial
from majlis.kernel import clock
from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kernel.models import Recorded, User
from majlis.parties.models import Organisation


class Conclusion(Recorded):
    """A conclusion under an item. Wordings: ``title``, and ``text``, set when it is agreed, then translated.

    ``number`` counts the conclusions of its meeting. ``language``: that in which it is drafted.
    ``revision``: the number of the revision that is its text, 0 for none. ``pen``: who holds the pen
    since ``pen_since``; others read what is saved and may take the pen over. ``statements``:
    statements for the record with which it was agreed.
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
    together with those of another; ``sent`` is then what the writer sent. ``aside``: it could not be
    merged, so it is kept beside the text until somebody decides (``settled_at``); ``settled_in`` is
    the number of the revision that was the text after that.
    """

    conclusion = models.ForeignKey(Conclusion, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    base = models.PositiveIntegerField(default=0)
    text = models.TextField(blank=True)
    sent = models.TextField(blank=True)
    merged = models.BooleanField(default=False)
    aside = models.BooleanField(default=False)
    settled_at = models.DateTimeField(null=True, editable=False)
    settled_in = models.PositiveIntegerField(null=True, editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conclusion", "number"], name="revision_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.conclusion_id} {self.number}"


class MajorityRule(models.TextChoices):
    """What a conclusion needs to be agreed by correspondence. Abstentions and missing replies do not count."""

    SIMPLE = "simple", pgettext_lazy("majority", "more members agree than object")
    TWO_THIRDS = (
        "two_thirds",
        pgettext_lazy("majority", "two thirds of the members that agree or object agree"),
    )
    NO_OBJECTION = "no_objection", pgettext_lazy("majority", "no member objects")


class ReplyAnswer(models.TextChoices):
    """What a member answers by correspondence."""

    AGREE = "agree", pgettext_lazy("reply by correspondence", "agrees")
    OBJECT = "object", pgettext_lazy("reply by correspondence", "objects")
    ABSTAIN = "abstain", pgettext_lazy("reply by correspondence", "abstains")


class Correspondence(models.Model):
    """A conclusion that the members of a body decide by correspondence.

    ``revision``: that of the text they decide on. ``question``, in ``language``: what they are asked.
    Replies are taken until ``closes_at``, a moment. ``notice_reason``: why there are fewer days than
    the rule of the body asks for; the page prints it. ``members``, ``agreeing``, ``objecting`` and
    ``abstaining`` are counted when it is closed: members of the body on that day, each once.
    """

    conclusion = models.ForeignKey(Conclusion, models.PROTECT, related_name="correspondences")
    revision = models.PositiveIntegerField()
    question = models.TextField()
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    rule = models.CharField(max_length=14, choices=MajorityRule.choices)
    opened_at = models.DateTimeField(default=clock.now, editable=False)
    closes_at = models.DateTimeField()
    notice_reason = models.TextField(blank=True)
    state = models.CharField(
        max_length=10, choices=CORRESPONDENCE.choices, default=CORRESPONDENCE.initial
    )
    closed_at = models.DateTimeField(null=True, editable=False)
    members = models.PositiveIntegerField(null=True, editable=False)
    agreeing = models.PositiveIntegerField(null=True, editable=False)
    objecting = models.PositiveIntegerField(null=True, editable=False)
    abstaining = models.PositiveIntegerField(null=True, editable=False)

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["conclusion"], condition=Q(state=OPEN), name="correspondence_open_once"
            ),
            models.CheckConstraint(
                condition=Q(opened_at__lt=F("closes_at")), name="correspondence_lasts"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "closes_at"])]

    def __str__(self) -> str:
        return f"correspondence {self.pk}"


class CorrespondenceReply(models.Model):
    """What a member organization answers by correspondence; its focal point may change it until it closes.

    ``statement``, in ``language``: a statement for the record.
    """

    correspondence = models.ForeignKey(Correspondence, models.PROTECT, related_name="replies")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    answer = models.CharField(max_length=10, choices=ReplyAnswer.choices)
    statement = models.TextField(blank=True)
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now, editable=False)
    changed_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["correspondence", "organisation"], name="reply_once")
        ]

    def __str__(self) -> str:
        return f"reply {self.pk}"
