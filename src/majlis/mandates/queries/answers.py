"""What came of a mandate, as pages read it: three queries for a whole mandate, however much was said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, JSONObject, NullIf

from majlis.instruments.models import Version
from majlis.kernel.models import Wording
from majlis.kernel.models.record import visibility_condition
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
from majlis.mandates.outcome import owed
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
    """Of a record at ``deliver_at``: its address and title, where the reader may see it; and whether there is one."""
    seen = visibility_condition(user, f"{at}__")
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
    """Of an occasion at ``deliver_at``: whose it is, its year, how it is called, its dates."""
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
            in_place_of_slug=F("in_place_of__slug"),
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
    told = LateNotice.objects.filter(Q(deliverable=of) | Q(deliverable=OuterRef("merged_into")))
    notices = told.values(
        json=JSONObject(
            pk=F("pk"),
            of=F("deliverable"),
            actor=F("actor"),
            called=title_of("actor", language),
            by_office=F("by_office"),
            spared=F("spared"),
            due=F("due"),
            told_at=F("told_at"),
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
            "asking__version__record",
            "asking__version__instrument",
        )
        .annotate(
            steps_=ArraySubquery(steps),
            answers_=ArraySubquery(answers),
            notices_=ArraySubquery(notices),
            occasion_actor=title_of("occasion__actor", language),
            owed_since=Subquery(
                owed().filter(mandate=OuterRef("mandate")).values("version__date")[:1]
            ),
            into_actor=title_of("merged_into__occasion__actor", language),
            into_seen=Exists(
                Mandate.objects.visible_to(user).filter(pk=OuterRef("merged_into__mandate"))
            ),
            by_json=JSONObject(**document_json(user, language, "merged_by")),
            asking_seen=Exists(
                Version.objects.visible_to(user).filter(pk=OuterRef("asking__version"))
            ),
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
    """Two steps of a deliverable that lie in the calendar the other way round than in the chain.

    ``bridge``: the step that another takes in the place of the actor of ``first_organisation``, so that the chain holds.
    """

    deliverable: Deliverable
    first: Row
    then: Row
    bridge: Row | None = None


def reports_back(steps: Sequence[Row], at: int) -> int | None:
    """The place of the step in which the one in whose place another acts is told what it did; it is no part of the order."""
    row = steps[at]
    if not row["in_place_of_slug"] or not row["reports_back"]:
        return None
    found = (
        n
        for n in range(len(steps) - 1, at, -1)
        if steps[n]["does"] == Step.Does.RECEIVE
        and steps[n]["actor_slug"] == row["in_place_of_slug"]
    )
    return next(found, None)


def conflicts_in(deliverable: Any) -> list[Conflict]:
    """Of each step whose date lies surely after that of a later step: the two, without saying who is to blame.

    And those that there would be if nobody stood in for an actor that meets too late.
    """
    steps = deliverable.steps_
    backs = {n: back for n in range(len(steps)) if (back := reports_back(steps, n)) is not None}
    dated = [n for n, each in enumerate(steps) if date_of(each) and n not in backs.values()]

    def before(first: Row, place: int) -> Row | None:
        later = (steps[n] for n in dated if n > place)
        return next((one for one in later if is_after(date_of(first), _end_of(one))), None)

    found = [
        Conflict(deliverable, steps[n], then)
        for n in dated
        if (then := before(steps[n], n)) is not None
    ]
    bridged = [
        Conflict(deliverable, steps[back], then, steps[n])
        for n, back in backs.items()
        if n in dated and before(steps[n], n) is None and date_of(steps[back])
        if (then := before(steps[back], n)) is not None
    ]
    return found + bridged


def date_of(step: Row) -> str:
    """When a step is or was taken, as far as that is known: empty where its session has no date."""
    return step["done_on"] or step["date"] or step["occasion_date"] or ""


def _end_of(step: Row) -> str:
    return step["done_on"] or step["date"] or step["occasion_until"] or step["occasion_date"] or ""


def conflicts(user: Any, language: str) -> list[Conflict]:
    """All chains whose dated steps are out of their order, of mandates that bind, or would: while a text is proposed
    its sessions can still be put right. What is bridged comes last."""
    seen = Mandate.objects.visible_to(user).filter(life="active").exclude(standing="past")
    keys = suspects(seen)
    if not keys:
        return []
    rows = deliverables(user, None, language).filter(pk__in=keys)
    found = [
        each
        for row in rows.select_related(
            "occasion", "occurrence", "merged_into", "mandate__record"
        ).order_by("mandate__number", "ordinal")
        for each in conflicts_in(row)
    ]
    return sorted(found, key=lambda each: each.bridge is not None)


def suspects(seen: QuerySet[Mandate]) -> list[int]:
    """Deliverables in which a step lies before an earlier one of the chain, where the dates are compared as text; and
    those in which somebody stands in for another."""
    empty = Value("")
    day = Coalesce(NullIf("done_on", empty), NullIf("date", empty), NullIf("occasion__date", empty))
    dated = Step.objects.annotate(day=day).filter(day__isnull=False)
    later = dated.filter(
        deliverable=OuterRef("deliverable"),
        position__gt=OuterRef("position"),
        day__lt=OuterRef("day"),
    )
    bridge = Step.objects.filter(
        deliverable=OuterRef("deliverable"), in_place_of__isnull=False, reports_back=True
    )
    rows = dated.filter(
        Exists(later) | Exists(bridge),
        deliverable__mandate__in=seen,
        deliverable__withdrawn_at=None,
    )
    return list(rows.order_by().values_list("deliverable", flat=True).distinct())
