"""Review sets, and their mandates at the time of the snapshot and today."""

from __future__ import annotations

import re

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.kernel.actor import Actor
from majlis.kernel.downloads import Field, Sheet
from majlis.kernel.models import Reader, Record
from majlis.kernel.models.record import RecordedQuerySet, visibility_condition
from majlis.kernel.verbs import may
from majlis.mandates.core.numbers import format_number
from majlis.mandates.core.references import parse_mandate_number
from majlis.mandates.core.rows import MandateRow, entity_title, mandate_rows, with_row_data
from majlis.mandates.lifecycle import COLLECTING
from majlis.mandates.models import Entity, Mandate, ReviewItem, ReviewSet
from majlis.parties.models import Body


def reviewable_bodies(request: HttpRequest) -> RecordedQuerySet:
    """The bodies for which the reader may create a set."""
    actor = Actor.of(request)
    bodies: RecordedQuerySet = Body.objects.visible_to(request.user).with_wordings()
    if may(actor, "mandates.create_review_set", None):
        return bodies
    allowed = [each.pk for each in bodies if may(actor, "mandates.create_review_set", each)]
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
    return sets.order_by("-made_at", "pk")


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


def get_review_set(user: Reader, slug: str) -> ReviewSet:
    """One of the ``review_sets``. Raises ReviewSet.DoesNotExist."""
    return review_sets(user).get(slug=slug)


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


FIELDS = (
    Field("number", _("Number")),
    Field("text", _("Text")),
    Field("words", _("The words that ask")),
    Field("asked", _("Who is asked"), _("codes of actors")),
    Field("recipient", _("For whom"), _("codes of actors")),
    Field("lead", _("Lead"), _("code of the actor")),
    Field("force", pgettext_lazy("mandate", "Force")),
    Field("progress", pgettext_lazy("mandate", "State"), _("when the set was frozen")),
    Field("due", _("By when")),
    Field("expires", _("Expires")),
    Field("outcome", pgettext_lazy("review", "Outcome")),
    Field("outcome_words", _("What was decided")),
    Field("act", _("By which act")),
    Field("date", _("On which day")),
)


def review_sheet(review: ReviewSet, items: list[ReviewItem], language: str) -> Sheet:
    """A set as data, as it was when it was frozen."""
    return Sheet(
        review.slug,
        review.say("title").text,
        FIELDS,
        [_sheet_row(each, language) for each in items],
    )


def _sheet_row(item: ReviewItem, language: str) -> list[str]:
    snapshot = item.snapshot
    words = snapshot.get("words") or {}
    return [
        item.mandate.slug,
        snapshot.get("text", ""),
        words.get(language) or next(iter(words.values()), ""),
        " ".join(snapshot.get("asked", ())),
        " ".join(snapshot.get("recipient", ())),
        snapshot.get("lead", ""),
        snapshot.get("force", ""),
        snapshot.get("progress", ""),
        snapshot.get("due") or snapshot.get("due_text", ""),
        snapshot.get("expires", ""),
        item.outcome,
        item.text,
        item.words or item.act or "",  # type: ignore[attr-defined]
        item.date,
    ]


def entity_names(slugs: set[str], language: str) -> dict[str, str]:
    """The names of entities by slug, in a language; one query."""
    entities = Entity.objects.filter(slug__in=slugs).annotate(title=entity_title("pk", language))
    return {slug: title or slug for slug, title in entities.values_list("slug", "title")}
