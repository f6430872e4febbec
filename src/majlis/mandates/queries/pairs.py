"""Related pairs: those of a mandate, the list, one of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import F, FloatField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from majlis.instruments.models import ProvisionWording
from majlis.kernel.models.record import visibility_condition
from majlis.mandates.lifecycle import ACTIVE, JUDGED, PROPOSED
from majlis.mandates.models import Actor, Mandate, Named, RelatedPair
from majlis.mandates.models.near import OFF_THE_LIST
from majlis.mandates.queries.findings import by_secretariat
from majlis.mandates.queries.lines import Line, lines, title_of, with_lines

MOST = 10
"""Related mandates that the page of a mandate shows."""


def seen(user: Any) -> QuerySet[RelatedPair]:
    """The pairs of which the user may see both."""
    return RelatedPair.objects.filter(
        visibility_condition(user, "first__record__"),
        visibility_condition(user, "second__record__"),
    )


def on_the_list(found: QuerySet[RelatedPair]) -> QuerySet[RelatedPair]:
    """Without those of which a person said that they are complementary, or not related."""
    return found.exclude(state=JUDGED, judgement__in=OFF_THE_LIST)


def pairs(
    user: Any, *, state: str = "", actor: str = "", nothing: bool = False
) -> QuerySet[RelatedPair]:
    """The pairs of mandates that go on: by what was judged (or ``propose``), and by who is asked in one of the two.

    ``nothing``: a filter had a value that there is not.
    """
    found = seen(user).filter(
        Q(state=JUDGED) | Q(first__life=ACTIVE, second__life=ACTIVE, state=PROPOSED)
    )
    if nothing:
        return found.none()
    if state == PROPOSED:
        found = found.filter(state=PROPOSED)
    elif state:
        found = found.filter(state=JUDGED, judgement=state)
    else:
        found = on_the_list(found)
    if actor:
        # Each side by itself: a condition over both joins every pair with all that is named in both.
        of = Named.objects.filter(role=Named.Role.ASKED, actor__slug=actor).values("asking")
        found = found.filter(Q(first__asking__in=of) | Q(second__asking__in=of))
    return found.order_by("-score", "pk")


def actors(user: Any, language: str) -> list[tuple[str, str]]:
    """Who is asked in pairs, by slug and name, in the order of names."""
    both = on_the_list(seen(user)).order_by()
    askings = both.values("first__asking").union(both.values("second__asking"))
    asked = Named.objects.filter(role=Named.Role.ASKED, asking__in=askings)
    found = Actor.objects.visible_to(user).filter(pk__in=asked.values("actor"))
    rows = found.annotate(called=title_of("pk", language)).values_list("slug", "called")
    return sorted(((slug, called or slug) for slug, called in rows), key=lambda one: one[1])


def lines_of(user: Any, found: Iterable[RelatedPair], language: str) -> dict[int, Line]:
    """The mandates of pairs as lines, by key; one query."""
    keys = {key for each in found for key in (each.first_id, each.second_id)}
    seen_by = Mandate.objects.visible_to(user).filter(pk__in=keys).select_related("record")
    rows = with_lines(seen_by, language)
    return {each.mandate.pk: each for each in lines(rows)}


def related_to(user: Any, mandate: Mandate, language: str) -> list[tuple[Line, dict[str, Any]]]:
    """The mandates related to one, each with its pair (key, state, judgement, score); the nearest first, one query."""
    both = on_the_list(RelatedPair.objects.all()).filter(
        Q(first=mandate, second=OuterRef("pk")) | Q(second=mandate, first=OuterRef("pk"))
    )
    said = JSONObject(pk=F("pk"), state=F("state"), judgement=F("judgement"), score=F("score"))
    keys = on_the_list(RelatedPair.objects.all())
    found = Mandate.objects.visible_to(user).filter(
        Q(pk__in=keys.filter(first=mandate).values("second"))
        | Q(pk__in=keys.filter(second=mandate).values("first"))
    )
    rows = with_lines(found.select_related("record"), language).annotate(
        pair=Subquery(both.values(json=said)[:1]),
        score=Subquery(both.values("score")[:1], FloatField()),
    )
    some = list(rows.order_by("-score", "pk")[:MOST])
    return [(line, each.pair) for line, each in zip(lines(some), some, strict=True)]


def pair_at(user: Any, key: int) -> RelatedPair | None:
    """One pair, where the user may see both mandates, with ``office``: whether who judged it was the secretariat."""
    found = seen(user).select_related(
        "first__record",
        "first__asking",
        "first__instrument__body__record",
        "second__record",
        "second__asking",
        "second__instrument__body__record",
    )
    return found.filter(pk=key).annotate(office=by_secretariat("judged_by")).first()


def wordings_of(pair: RelatedPair) -> dict[int, dict[str, ProvisionWording]]:
    """Mandate -> language -> the words of the provision that asks, authentic ones first; one query."""
    askings = [pair.first.asking_id, pair.second.asking_id]
    rows = ProvisionWording.objects.filter(provision__askings__in=askings).exclude(text="")
    made: dict[int, dict[str, ProvisionWording]] = {pair.first_id: {}, pair.second_id: {}}
    for each in rows.annotate(of=F("provision__askings__mandate")).order_by("status", "pk"):
        if each.of in made:
            made[each.of][each.language] = each
    return made
