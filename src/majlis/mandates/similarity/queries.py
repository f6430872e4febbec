"""Pairs of related mandates, as readers may see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, FloatField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from majlis.instruments.models import ProvisionWording
from majlis.kernel.compiled_query import compiled_query
from majlis.kernel.models import Reader
from majlis.kernel.models.record import visibility_condition
from majlis.mandates.core.audiences import decided_by_secretariat
from majlis.mandates.core.rows import JsonRow, MandateRow, entity_title, mandate_rows, with_row_data
from majlis.mandates.lifecycle import ACTIVE, JUDGED, PROPOSED
from majlis.mandates.models import Addressee, Entity, Mandate, RelatedPair
from majlis.mandates.models.similarity import HIDDEN_JUDGEMENTS

RELATED_SHOWN = 10
"""Number of related mandates shown on the page of a mandate."""


def visible_pairs(user: Reader) -> QuerySet[RelatedPair]:
    """The pairs whose two mandates the user may see."""
    return RelatedPair.objects.filter(
        visibility_condition(user, "first__record__"),
        visibility_condition(user, "second__record__"),
    )


def listed_pairs(pairs: QuerySet[RelatedPair]) -> QuerySet[RelatedPair]:
    """The pairs without those judged complementary or not related."""
    return pairs.exclude(state=JUDGED, judgement__in=HIDDEN_JUDGEMENTS)


def filtered_pairs(user: Reader, *, state: str = "", entity: str = "") -> QuerySet[RelatedPair]:
    """Pairs of active mandates and judged pairs, filtered by judgement (or ``proposed``) and by addressee."""
    pairs = visible_pairs(user).filter(
        Q(state=JUDGED)
        | Q(first__lifecycle_state=ACTIVE, second__lifecycle_state=ACTIVE, state=PROPOSED)
    )
    if state == PROPOSED:
        pairs = pairs.filter(state=PROPOSED)
    elif state:
        pairs = pairs.filter(state=JUDGED, judgement=state)
    else:
        pairs = listed_pairs(pairs)
    if entity:
        # Two subqueries: one condition over both sides would join each pair with all its addressees.
        sources = Addressee.objects.filter(
            role=Addressee.Role.ADDRESSEE, entity__slug=entity
        ).values("source")
        pairs = pairs.filter(Q(first__source__in=sources) | Q(second__source__in=sources))
    return pairs.order_by("-score", "pk")


def pair_addressees(user: Reader, language: str) -> list[tuple[str, str]]:
    """Slug and title of the addressees in listed pairs, ordered by title."""
    pairs = listed_pairs(visible_pairs(user)).order_by()
    sources = pairs.values("first__source").union(pairs.values("second__source"))
    addressees = Addressee.objects.filter(role=Addressee.Role.ADDRESSEE, source__in=sources)
    entities = Entity.objects.visible_to(user).filter(pk__in=addressees.values("entity"))
    rows = entities.annotate(called=entity_title("pk", language)).values_list("slug", "called")
    return sorted(((slug, called or slug) for slug, called in rows), key=lambda one: one[1])


@dataclass(frozen=True)
class PairRow:
    """A pair, and the rows of its two mandates."""

    pair: RelatedPair
    first: MandateRow
    second: MandateRow


def pair_rows(user: Reader, pairs: Sequence[RelatedPair], language: str) -> list[PairRow]:
    """The rows of pairs, in one query."""
    keys = {key for pair in pairs for key in (pair.first_id, pair.second_id)}
    mandates = Mandate.objects.visible_to(user).filter(pk__in=keys).select_related("record")
    rows = {row.mandate.pk: row for row in mandate_rows(with_row_data(mandates, language))}
    return [PairRow(pair, rows[pair.first_id], rows[pair.second_id]) for pair in pairs]


def related_mandates(
    user: Reader, mandate: Mandate, language: str
) -> list[tuple[MandateRow, JsonRow]]:
    """The mandates related to one, the most similar first, in one query.

    Each comes with its pair as a dict: pk, state, judgement, score.
    """
    nearest = _related_mandates(user, mandate=mandate.pk, language=language)
    return [(line, each.pair) for line, each in zip(mandate_rows(nearest), nearest, strict=True)]


@compiled_query
def _related_mandates(user: Reader, mandate: int, language: str) -> QuerySet[Any]:
    pair_with = listed_pairs(RelatedPair.objects.all()).filter(
        Q(first=mandate, second=OuterRef("pk")) | Q(second=mandate, first=OuterRef("pk"))
    )
    pair_json = JSONObject(pk=F("pk"), state=F("state"), judgement=F("judgement"), score=F("score"))
    pairs = listed_pairs(RelatedPair.objects.all())
    mandates = Mandate.objects.visible_to(user).filter(
        Q(pk__in=pairs.filter(first=mandate).values("second"))
        | Q(pk__in=pairs.filter(second=mandate).values("first"))
    )
    rows = with_row_data(mandates.select_related("record"), language).annotate(
        pair=Subquery(pair_with.values(json=pair_json)[:1]),
        score=Subquery(pair_with.values("score")[:1], FloatField()),
    )
    return rows.order_by("-score", "pk")[:RELATED_SHOWN]


def visible_pair(user: Reader, key: int) -> RelatedPair | None:
    """A pair whose two mandates the user may see; ``office`` says whether the secretariat judged it."""
    pairs = visible_pairs(user).select_related(
        "first__record",
        "first__source",
        "first__instrument__body__record",
        "second__record",
        "second__source",
        "second__instrument__body__record",
    )
    return pairs.filter(pk=key).annotate(office=decided_by_secretariat("judged_by")).first()


def pair_wordings(pair: RelatedPair) -> dict[int, dict[str, ProvisionWording]]:
    """Map mandate -> language -> wording of its provision, authentic ones first, in one query."""
    sources = [pair.first.source_id, pair.second.source_id]
    rows = ProvisionWording.objects.filter(provision__sources__in=sources).exclude(text="")
    by_mandate: dict[int, dict[str, ProvisionWording]] = {pair.first_id: {}, pair.second_id: {}}
    for wording in rows.annotate(of=F("provision__sources__mandate")).order_by("status", "pk"):
        if wording.of in by_mandate:
            by_mandate[wording.of][wording.language] = wording
    return by_mandate
