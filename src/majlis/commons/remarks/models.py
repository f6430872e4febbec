"""Tables of remarks."""

from __future__ import annotations

import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majlis.commons.remarks.lifecycle import LATE, REMARK
from majlis.kernel import clock
from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kernel.models import Reader, Record, User
from majlis.kernel.models.record import visibility_condition

# Days for which name and email address are stored after the answer, to notify of a corrected answer.
PERSONAL_DATA_DAYS = 30


class WithholdingReason(models.TextChoices):
    """The public reasons for which the text of a remark is withheld."""

    ADVERTISING = "advertising", pgettext_lazy("reason for a report", "Advertising")
    PERSONAL = "personal", _("Disclosure of personal data")
    OFFENSIVE = "offensive", _("Insult or threat")


class Outcome(models.TextChoices):
    """The outcome of a remark."""

    CORRECTED = "corrected", pgettext_lazy("outcome", "Corrected")
    RIGHT = "right", pgettext_lazy("outcome", "No error, for the reason given")
    PASSED_ON = "passed_on", pgettext_lazy("outcome", "Forwarded for correction")


class RemarkQuerySet(models.QuerySet["Remark"]):
    """Filters of remarks. All remarks are in the log; what a reader sees of each depends on its page."""

    def on_visible_pages(self, user: Reader) -> Self:
        """Remarks on pages that the user may see; of others, the log shows number and dates only."""
        return self.filter(Q(record__isnull=True) | visibility_condition(user, "record__"))

    def late(self) -> Self:
        """Waiting remarks past their due date."""
        return self.filter(state="waiting", due__lt=clock.today())

    def in_state(self, state: str) -> Self:
        """Remarks in a state, the overdue ones for ``LATE``, all for ""."""
        if state == LATE:
            return self.late()
        return self.filter(state=state) if state else self


class Remark(models.Model):
    """A reader's remark that something is wrong or missing on a page.

    ``address`` is the path and query of the page, for those who answer. Other readers see the title
    of ``record`` if they may see it, or the label of ``place``, the name of a URL without
    parameters.
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
    # Whether the text was published: all who may see the page may read it.
    shown = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=clock.now, editable=False)
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
        return gettext("Remark No. %(number)s") % {"number": self.number}

    def get_absolute_url(self) -> str:
        """The permanent URL of the remark, in the active language."""
        return reverse("remarks:detail", args=[self.number])

    @property
    def is_late(self) -> bool:
        """Whether it waits and is past its due date."""
        return self.state == "waiting" and self.due < clock.today()

    @property
    def closed_on(self) -> datetime.date | None:
        """The day on which it was answered or withheld."""
        return clock.date_of(self.closed_at) if self.closed_at else None

    @property
    def was_answered_late(self) -> bool:
        """Whether it was answered or withheld after its due date."""
        return bool(self.closed_on and self.closed_on > self.due)


class Answer(models.Model):
    """An answer of the secretariat. A correction is a second answer; the first stays visible."""

    remark = models.ForeignKey(Remark, models.CASCADE, related_name="answers")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    text = models.TextField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.outcome} {self.remark_id}"
