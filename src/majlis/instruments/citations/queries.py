"""The versions that cite an instrument."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, OuterRef, QuerySet, Value, When, Window

from majlis.instruments.core.subqueries import Chain, chain_from, chain_json, symbol_subquery
from majlis.instruments.models import Citation, Instrument, ProvisionWording, Version
from majlis.kernel.compiled_query import compiled_query
from majlis.kernel.models import Reader
from majlis.kernel.models.record import visibility_condition

MOST_CITING = 50
"""Most entries in the list of citing texts."""


@dataclass
class CitingVersion:
    """A version of another text that cites an instrument: its symbol in the reader's language, and the places.

    ``places`` has for each citing provision its ancestors with their wordings, then itself.
    """

    version: Version
    symbol: str
    places: list[Chain]


def citing_versions(
    user: Reader, instrument: Instrument, language: str
) -> tuple[list[CitingVersion], int]:
    """The versions of other texts that cite an instrument, the newest first, and their number; one query.

    At most MOST_CITING versions; the wordings of their texts are loaded later.
    """
    rows = _citing(user, instrument=instrument.pk, language=language)
    versions = [
        CitingVersion(each, each.symbol_here or "", [chain_from(each, at) for at in each.at])
        for each in rows
    ]
    return versions, rows[0].among if rows else 0


@compiled_query
def _citing(user: Reader, instrument: int, language: str) -> QuerySet[Version]:
    language_rank = Case(When(language=language, then=Value(0)), default=Value(1))
    wordings = (
        ProvisionWording.objects.filter(
            pk__in=Citation.objects.filter(
                target=instrument, version=OuterRef(OuterRef("pk"))
            ).values("wording")
        )
        .order_by("provision__position", language_rank, "status", "pk")
        .distinct("provision__position")
    )
    versions: QuerySet[Version] = (
        Version.objects.visible_to(user)
        .filter(
            visibility_condition(user, "instrument__record__"),
            pk__in=Citation.objects.filter(target=instrument).values("version"),
        )
        .exclude(instrument=instrument)
        .select_related("instrument__record")
        .annotate(
            among=Window(Count("pk")),
            symbol_here=symbol_subquery(language, version=OuterRef("pk")),
            at=ArraySubquery(wordings.values(json=chain_json())),
        )
    )
    return versions.order_by("-date", "pk")[:MOST_CITING]
