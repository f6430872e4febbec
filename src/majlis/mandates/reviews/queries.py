"""Review sets, and their mandates as they were when frozen and as they are now."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.kernel.actor import Actor
from majlis.kernel.downloads import Field, Sheet
from majlis.kernel.models import Record
from majlis.kernel.models.record import visibility_condition
from majlis.kernel.verbs import may
from majlis.mandates.core.numbers import format_number
from majlis.mandates.core.references import parse_mandate_number
from majlis.mandates.core.rows import MandateRow, entity_title, mandate_rows, with_row_data
from majlis.mandates.lifecycle import COLLECTING
from majlis.mandates.models import Entity, Mandate, ReviewItem, ReviewSet
from majlis.parties.models import Body


def reviewable_bodies(request: HttpRequest) -> Any:
    """The bodies for which the reader may make a set."""
    actor = Actor.of(request)
    found = Body.objects.visible_to(request.user).select_related("record").with_wordings()
    if may(actor, "mandates.create_review_set", None):
        return found
    own = [each.pk for each in found if may(actor, "mandates.create_review_set", each)]
    return found.filter(pk__in=own)


def review_sets(user: Any) -> QuerySet[Any]:
    """The sets that the user may see, the newest first; each has ``mandates`` and ``decision_token``, counted for the user."""
    seen = visibility_condition(user, "items__mandate__record__")
    found: QuerySet[Any] = (
        ReviewSet.objects.visible_to(user)
        .with_wordings()
        .select_related("body__record")
        .prefetch_related("body__record__wordings")
    )
    counted: QuerySet[Any] = found.annotate(
        mandates=Count("items", filter=seen),
        decided=Count("items", filter=seen & ~Q(items__outcome="")),
    )
    return counted.order_by("-made_at", "pk")


def collecting_sets(user: Any) -> QuerySet[Any]:
    """The sets that are still collected and that the user may see, the newest first, with their bodies and words."""
    found: QuerySet[Any] = (
        ReviewSet.objects.visible_to(user)
        .filter(state=COLLECTING)
        .with_wordings()
        .select_related("body__record")
        .order_by("-made_at", "pk")
    )
    return found


def get_review_set(user: Any, slug: str) -> ReviewSet:
    """One of them. Raises ReviewSet.DoesNotExist."""
    found: ReviewSet = review_sets(user).get(slug=slug)
    return found


def review_items(user: Any, review: ReviewSet) -> QuerySet[ReviewItem]:
    """The items of a set whose mandates the user may see, in their order, with the mandate and the address of the act."""
    act = Record.objects.visible_to(user).filter(pk=OuterRef("record"))
    return (
        review.items.filter(visibility_condition(user, "mandate__record__"))
        .select_related("mandate__record")
        .annotate(act=Subquery(act.values("address")[:1]))
        .order_by("position", "pk")
    )


def items_with_rows(items: list[ReviewItem], language: str) -> list[tuple[ReviewItem, MandateRow]]:
    """Items, each with its mandate as lists show it today; one query."""
    found = with_row_data(Mandate.objects.filter(pk__in=[i.mandate_id for i in items]), language)
    by_key = {line.mandate.pk: line for line in mandate_rows(found.select_related("record"))}
    return [(item, by_key[item.mandate_id]) for item in items]


def mandates_in_text(user: Any, words: str) -> tuple[list[Mandate], list[str]]:
    """The mandates that words name by number or address, in their order; and the words that name none."""
    tokens = [each for each in re.split(r"[\s,;،；、]+", words) if each]
    wanted = {}
    for each in tokens:
        number = parse_mandate_number(each)
        wanted[each] = format_number(number) if number is not None else ""
    there = Mandate.objects.visible_to(user).filter(
        slug__in=[slug for slug in wanted.values() if slug]
    )
    by_slug = {each.slug: each for each in there}
    rows = [by_slug[slug] for slug in dict.fromkeys(wanted.values()) if slug in by_slug]
    return rows, [each for each, slug in wanted.items() if slug not in by_slug]


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
    """A set as data, as it stood when it was frozen."""
    return Sheet(
        review.slug,
        review.say("title").text,
        FIELDS,
        [_sheet_row(each, language) for each in items],
    )


def _sheet_row(each: ReviewItem, language: str) -> list[Any]:
    kept = each.kept
    words = kept.get("words") or {}
    return [
        each.mandate.slug,
        kept.get("text", ""),
        words.get(language) or next(iter(words.values()), ""),
        " ".join(kept.get("asked", ())),
        " ".join(kept.get("recipient", ())),
        kept.get("lead", ""),
        kept.get("force", ""),
        kept.get("progress", ""),
        kept.get("due") or kept.get("due_text", ""),
        kept.get("expires", ""),
        each.outcome,
        each.text,
        each.words or each.act or "",  # type: ignore[attr-defined]
        each.date,
    ]


def entity_names(slugs: set[str], language: str) -> dict[str, str]:
    """Slug -> name of actors, for a reader of a language; one query."""
    found = Entity.objects.filter(slug__in=slugs).annotate(title=entity_title("pk", language))
    return {slug: title or slug for slug, title in found.values_list("slug", "title")}
