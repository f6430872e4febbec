"""Queries of deliverables with their steps, submissions and notices, and of sessions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypedDict

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import JSONObject

from majlis.instruments.models import Version
from majlis.kernel.models import Reader
from majlis.mandates.core.progress import binding_sources
from majlis.mandates.core.rows import JsonRow, document_json, entity_title
from majlis.mandates.models import (
    Deliverable,
    Mandate,
    Occurrence,
    OverdueNotice,
    Step,
    Submission,
)

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


def occasion_json(language: str, at: str = "occasion") -> dict[str, F | Subquery]:
    """The fields of an occasion for a JSON object; ``at`` is the path to it and the prefix of its keys."""
    names = ("year", "label", "names", "date", "until")
    fields = {f"{at}_{name}": F(f"{at}__{name}") for name in names}
    return fields | {f"{at}_entity": entity_title(f"{at}__entity", language)}


class DeliverableData(TypedDict):
    """The annotations of ``deliverable_rows``."""

    steps_: list[JsonRow]
    answers_: list[JsonRow]
    notices_: list[JsonRow]
    occasion_entity: str | None
    reporter: str | None
    owed_since: str | None
    into_entity: str | None
    into_seen: bool
    by_json: JsonRow
    asking_seen: bool


type DeliverableRow = WithAnnotations[Deliverable, DeliverableData]


def deliverable_rows(
    user: Reader, mandate: Mandate | None, language: str
) -> QuerySet[DeliverableRow]:
    """The deliverables of a mandate (of all mandates for None), in one query."""
    deliverable = OuterRef("pk")
    steps = Step.objects.filter(deliverable=deliverable).values(
        json=JSONObject(
            pk=F("pk"),
            task=F("task"),
            entity=entity_title("entity", language),
            entity_slug=F("entity__slug"),
            on_behalf_of=entity_title("on_behalf_of", language),
            in_place_of_slug=F("on_behalf_of__slug"),
            reports_back=F("reports_back"),
            act_words=F("act_words"),
            date=F("date"),
            done_on=F("done_on"),
            link=F("link"),
            title=F("title"),
            **document_json(user, language),
            **document_json(user, language, "act"),
            **occasion_json(language),
        )
    )
    submissions = Submission.objects.filter(deliverable=deliverable).values(
        json=JSONObject(
            pk=F("pk"),
            title=F("title"),
            link=F("link"),
            paragraphs=F("paragraphs"),
            language=F("language"),
            date=F("date"),
            **document_json(user, language),
        )
    )
    overdue_notices = OverdueNotice.objects.filter(
        Q(deliverable=deliverable) | Q(deliverable=OuterRef("merged_into"))
    )
    notices = overdue_notices.values(
        json=JSONObject(
            pk=F("pk"),
            of=F("deliverable"),
            entity=F("entity"),
            called=entity_title("entity", language),
            by_secretariat=F("by_secretariat"),
            waived=F("waived"),
            due=F("due"),
            notified_at=F("notified_at"),
            answer_by=F("answer_by"),
            language=F("language"),
            answer=F("answer"),
            expected=F("expected"),
        )
    )
    rows = Deliverable.objects.filter(withdrawn_at=None)
    if mandate is not None:
        rows = rows.filter(mandate=mandate)
    return (
        rows.select_related(
            "occasion",
            "occurrence",
            "merged_into__mandate__record",
            "merged_into__occasion",
            "source__version__record",
            "source__version__instrument",
        )
        .annotate(
            steps_=ArraySubquery(steps),
            answers_=ArraySubquery(submissions),
            notices_=ArraySubquery(notices),
            occasion_entity=entity_title("occasion__entity", language),
            reporter=entity_title("reported_for", language),
            owed_since=Subquery(
                binding_sources().filter(mandate=OuterRef("mandate")).values("version__date")[:1]
            ),
            into_entity=entity_title("merged_into__occasion__entity", language),
            into_seen=Exists(
                Mandate.objects.visible_to(user).filter(pk=OuterRef("merged_into__mandate"))
            ),
            by_json=JSONObject(**document_json(user, language, "merged_by")),
            asking_seen=Exists(
                Version.objects.visible_to(user).filter(pk=OuterRef("source__version"))
            ),
        )
        .order_by("ordinal")
    )


def occurrences_of(user: Reader, mandate: Mandate, language: str) -> list[JsonRow]:
    """The occurrences of the trigger of a mandate, in one query."""
    found: QuerySet[Mandate, list[JsonRow]] = (
        Mandate.objects.filter(pk=mandate.pk)
        .annotate(found=occurrence_rows(user, language))
        .values_list("found", flat=True)
    )
    return found[0]


def occurrence_rows(user: Reader, language: str) -> ArraySubquery:
    """Subquery: the occurrences of the trigger of the outer mandate, as JSON."""
    return ArraySubquery(
        Occurrence.objects.filter(mandate=OuterRef("pk"))
        .order_by("date", "pk")
        .values(
            json=JSONObject(
                pk=F("pk"),
                date=F("date"),
                language=F("language"),
                words=F("words"),
                title=Value(""),
                link=F("link"),
                **document_json(user, language),
            )
        )
    )


def report_step(steps: Sequence[JsonRow], index: int) -> int | None:
    """The index of the step in which a delegate reports back to the entity it replaces; None if there is none.

    That step is not part of the order of the chain.
    """
    row = steps[index]
    if not row["in_place_of_slug"] or not row["reports_back"]:
        return None
    candidates = (
        number
        for number in range(len(steps) - 1, index, -1)
        if steps[number]["task"] == Step.Task.RECEIVE
        and steps[number]["entity_slug"] == row["in_place_of_slug"]
    )
    return next(candidates, None)


def step_date(step: JsonRow) -> str:
    """The date of a step, as far as it is known; empty if its session has no date."""
    return step["done_on"] or step["date"] or step["occasion_date"] or ""


def step_end(step: JsonRow) -> str:
    """The last date of a step, as far as it is known; empty if its session has no date."""
    return step["done_on"] or step["date"] or step["occasion_until"] or step["occasion_date"] or ""
