"""How often what the engine found was right, by language and version of the engine, from what people decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.instruments.models import Version
from majlis.kernel.downloads import Field, Sheet
from majlis.kernel.models.record import visible
from majlis.mandates.lifecycle import ACCEPTED, REJECTED
from majlis.mandates.models import Finding

FEWEST = 30
"""Decisions below which a share says nothing."""


@dataclass(frozen=True)
class Rate:
    """What people decided of the findings of an engine in a language; ``among``: how many decisions there are."""

    language: str
    engine: str
    accepted: int
    corrected: int
    rejected: int

    @property
    def among(self) -> int:
        """How many findings were decided."""
        return self.accepted + self.corrected + self.rejected

    @property
    def enough(self) -> bool:
        """Whether a share says something."""
        return self.among >= FEWEST

    def share(self, of: int) -> float:
        """A number in a hundred decisions."""
        return 100 * of / self.among


def rates(user: Any) -> list[Rate]:
    """Of the texts that the reader may see, by language, the engine used last first. One query."""
    seen = Version.objects.visible_to(user).filter(visible(user, "instrument__record__"))
    whole = Q(corrected=[])
    rows = (
        Finding.objects.filter(version__in=seen.values("pk"), state__in=[ACCEPTED, REJECTED])
        .exclude(engine="")
        .order_by()
        .values("language", "engine")
        .annotate(
            accepted=Count("pk", filter=Q(whole, state=ACCEPTED)),
            changed=Count("pk", filter=Q(~whole, state=ACCEPTED)),
            rejected=Count("pk", filter=Q(state=REJECTED)),
        )
    )
    return [
        Rate(row["language"], row["engine"], row["accepted"], row["changed"], row["rejected"])
        for row in rows.order_by("language", "-engine")
    ]


FIELDS = (
    Field("language", _("Language"), _("code")),
    Field("engine", _("Engine"), _("its version; what a person added by hand is not counted")),
    Field(
        "decided",
        pgettext_lazy("findings", "Decided"),
        _("findings that a person accepted or rejected"),
    ),
    Field("accepted", _("Accepted"), _("without a correction")),
    Field("corrected", _("Corrected"), _("accepted after a field was corrected")),
    Field("rejected", _("Rejected"), _("judged not to be a mandate or clause")),
)


def sheet(found: list[Rate]) -> Sheet:
    """The error rates as data."""
    rows = [
        (each.language, each.engine, each.among, each.accepted, each.corrected, each.rejected)
        for each in found
    ]
    return Sheet("mandates-rates", _("How often the engine is right"), FIELDS, rows)
