"""What came of a mandate, as pages read it: three queries for a whole mandate, however much was said."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Exists, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, JSONObject, NullIf

from majlis.kernel.models import Wording
from majlis.kernel.models.record import visible
from majlis.mandates.models import (
    Answer,
    Deliverable,
    Evaluation,
    Evidence,
    LateNotice,
    Mandate,
    Occasion,
    Occurrence,
    Resource,
    Response,
    Statement,
    Step,
)
from majlis.mandates.queries.lines import title_of
from majlis.parties.models.body import is_after

Row = dict[str, Any]


@dataclass
class Came:
    """What came of one mandate. Each row is a dictionary of the database's JSON; ``deliverables`` and ``statements`` are models with such rows."""

    deliverables: list[Deliverable] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    resources: list[Row] = field(default_factory=list)
    evaluations: list[Row] = field(default_factory=list)
    responses: list[Row] = field(default_factory=list)
    occurrences: list[Row] = field(default_factory=list)


def document_json(user: Any, language: str, at: str = "record") -> dict[str, Any]:
    """Of a record at ``at``: its address and title, where the reader may see it; and whether there is one."""
    seen = visible(user, f"{at}__")
    titles = Wording.objects.filter(record=OuterRef(at), field="title").exclude(text="")
    other = Case(When(language=language, then=Value(0)), default=Value(1))
    called = Subquery(titles.order_by(other, "status", "language").values("text")[:1])
    return {
        f"{at}": F(f"{at}_id"),
        f"{at}_kind": Case(When(seen, then=F(f"{at}__kind"))),
        f"{at}_address": Case(When(seen, then=F(f"{at}__address"))),
        f"{at}_title": Case(When(seen, then=called)),
    }


def occasion_json(language: str, at: str = "occasion") -> dict[str, Any]:
    """Of an occasion at ``at``: whose it is, its year, how it is called, its dates."""
    names = ("year", "label", "names", "date", "until")
    found: dict[str, Any] = {f"{at}_{name}": F(f"{at}__{name}") for name in names}
    return found | {f"{at}_actor": title_of(f"{at}__actor", language)}


def came_of(user: Any, mandate: Mandate, language: str) -> Came:
    """All that was said of a mandate, for a reader."""
    row: Any = Mandate.objects.filter(pk=mandate.pk).annotate(
        resources_=ArraySubquery(resources(user, language)),
        evaluations_=ArraySubquery(evaluations(user, language).filter(mandate=OuterRef("pk"))),
        responses_=ArraySubquery(responses(user, language)),
        occurrences_=ArraySubquery(occurrences(user, language)),
    )
    found = row.values("resources_", "evaluations_", "responses_", "occurrences_")[0]
    return Came(
        list(deliverables(user, mandate, language)),
        list(statements(user, mandate, language)),
        found["resources_"],
        found["evaluations_"],
        found["responses_"],
        found["occurrences_"],
    )


