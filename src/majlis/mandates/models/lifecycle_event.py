"""Acts that complete, merge, replace, pause, lapse or revive a mandate."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from majlis.kernel import clock
from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kernel.models import Record, User
from majlis.mandates.models.clause import Clause
from majlis.mandates.models.mandate import Mandate
from majlis.parties.models.body import partial_date_field


class LifecycleEvent(models.Model):
    """What was done, when and by what act: a ``record`` of this site, ``words``, or the ``clause`` by which it lapsed.

    ``into``: the mandate that it was merged into or replaced by. ``text`` in ``language``: the
    closing record, which says what was done and what is left; or why the mandate was paused or
    revived.
    """

    class Kind(models.TextChoices):
        """What the act did."""

        COMPLETE = "complete", pgettext_lazy("end of a mandate", "completed")
        MERGE = "merge", pgettext_lazy("end of a mandate", "merged into another")
        REPLACE = "replace", pgettext_lazy("end of a mandate", "replaced by another")
        PAUSE = "pause", pgettext_lazy("end of a mandate", "paused")
        LAPSE = "lapse", pgettext_lazy("end of a mandate", "lapsed")
        REVIVE = "revive", pgettext_lazy("end of a mandate", "reactivated")

    mandate = models.ForeignKey(Mandate, models.CASCADE, related_name="lifecycle_events")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    date = partial_date_field()
    record = models.ForeignKey(Record, models.PROTECT, null=True, blank=True, related_name="+")
    words = models.CharField(max_length=300, blank=True)
    into = models.ForeignKey(
        Mandate, models.PROTECT, null=True, blank=True, related_name="merged_from"
    )
    clause = models.ForeignKey(Clause, models.PROTECT, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    text = models.TextField()
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.mandate_id}"
