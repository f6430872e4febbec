"""How often the findings of the engine were right, by language and version of the engine."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, Count, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce

from majlis.instruments.models import Version
from majlis.kernel.models import Reader
from majlis.kernel.models.record import visibility_condition
from majlis.mandates.lifecycle import ACCEPTED, REJECTED
from majlis.mandates.models import Finding

MIN_DECISIONS = 30
"""With fewer decisions, no share is shown."""


@dataclass(frozen=True)
class AccuracyRate:
    """What people decided on the findings of an engine version in a language.

    ``added``: mandates that a person added, in texts that the engine had read.
    """

    language: str
    engine: str
    accepted: int
    corrected: int
    rejected: int
    added: int = 0

    @property
    def among(self) -> int:
        """The number of findings that were decided."""
        return self.accepted + self.corrected + self.rejected

    @property
    def enough(self) -> bool:
        """Whether there are enough decisions to show a share."""
        return self.among >= MIN_DECISIONS

    @property
    def all(self) -> int:
        """The number of accepted mandates, found by the engine or added."""
        return self.accepted + self.corrected + self.added

    def share(self, of: int) -> float:
        """A number as a percentage of the decisions."""
        return 100 * of / self.among

    @property
    def missed(self) -> float | None:
        """The percentage of accepted mandates that a person had to add; None where there are too few."""
        return 100 * self.added / self.all if self.all >= MIN_DECISIONS else None


def accuracy_rates(user: Reader) -> list[AccuracyRate]:
    """The rates for texts that the reader may see, by language, the latest engine first. One query."""
    visible = Version.objects.visible_to(user).filter(
        visibility_condition(user, "instrument__record__")
    )
    uncorrected, by_hand = Q(corrected=[]), Q(engine="")
    # A mandate that a person added was missed by the engine that read the text last; it is "" if it
    # found nothing in the text.
    engine_findings = Finding.objects.filter(version=OuterRef("version")).exclude(engine="")
    reader = Coalesce(Subquery(engine_findings.order_by("-pk").values("engine")[:1]), F("engine"))
    rows = (
        Finding.objects.filter(version__in=visible.values("pk"), state__in=[ACCEPTED, REJECTED])
        .exclude(by_hand, state=REJECTED)
        .order_by()
        .annotate(by=Case(When(by_hand, then=reader), default=F("engine")))
        .values("language", "by")
        .annotate(
            accepted=Count("pk", filter=Q(~by_hand, uncorrected, state=ACCEPTED)),
            changed=Count("pk", filter=Q(~by_hand, ~uncorrected, state=ACCEPTED)),
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
