"""Review sets, and their mandates at the time of the snapshot and today."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from majlis.kernel.actor import Actor
from majlis.kernel.models import Reader, Record
from majlis.kernel.models.record import visibility_condition
from majlis.kernel.verbs import may
from majlis.mandates.core.numbers import format_number
from majlis.mandates.core.references import parse_mandate_number
from majlis.mandates.core.rows import JsonRow, MandateRow, entity_title, mandate_rows, with_row_data
from majlis.mandates.lifecycle import COLLECTING
from majlis.mandates.models import Entity, Mandate, ReviewItem, ReviewSet
from majlis.parties.models import Body


def reviewable_bodies(user: Reader, actor: Actor) -> QuerySet[Body]:
    """The bodies for which the reader may create a set."""
    bodies: QuerySet[Body] = Body.objects.visible_to(user).select_related("record").with_wordings()
    if may(actor, "mandates.create_review_set", None):
        return bodies
    allowed = [body.pk for body in bodies if may(actor, "mandates.create_review_set", body)]
    return bodies.filter(pk__in=allowed)


def review_sets(user: Reader) -> QuerySet[ReviewSet]:
    """The sets that the user may see, newest first.

    Each has ``mandates`` and ``decided``: the numbers of mandates, and of those with an outcome,
    among the mandates that the user may see.
    """
    visible = visibility_condition(user, "items__mandate__record__")
    sets: QuerySet[ReviewSet] = (
        ReviewSet.objects.visible_to(user)
        .with_wordings()
        .select_related("body__record")
        .prefetch_related("body__record__wordings")
        .annotate(
            mandates=Count("items", filter=visible),
            decided=Count("items", filter=visible & ~Q(items__outcome="")),
        )
    )
    counted: QuerySet[ReviewSet] = sets.annotate(
        mandates=Count("items", filter=visible),
        decided=Count("items", filter=visible & ~Q(items__outcome="")),
    )
    return counted.order_by("-made_at", "pk")


@dataclass(frozen=True)
class ListedSet:
    """One of the ``review_sets``, with its numbers."""

    review: ReviewSet
    mandates: int
    decided: int


def listed_sets(sets: Iterable[ReviewSet]) -> list[ListedSet]:
    """The rows of the list of review sets."""
    names = ("mandates", "decided")
    return [ListedSet(review, *(getattr(review, name) for name in names)) for review in sets]


def collecting_sets(user: Reader) -> QuerySet[ReviewSet]:
    """The sets that are not frozen yet and that the user may see, newest first, with bodies and wordings."""
    sets: QuerySet[ReviewSet] = (
        ReviewSet.objects.visible_to(user)
        .filter(state=COLLECTING)
        .with_wordings()
        .select_related("body__record")
        .order_by("-made_at", "pk")
    )
    return sets


def review_items(user: Reader, review: ReviewSet) -> QuerySet[ReviewItem]:
    """The items of a set whose mandates the user may see, in their order.

    Each has its mandate, and ``act``: the address of the record of the decision.
    """
    act = Record.objects.visible_to(user).filter(pk=OuterRef("record"))
    return (
        review.items.filter(visibility_condition(user, "mandate__record__"))
        .select_related("mandate__record")
        .annotate(act=Subquery(act.values("address")[:1]))
        .order_by("position", "pk")
    )


def items_with_rows(items: list[ReviewItem], language: str) -> list[tuple[ReviewItem, MandateRow]]:
    """Pair each item with the present row of its mandate; one query."""
    mandates = with_row_data(
        Mandate.objects.filter(pk__in=[item.mandate_id for item in items]), language
    )
    by_key = {line.mandate.pk: line for line in mandate_rows(mandates.select_related("record"))}
    return [(item, by_key[item.mandate_id]) for item in items]


def mandates_in_text(user: Reader, text: str) -> tuple[list[Mandate], list[str]]:
    """Find the mandates that a text names by number or address.

    Returns the mandates in the order of the text, and the tokens that name none.
    """
    tokens = [token for token in re.split(r"[\s,;،；、]+", text) if token]
    slug_by_token = {}
    for token in tokens:
        number = parse_mandate_number(token)
        slug_by_token[token] = format_number(number) if number is not None else ""
    visible = Mandate.objects.visible_to(user).filter(
        slug__in=[slug for slug in slug_by_token.values() if slug]
    )
    by_slug = {mandate.slug: mandate for mandate in visible}
    rows = [by_slug[slug] for slug in dict.fromkeys(slug_by_token.values()) if slug in by_slug]
    return rows, [token for token, slug in slug_by_token.items() if slug not in by_slug]


@dataclass(frozen=True)
class SnapshotRow:
    """A mandate of a frozen set, with the names of the entities of the set by slug."""

    item: ReviewItem
    names: Mapping[str, str]

    @property
    def snapshot(self) -> JsonRow:
        """The mandate as it was when the set was frozen."""
        snapshot: JsonRow = self.item.snapshot
        return snapshot


def snapshot_rows(user: Reader, review: ReviewSet, language: str) -> list[SnapshotRow]:
    """The mandates of a frozen set that the user may see, in their order; two queries."""
    items = list(review_items(user, review))
    names = entity_names(entity_slugs(items), language)
    return [SnapshotRow(item, names) for item in items]


def entity_slugs(items: Iterable[ReviewItem]) -> set[str]:
    """The slugs of the entities in the snapshots of items."""
    roles = ("asked", "recipient", "via")
    slugs = {slug for item in items for role in roles for slug in item.snapshot.get(role, ())}
    return slugs | {item.snapshot["lead"] for item in items if item.snapshot.get("lead")}


def entity_names(slugs: set[str], language: str) -> dict[str, str]:
    """The names of entities by slug, in a language; one query."""
    entities = Entity.objects.filter(slug__in=slugs).annotate(title=entity_title("pk", language))
    return {slug: title or slug for slug, title in entities.values_list("slug", "title")}
