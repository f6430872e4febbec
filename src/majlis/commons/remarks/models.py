"""Tables of the remarks."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.commons.remarks.lifecycle import LATE, REMARK
from majlis.kernel import clock
from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kernel.models import Record, User
from majlis.kernel.models.record import visibility_condition


class WithholdingReason(models.TextChoices):
    """Why the text of a remark is not shown; everybody reads the reason."""

    ADVERTISING = "advertising", _("It advertises something")
    PERSONAL = "personal", _("It gives away personal data")
    OFFENSIVE = "offensive", _("It insults or threatens somebody")


class Outcome(models.TextChoices):
    """What came of a remark."""

    CORRECTED = "corrected", pgettext_lazy("outcome", "Corrected")
    RIGHT = "right", pgettext_lazy("outcome", "Not wrong, for the reason given")
    PASSED_ON = "passed_on", pgettext_lazy("outcome", "Passed on to those who can correct it")


class RemarkQuerySet(models.QuerySet["Remark"]):
    """Remarks by how they stand. All of them stand in the log: what a reader sees of each differs."""

    def on_visible_pages(self, user: Any) -> Self:
        """Those about pages that the user may see: the others are a number and a date to them."""
        return self.filter(Q(record__isnull=True) | visibility_condition(user, "record__"))

    def late(self) -> Self:
        """Those that should have been answered by now."""
        return self.filter(state="waiting", due__lt=clock.today())

    def in_state(self, state: str) -> Self:
        """Those of a state, or the late ones; all where none is named."""
        if state == LATE:
            return self.late()
        return self.filter(state=state) if state else self


class Remark(models.Model):
    """What a reader says is wrong or missing on a page.

    ``url_of`` is where they were, for those who answer. What others are told of the page is its record,
    if they may see that, or ``zone_place``, the name of an address that is the same for everybody.
    """

    number = models.PositiveIntegerField(unique=True)
    address = models.CharField(max_length=500, blank=True)
    record = models.ForeignKey(Record, models.PROTECT, null=True, related_name="+")
    place = models.CharField(max_length=100, blank=True)
    language = models.CharField(_("Language of the remark"), max_length=2, choices=LANGUAGE_CHOICES)
    text = models.TextField()
    source = models.TextField(blank=True)
    writer = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    state = models.CharField(max_length=10, choices=REMARK.choices, default=REMARK.initial)
    # Whether somebody has looked at the text, and everybody who sees the page may read it.
    shown = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    due = models.DateField()
    closed_at = models.DateTimeField(null=True)
    emptied_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=12, choices=WithholdingReason.choices, blank=True)
    why_words = models.TextField(blank=True)
    why_language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES, blank=True)

    objects = RemarkQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["state", "due"]),
            models.Index(fields=["record"]),
            models.Index(
                fields=["closed_at"], condition=Q(emptied_at__isnull=True), name="to_be_emptied"
            ),
        ]

    def __str__(self) -> str:
        return f"remark {self.number}"

    def get_absolute_url(self) -> str:
        """The permanent address of the remark, in the reader's language."""
        return reverse("remarks:detail", args=[self.number])

    @property
    def is_late(self) -> bool:
        """Whether it should have been answered by now."""
        return self.state == "waiting" and self.due < clock.today()

    @property
    def closed_on(self) -> datetime.date | None:
        """The day on which it was answered or withheld."""
        return clock.date_of(self.closed_at) if self.closed_at else None

    @property
    def was_answered_late(self) -> bool:
        """Whether the answer came after the day that was set."""
        return bool(self.closed_on and self.closed_on > self.due)


class Answer(models.Model):
    """What the secretariat answered. A corrected answer is a second one; the first stays readable."""

    remark = models.ForeignKey(Remark, models.CASCADE, related_name="answers")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    text = models.TextField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.outcome} {self.remark_id}"
