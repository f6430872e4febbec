"""How often the findings of the engine were right, by language and version of the engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.instruments.models import Version
from majlis.kernel.downloads import Field, Sheet
from majlis.kernel.models.record import visibility_condition
from majlis.mandates.lifecycle import ACCEPTED, REJECTED
from majlis.mandates.models import Finding

MIN_DECISIONS = 30
"""Decisions below which a share says nothing."""


@dataclass(frozen=True)
class AccuracyRate:
    """What people decided of the findings of an engine in a language; ``withdrawal_among``: how many decisions there are.

    ``added``: mandates that it did not find, in texts that it read.
    """

    language: str
    engine: str
    accepted: int
    corrected: int
    rejected: int
    added: int = 0

    @property
    def among(self) -> int:
        """How many findings were decided."""
        return self.accepted + self.corrected + self.rejected

    @property
    def enough(self) -> bool:
        """Whether a share says something."""
        return self.among >= MIN_DECISIONS

    @property
    def all(self) -> int:
        """How many were accepted, found by the engine or added."""
        return self.accepted + self.corrected + self.added

    def share(self, of: int) -> float:
        """A number in a hundred decisions."""
        return 100 * of / self.among

    @property
    def missed(self) -> float | None:
        """Of a hundred that were accepted, how many a person had to add; None where there are too few."""
        return 100 * self.added / self.all if self.all >= MIN_DECISIONS else None


def accuracy_rates(user: Any) -> list[AccuracyRate]:
    """Of the texts that the reader may see, by language, the engine used last first. One query."""
    seen = Version.objects.visible_to(user).filter(
        visibility_condition(user, "instrument__record__")
    )
    whole, by_hand = Q(corrected=[]), Q(engine="")
    # What a person added is a miss of the engine that read the text last; with "" where it found nothing in it.
    others = Finding.objects.filter(version=OuterRef("version")).exclude(engine="")
    reader = Coalesce(Subquery(others.order_by("-pk").values("engine")[:1]), F("engine"))
    rows = (
        Finding.objects.filter(version__in=seen.values("pk"), state__in=[ACCEPTED, REJECTED])
        .exclude(by_hand, state=REJECTED)
        .order_by()
        .annotate(by=Case(When(by_hand, then=reader), default=F("engine")))
        .values("language", "by")
        .annotate(
            accepted=Count("pk", filter=Q(~by_hand, whole, state=ACCEPTED)),
            changed=Count("pk", filter=Q(~by_hand, ~whole, state=ACCEPTED)),
            rejected=Count("pk", filter=Q(state=REJECTED)),
            added=Count("pk", filter=by_hand),
        )
    )
    return [
        AccuracyRate(
            row["language"],
            row["by"],
            row["accepted"],
            row["changed"],
            row["rejected"],
            row["added"],
        )
        for row in rows.order_by("language", "-by")
    ]


FIELDS = (
    Field("language", _("Language"), _("code")),
    Field("engine", _("Engine"), _("its version; empty where it found nothing in the text")),
    Field(
        "decided",
        pgettext_lazy("findings", "Decided"),
        _("findings that a person accepted or rejected"),
    ),
    Field("accepted", _("Accepted"), _("without a correction")),
    Field("corrected", _("Corrected"), _("accepted after a field was corrected")),
    Field("rejected", _("Rejected"), _("judged not to be a mandate or clause")),
    Field(
        "added",
        _("Added by a person, not found"),
        _("mandates that a person added in texts that the engine read"),
    ),
)


def accuracy_sheet(found: list[AccuracyRate]) -> Sheet:
    """The error rates as data."""
    rows = [
        (each.language, each.engine, each.among, each.accepted, each.corrected, each.rejected)
        + (each.added,)
        for each in found
    ]
    return Sheet("mandates-rates", _("How often the engine is right"), FIELDS, rows)
