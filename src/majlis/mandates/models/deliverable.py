"""Deliverables of mandates, their steps, the documents submitted for them, and notices that they are overdue."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from majlis.kernel import clock
from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kernel.models import Record, User
from majlis.mandates.models.choices import DeliverableKind, Progress
from majlis.mandates.models.entity import Entity
from majlis.mandates.models.mandate import Mandate
from majlis.mandates.models.occasion import Occasion, Occurrence
from majlis.mandates.models.source import MandateSource
from majlis.parties.models.body import partial_date_field


class Deliverable(models.Model):
    """One thing that is to be delivered; of a recurring report, the one for one session.

    It is due on ``due``, else at ``occasion``. Where neither is known, ``words`` in ``language``
    are what the text says of the date. ``reason`` in ``reason_language``: why it is done partly,
    not done or not applicable. ``merged_into``: one document is to answer both, by the act
    ``merged_by`` or ``merged_words``. ``schedule_key``: what the schedule created it for (the year
    of a session, "once"), so that it creates none twice; from ``source`` and ``schedule_basis``
    (what that says of kind and date). ``scheduled``: no person has changed it since. ``outdated``:
    the current source no longer asks for it; it stays with what was reported, and is neither due
    nor overdue. ``reported_at``: when its progress was last set; ``reported_for``: the lead in
    whose name; ``reported_by_secretariat``: by the secretariat, which does not represent it.
    """

    mandate = models.ForeignKey(Mandate, models.CASCADE, related_name="deliverables")
    ordinal = models.PositiveIntegerField()
    kind = models.CharField(
        max_length=12, choices=DeliverableKind.choices, default=DeliverableKind.REPORT
    )
    occasion = models.ForeignKey(
        Occasion, models.PROTECT, null=True, blank=True, related_name="deliverables"
    )
    occurrence = models.ForeignKey(
        Occurrence, models.PROTECT, null=True, blank=True, related_name="deliverables"
    )
    due = partial_date_field()
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES, blank=True)
    words = models.CharField(max_length=300, blank=True)
    state = models.CharField(
        max_length=16, choices=Progress.choices, default=Progress.NO_INFORMATION
    )
    reason = models.TextField(blank=True)
    reason_language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_from"
    )
    merged_by = models.ForeignKey(Record, models.PROTECT, null=True, blank=True, related_name="+")
    merged_words = models.CharField(max_length=300, blank=True)
    schedule_key = models.CharField(max_length=40, blank=True)
    scheduled = models.BooleanField(default=False)
    source = models.ForeignKey(
        MandateSource, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    schedule_basis = models.CharField(max_length=160, blank=True)
    outdated = models.BooleanField(default=False)
    reported_at = models.DateTimeField(null=True, editable=False)
    reported_for = models.ForeignKey(
        Entity, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reported_by_secretariat = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering: ClassVar = ["ordinal"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mandate", "ordinal"], name="unique_deliverable_number")
        ]

    def __str__(self) -> str:
        return f"{self.mandate_id} {self.ordinal}"


class Step(models.Model):
    """A step towards a deliverable: an entity does a task, at an occasion or by a date.

    ``on_behalf_of``: the entity that delegated the step, by ``act`` or ``act_words``;
    ``reports_back``: it reports the result to that entity. ``done_on``, with ``record`` or
    ``link``: when the step was completed, and its result.
    """

    class Task(models.TextChoices):
        """What the entity does with the deliverable."""

        DRAFT = "draft", pgettext_lazy("step", "Draft")
        CONSIDER = "consider", pgettext_lazy("step", "Consider")
        AGREE = "agree", pgettext_lazy("step", "Agree")
        RECEIVE = "receive", pgettext_lazy("step", "Receive")

    deliverable = models.ForeignKey(Deliverable, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField(default=0)
    entity = models.ForeignKey(Entity, models.PROTECT, related_name="steps")
    task = models.CharField(max_length=10, choices=Task.choices)
    on_behalf_of = models.ForeignKey(
        Entity, models.PROTECT, null=True, blank=True, related_name="delegated"
    )
    reports_back = models.BooleanField(default=False)
    act = models.ForeignKey(Record, models.PROTECT, null=True, blank=True, related_name="+")
    act_words = models.CharField(max_length=300, blank=True)
    occasion = models.ForeignKey(
        Occasion, models.PROTECT, null=True, blank=True, related_name="steps"
    )
    date = partial_date_field()
    done_on = partial_date_field()
    record = models.ForeignKey(Record, models.PROTECT, null=True, blank=True, related_name="+")
    link = models.URLField(max_length=300, blank=True)
    title = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.deliverable_id} {self.position}"

    @property
    def mandate(self) -> Mandate:
        """The mandate of its deliverable."""
        return self.deliverable.mandate


class Submission(models.Model):
    """A document, or a record of this site, that answers a deliverable, in some of its ``paragraphs`` or as a whole.

    One document may answer several deliverables, and several documents one: there is a row for each
    pair.
    """

    deliverable = models.ForeignKey(Deliverable, models.CASCADE, related_name="submissions")
    record = models.ForeignKey(Record, models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=300, blank=True)
    link = models.URLField(max_length=300, blank=True)
    paragraphs = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    date = partial_date_field()
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar = ["date", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["deliverable", "record"],
                condition=models.Q(record__isnull=False),
                name="one_submission_per_record",
            ),
            models.CheckConstraint(
                condition=models.Q(record__isnull=False) | ~models.Q(link=""),
                name="submission_has_document",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deliverable_id} {self.record_id}"

    @property
    def mandate(self) -> Mandate:
        """The mandate of its deliverable."""
        return self.deliverable.mandate


class OverdueNotice(models.Model):
    """The lead was notified that a deliverable is overdue: once for each due date.

    Others can see that it is overdue only after ``answer_by``, together with the ``answer`` in
    ``language`` and the date ``expected``. ``by_secretariat``: the secretariat wrote the answer for
    the entity. ``waived``: before the time was over, the deliverable was answered, got another date
    or another lead, so the notice is shown to nobody else.
    """

    deliverable = models.ForeignKey(Deliverable, models.CASCADE, related_name="notices")
    entity = models.ForeignKey(Entity, models.PROTECT, null=True, related_name="+")
    due = models.DateField()
    notified_at = models.DateTimeField(default=clock.now, editable=False)
    answer_by = models.DateField()
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES, blank=True)
    answer = models.TextField(blank=True)
    expected = partial_date_field()
    answered_at = models.DateTimeField(null=True, editable=False)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    by_secretariat = models.BooleanField(default=False)
    waived = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["due", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["deliverable", "due", "entity"],
                condition=models.Q(waived=False),
                name="one_overdue_notice",
            )
        ]

    def __str__(self) -> str:
        return f"{self.deliverable_id} {self.due}"

    @property
    def mandate(self) -> Mandate:
        """The mandate of its deliverable."""
        return self.deliverable.mandate
