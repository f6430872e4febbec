"""Mandates as every list shows them: number, the words that ask, who, whom for, who leads; in one query."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import JSONObject, Left

from majlis.instruments.core.subqueries import (
    Chain,
    chain_from,
    chain_json,
    instrument_from,
    instrument_json,
)
from majlis.instruments.models import Provision, ProvisionWording, Version
from majlis.kernel.models import Record, Wording
from majlis.mandates.models import Actor, LateNotice, Mandate, Named

LONGEST = 240
"""Signs of the words that ask in a list."""


@dataclass
class Line:
    """A mandate in a list. ``chain``: the provisions above with their words, then its own.

    ``timeline_entry``: of the last notice by which it is late for everybody ``download_response`` with ``language`` and ``expected``; it is
    for those to read alone for whom it is late by its ``late_from``.
    """

    mandate: Mandate
    text: str
    language: str
    chain: Chain
    version: Version
    lead: Actor | None = None
    named: dict[str, list[Actor]] = field(default_factory=dict)
    told: dict[str, str] | None = None

    def actors(self, role: str) -> list[Actor]:
        """Whom it names in a part: asked, recipient, via."""
        return self.named.get(role, [])


def title_of(actor: str, language: str) -> Subquery:
    """The name of an actor at ``actor`` for a reader of a language."""
    other = Case(When(language=language, then=Value(0)), default=Value(1))
    found = Wording.objects.filter(record=OuterRef(actor), field="title").exclude(text="")
    return Subquery(found.order_by(other, "status", "language").values("text")[:1])


def with_lines(found: QuerySet[Mandate], language: str) -> QuerySet[Any]:
    """Read with mandates what ``action_lines`` makes of them. ``add_records`` is ordered and cut by the caller."""
    here = Case(When(language=language, then=Value(0)), default=Value(1))
    words = (
        ProvisionWording.objects.filter(provision=OuterRef("asking__provision"))
        .exclude(text="")
        .order_by(here, "status", "pk")
    )
    said = words.annotate(at=chain_json()).values(
        json=JSONObject(text=Left("text", LONGEST + 1), language=F("language"), at=F("at"))
    )[:1]
    version = Version.objects.filter(pk=OuterRef("asking__version"))
    in_version = version.values(
        json=JSONObject(
            pk=F("pk"),
            slug=F("slug"),
            state=F("state"),
            address=F("record__address"),
            instrument=instrument_json("instrument__", language),
        )
    )[:1]
    named = (
        Named.objects.filter(asking=OuterRef("asking"))
        .order_by("role", "position", "pk")
        .values(
            json=JSONObject(
                role=F("role"),
                pk=F("actor"),
                slug=F("actor__slug"),
                title=title_of("actor", language),
            )
        )
    )
    lead = (
        Actor.objects.filter(pk=OuterRef("lead"))
        .annotate(title=title_of("pk", language))
        .values(json=JSONObject(pk=F("pk"), slug=F("slug"), title=F("title")))[:1]
    )
    return found.annotate(
        recurs=F("asking__recurrence"),
        says=Subquery(said),
        in_version=Subquery(in_version),
        names=ArraySubquery(named),
        led=Subquery(lead),
        # Asked of those alone that can be late, which are few.
        told=Case(When(late_from__isnull=False, then=Subquery(_told()))),
    )


def _told() -> QuerySet[Any]:
    """What who leads answered to the notice by which a mandate is late."""
    own = Q(deliverable__mandate=OuterRef("pk"))
    merged = Q(deliverable__took_in__mandate=OuterRef("pk"))
    found = LateNotice.objects.filter(
        own | merged, actor=OuterRef("lead"), answer_by__lt=OuterRef("late_from"), spared=False
    )
    said = JSONObject(answer=F("answer"), language=F("language"), expected=F("expected"))
    made: QuerySet[Any] = found.order_by("-answer_by", "-due", "pk").values(json=said)[:1]
    return made


def lines(rows: Any) -> list[Line]:
    """The lines of mandates that were read ``with_lines``."""
    return [_line(each) for each in rows]


def actor_from(found: dict[str, Any]) -> Actor:
    """An actor to be named and linked, from the JSON of a subquery; ``key_label`` is its name here."""
    record = Record(pk=found["pk"], kind="actor", address=f"actors/{found['slug']}")
    actor = Actor(record=record, slug=found["slug"])
    actor.called = found["title"] or found["slug"]  # type: ignore[attr-defined]
    return actor


def _line(mandate: Any) -> Line:
    in_version, said = mandate.in_version or {}, mandate.says
    version = Version(
        record=Record(
            pk=in_version.get("pk"), kind="version", address=in_version.get("address", "")
        ),
        slug=in_version.get("slug", ""),
        state=in_version.get("state", ""),
    )
    if in_version:
        version.instrument = instrument_from(in_version["instrument"])
    chain: Chain = chain_from(version, said["at"]) if said else [(Provision(version=version), None)]
    text = said["text"] if said else ""
    named: dict[str, list[Actor]] = {}
    for each in mandate.names:
        named.setdefault(each["role"], []).append(actor_from(each))
    return Line(
        mandate,
        f"{text[:LONGEST].rsplit(' ', 1)[0]}…" if len(text) > LONGEST else text,
        said["language"] if said else "",
        chain,
        version,
        actor_from(mandate.led) if mandate.led else None,
        named,
        getattr(mandate, "told", None),
    )


def asked_of(actor: int | QuerySet[Any], role: str = Named.Role.ASKED) -> Q:
    """The condition that the asking which counts names the actor (its key, or several) in a part."""
    found = Named.objects.filter(role=role)
    wanted = found.filter(actor=actor) if isinstance(actor, int) else found.filter(actor__in=actor)
    return Q(asking__in=wanted.values("asking"))
