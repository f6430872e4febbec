"""Review sets: mandates that a body reviews together, as they stood on a day, with the outcome of each."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from majlis.kernel import clock
from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kernel.models import Record, Recorded, User
from majlis.mandates.lifecycle import REVIEW_LIFECYCLE
from majlis.mandates.models.mandate import Mandate
from majlis.parties.models import Body
from majlis.parties.models.body import partial_date_field


class ReviewSet(Recorded):
    """Mandates that a body reviews together. Wordings of its record: ``title``, ``purpose``.

    While it is collected, only those who may change it see it; once frozen, those for whom it was
    opened. ``query``: the filters of the register by which it was last collected, as a query
    string.
    """

    slug = models.SlugField(max_length=80, unique=True)
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(
        max_length=12, choices=REVIEW_LIFECYCLE.choices, default=REVIEW_LIFECYCLE.initial
    )
    query = models.TextField(blank=True)
    frozen_at = models.DateTimeField(null=True, editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar = ["-made_at", "pk"]


class ReviewItem(models.Model):
    """A mandate of a set. ``snapshot``: its fields as they were when the set was frozen (``reviews.snapshot``)."""

    class Outcome(models.TextChoices):
        """The outcome of the review. It changes nothing of the mandate: an end needs an act of its own."""

        GOES_ON = "goes_on", pgettext_lazy("outcome of a review", "to continue unchanged")
        TO_CHANGE = "to_change", pgettext_lazy("outcome of a review", "to be changed")
        TO_MERGE = "to_merge", pgettext_lazy("outcome of a review", "to be merged with another")
        TO_PAUSE = "to_pause", pgettext_lazy("outcome of a review", "to be paused")
        TO_END = "to_end", pgettext_lazy("outcome of a review", "to be ended")
        REFERRED = "referred", pgettext_lazy("outcome of a review", "referred to another body")
        OPEN = "open", pgettext_lazy("outcome of a review", "no agreement")

    review = models.ForeignKey(ReviewSet, models.CASCADE, related_name="items")
    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="+")
    position = models.PositiveIntegerField(default=0)
    snapshot = models.JSONField(default=dict)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES, blank=True)
    record = models.ForeignKey(Record, models.PROTECT, null=True, blank=True, related_name="+")
    words = models.CharField(max_length=300, blank=True)
    date = partial_date_field()
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["review", "mandate"], name="one_item_per_mandate")
        ]

    def __str__(self) -> str:
        return self.mandate.slug

    def get_absolute_url(self) -> str:
        """The page of the mandate in its set."""
        return reverse(
            "mandates:review_item", kwargs={"slug": self.review.slug, "mandate": self.mandate.slug}
        )