def deliverables(user: Any, mandate: Mandate | None, language: str) -> QuerySet[Any]:
    """The deliverables of a mandate (of all, for None) with their steps, answers and the latest notice, in one query."""
    of = OuterRef("pk")
    steps = Step.objects.filter(deliverable=of).values(
        json=JSONObject(
            pk=F("pk"),
            does=F("does"),
            actor=title_of("actor", language),
            actor_slug=F("actor__slug"),
            in_place_of=title_of("in_place_of", language),
            reports_back=F("reports_back"),
            words=F("words"),
            date=F("date"),
            done_on=F("done_on"),
            link=F("link"),
            title=F("title"),
            **document_json(user, language),
            **document_json(user, language, "by"),
            **occasion_json(language),
        )
    )
    answers = Answer.objects.filter(deliverable=of).values(
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
    notices = LateNotice.objects.filter(deliverable=of).values(
        json=JSONObject(
            pk=F("pk"),
            due=F("due"),
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
        rows.select_related("occasion", "occurrence", "merged_into__mandate__record")
        .annotate(
            steps_=ArraySubquery(steps),
            answers_=ArraySubquery(answers),
            notices_=ArraySubquery(notices),
            occasion_actor=title_of("occasion__actor", language),
            by_json=JSONObject(**document_json(user, language, "merged_by")),
        )
        .order_by("ordinal")
    )


def statements(user: Any, mandate: Mandate | None, language: str) -> QuerySet[Any]:
    """The statements on a mandate (on all, for None) that stand, the latest first, with their evidence, in one query."""
    other = Case(When(language=language, then=Value(0)), default=Value(1))
    words = Wording.objects.filter(record=OuterRef("pk")).exclude(text="")
    said = words.order_by(other, "status", "language").values(
        json=JSONObject(text=F("text"), language=F("language"))
    )
    evidence = Evidence.objects.filter(statement=OuterRef("pk")).values(
        json=JSONObject(link=F("link"), title=F("title"), **document_json(user, language))
    )
    rows: QuerySet[Any] = (
        Statement.objects.visible_to(user)
        .filter(withdrawn_at=None, **({"mandate": mandate} if mandate is not None else {}))
        .select_related("record", "reviewed_at")
        .annotate(
            said_text=Subquery(said.filter(field="text")[:1]),
            said_reason=Subquery(said.filter(field="reason")[:1]),
            evidence_=ArraySubquery(evidence),
            by_actor=title_of("actor", language),
            reviewed_actor=title_of("reviewed_at__actor", language),
        )
        .order_by("-ordinal")
    )
    return rows


def resources(user: Any, language: str) -> QuerySet[Any]:
    """What documents say of resources, by year and as they came in: never by amount."""
    return (
        Resource.objects.filter(mandate=OuterRef("pk"))
        .order_by("year", "pk")
        .values(
            json=JSONObject(
                pk=F("pk"),
                sort=F("sort"),
                amount=F("amount"),
                currency=F("currency"),
                year=F("year"),
                year_to=F("year_to"),
                funding=F("funding"),
                language=F("language"),
                words=F("words"),
                title=F("title"),
                link=F("link"),
                **document_json(user, language),
            )
        )
    )


def evaluations(user: Any, language: str) -> QuerySet[Any]:
    """Evaluations as JSON, the latest first."""
    return Evaluation.objects.order_by("-year", "pk").values(
        json=JSONObject(
            pk=F("pk"),
            own=F("own"),
            by=title_of("by", language),
            by_slug=F("by__slug"),
            by_words=F("by_words"),
            of=title_of("of", language),
            year=F("year"),
            language=F("language"),
            text=F("text"),
            title=F("title"),
            link=F("link"),
            **document_json(user, language),
        )
    )


def responses(user: Any, language: str) -> QuerySet[Any]:
    """Responses as JSON, in the order in which they came."""
    return (
        Response.objects.filter(mandate=OuterRef("pk"))
        .order_by("pk")
        .values(
            json=JSONObject(
                pk=F("pk"),
                organisation=title_of("organisation", language),
                organisation_key=F("organisation_id"),
                actor_key=F("actor_id"),
                actor=title_of("actor", language),
                language=F("language"),
                text=F("text"),
                title=Value(""),
                link=F("link"),
                date=F("date"),
                **document_json(user, language),
            )
        )
    )


def occurrences(user: Any, language: str) -> QuerySet[Any]:
    """When that happened for which a mandate waits, as JSON."""
    return (
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


def occasions(language: str, year: int | None = None) -> QuerySet[Any]:
    """Sessions with whose they are; those of the latest years first."""
    rows = Occasion.objects.annotate(called=title_of("actor", language)).select_related(
        "actor__record"
    )
    if year is not None:
        rows = rows.filter(year=year)
    return rows.order_by("-year", "called", "label", "pk")


@dataclass(frozen=True)
class Conflict:
    """Two steps of a deliverable that lie in the calendar the other way round than in the chain."""

    deliverable: Deliverable
    first: Row
    then: Row


def conflicts_in(deliverable: Any) -> list[Conflict]:
    """Of each step whose date lies surely after that of a later step: the two, without saying who is to blame."""
    found = []
    steps = [each for each in deliverable.steps_ if date_of(each)]
    for n, first in enumerate(steps):
        for then in steps[n + 1 :]:
            if is_after(date_of(first), _end_of(then)):
                found.append(Conflict(deliverable, first, then))
                break
    return found


def date_of(step: Row) -> str:
    """When a step is or was taken, as far as that is known: empty where its session has no date."""
    return step["done_on"] or step["date"] or step["occasion_date"] or ""


def _end_of(step: Row) -> str:
    return step["done_on"] or step["date"] or step["occasion_until"] or step["occasion_date"] or ""


def conflicts(user: Any, language: str) -> list[Conflict]:
    """All chains whose dated steps are out of their order, of mandates that bind."""
    seen = Mandate.objects.visible_to(user).filter(standing="binds", life="active")
    keys = suspects(seen)
    if not keys:
        return []
    rows = deliverables(user, None, language).filter(pk__in=keys)
    return [
        each
        for row in rows.select_related(
            "occasion", "occurrence", "merged_into", "mandate__record"
        ).order_by("mandate__number", "ordinal")
        for each in conflicts_in(row)
    ]


def suspects(seen: QuerySet[Mandate]) -> list[int]:
    """Deliverables in which a step lies before an earlier one of the chain, where the dates are compared as text."""
    empty = Value("")
    day = Coalesce(NullIf("done_on", empty), NullIf("date", empty), NullIf("occasion__date", empty))
    dated = Step.objects.annotate(day=day).filter(day__isnull=False)
    later = dated.filter(
        deliverable=OuterRef("deliverable"),
        position__gt=OuterRef("position"),
        day__lt=OuterRef("day"),
    )
    rows = dated.filter(
        Exists(later), deliverable__mandate__in=seen, deliverable__withdrawn_at=None
    )
    return list(rows.order_by().values_list("deliverable", flat=True).distinct())
