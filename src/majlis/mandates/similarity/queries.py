"""Pairs of related mandates, as readers may see them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import F, FloatField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from majlis.instruments.models import ProvisionWording
from majlis.kernel.models.record import visibility_condition
from majlis.mandates.core.audiences import decided_by_secretariat
from majlis.mandates.core.rows import MandateRow, entity_title, mandate_rows, with_row_data
from majlis.mandates.lifecycle import ACTIVE, JUDGED, PROPOSED
from majlis.mandates.models import Addressee, Entity, Mandate, RelatedPair
from majlis.mandates.models.similarity import HIDDEN_JUDGEMENTS

RELATED_SHOWN = 10
"""Related mandates that the page of a mandate shows."""


def visible_pairs(user: Any) -> QuerySet[RelatedPair]:
    """The pairs of which the user may see both."""
    return RelatedPair.objects.filter(
        visibility_condition(user, "first__record__"),
        visibility_condition(user, "second__record__"),
    )


def listed_pairs(found: QuerySet[RelatedPair]) -> QuerySet[RelatedPair]:
    """Without those of which a person said that they are complementary, or not related."""
    return found.exclude(state=JUDGED, judgement__in=HIDDEN_JUDGEMENTS)


def filtered_pairs(
    user: Any, *, state: str = "", entity: str = "", nothing: bool = False
) -> QuerySet[RelatedPair]:
    """The pairs of mandates that go on: by what was judged (or ``propose``), and by who is asked in one of the two.

    ``nothing``: a filter had a value that there is not.
    """
    found = visible_pairs(user).filter(
        Q(state=JUDGED)
        | Q(first__lifecycle_state=ACTIVE, second__lifecycle_state=ACTIVE, state=PROPOSED)
    )
    if nothing:
        return found.none()
    if state == PROPOSED:
        found = found.filter(state=PROPOSED)
    elif state:
        found = found.filter(state=JUDGED, judgement=state)
    else:
        found = listed_pairs(found)
    if entity:
        # Each side by itself: a condition over both joins every pair with all that is named in both.
        of = Addressee.objects.filter(role=Addressee.Role.ADDRESSEE, entity__slug=entity).values(
            "source"
        )
        found = found.filter(Q(first__source__in=of) | Q(second__source__in=of))
    return found.order_by("-score", "pk")


def pair_addressees(user: Any, language: str) -> list[tuple[str, str]]:
    """Who is asked in pairs, by slug and name, in the order of names."""
    both = listed_pairs(visible_pairs(user)).order_by()
    sources = both.values("first__source").union(both.values("second__source"))
    asked = Addressee.objects.filter(role=Addressee.Role.ADDRESSEE, source__in=sources)
    found = Entity.objects.visible_to(user).filter(pk__in=asked.values("entity"))
    rows = found.annotate(called=entity_title("pk", language)).values_list("slug", "called")
    return sorted(((slug, called or slug) for slug, called in rows), key=lambda one: one[1])


def rows_of_pairs(user: Any, found: Iterable[RelatedPair], language: str) -> dict[int, MandateRow]:
    """The mandates of pairs as lines, by key; one query."""
    keys = {key for each in found for key in (each.first_id, each.second_id)}
    seen_by = Mandate.objects.visible_to(user).filter(pk__in=keys).select_related("record")
    rows = with_row_data(seen_by, language)
    return {each.mandate.pk: each for each in mandate_rows(rows)}


def related_mandates(
    user: Any, mandate: Mandate, language: str
) -> list[tuple[MandateRow, dict[str, Any]]]:
    """The mandates related to one, each with its pair (key, state, judgement, score); the nearest first, one query."""
    both = listed_pairs(RelatedPair.objects.all()).filter(
        Q(first=mandate, second=OuterRef("pk")) | Q(second=mandate, first=OuterRef("pk"))
    )
    said = JSONObject(pk=F("pk"), state=F("state"), judgement=F("judgement"), score=F("score"))
    keys = listed_pairs(RelatedPair.objects.all())
    found = Mandate.objects.visible_to(user).filter(
        Q(pk__in=keys.filter(first=mandate).values("second"))
        | Q(pk__in=keys.filter(second=mandate).values("first"))
    )
    rows = with_row_data(found.select_related("record"), language).annotate(
        pair=Subquery(both.values(json=said)[:1]),
        score=Subquery(both.values("score")[:1], FloatField()),
    )
    some = list(rows.order_by("-score", "pk")[:RELATED_SHOWN])
    return [(line, each.pair) for line, each in zip(mandate_rows(some), some, strict=True)]


def visible_pair(user: Any, key: int) -> RelatedPair | None:
    """One pair, where the user may see both mandates, with ``decider_label``: whether who judged it was the secretariat."""
    found = visible_pairs(user).select_related(
        "first__record",
        "first__source",
        "first__instrument__body__record",
        "second__record",
        "second__source",
        "second__instrument__body__record",
    )
    return found.filter(pk=key).annotate(office=decided_by_secretariat("judged_by")).first()


def pair_wordings(pair: RelatedPair) -> dict[int, dict[str, ProvisionWording]]:
    """Mandate -> language -> the words of the provision that asks, authentic ones first; one query."""
    sources = [pair.first.source_id, pair.second.source_id]
    rows = ProvisionWording.objects.filter(provision__sources__in=sources).exclude(text="")
    made: dict[int, dict[str, ProvisionWording]] = {pair.first_id: {}, pair.second_id: {}}
    for each in rows.annotate(of=F("provision__sources__mandate")).order_by("status", "pk"):
        if each.of in made:
            made[each.of][each.language] = each
    return made
