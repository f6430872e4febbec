"""The choices that the filters of the register offer: only values that would find something."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, Value
from django.utils.translation import get_language

from majlis.framework.models import Concept
from majlis.instruments.library import queries
from majlis.instruments.lifecycle import CONFIRMED
from majlis.instruments.models import Tag, Version
from majlis.kernel.compiled_query import compiled_query
from majlis.kernel.languages import sort_key
from majlis.kernel.models import Wording
from majlis.kernel.models.record import visibility_condition
from majlis.kernel.snapshot_cache import cached_rows
from majlis.mandates.core.rows import entity_title
from majlis.mandates.models import Addressee, Entity, Mandate, MandateSource
from majlis.parties.models import Body

Choice = tuple[str, str]
REGIONS = ("regions", "m49")
"""Schemes whose concepts are regions, or countries and areas of them: one filter of the register offers both."""
_SLUGS = ("regions",)
"""Schemes whose codes are slugs of our own, which say nothing to a reader."""


@dataclass
class FilterChoices:
    """Who is asked, for whom, who leads, whose texts, and the concepts of each scheme (key -> title, concepts)."""

    actors: list[Choice] = field(default_factory=list)
    recipients: list[Choice] = field(default_factory=list)
    leads: list[Choice] = field(default_factory=list)
    bodies: list[Choice] = field(default_factory=list)
    schemes: dict[str, tuple[str, list[Choice]]] = field(default_factory=dict)


def filter_choices(user: Any) -> FilterChoices:
    """All of it, in two queries, and ``version_years`` in one."""
    here = get_language() or "en"
    made = FilterChoices()
    by_part = {
        Addressee.Role.ADDRESSEE: made.actors,
        Addressee.Role.RECIPIENT: made.recipients,
        "lead": made.leads,
        "body": made.bodies,
    }
    for row in _entities_and_bodies(user, language=here):
        by_part[row["part"]].append((row["slug"], row["called"] or row["slug"]))
    for choices in by_part.values():
        choices.sort(key=lambda each: sort_key(each[1], here))
    for row in _concepts(user, language=here):
        _title, choices = made.schemes.setdefault(
            row["key"], (row["scheme_called"] or row["key"], [])
        )
        code = row["code"]
        called = row["called"] or code
        words = called if row["key"] in _SLUGS else f"{code} {row['called'] or ''}".strip()
        choices.append((f"{row['key']}/{code}", words))
    return made


@cached_rows
@compiled_query
def _entities_and_bodies(user: Any, language: str) -> QuerySet[Any]:
    """Actors by their part, and bodies of texts that ask something; the parts of one query."""
    seen = Mandate.objects.visible_to(user)

    def named(role: str) -> QuerySet[Any]:
        asks = Addressee.objects.filter(entity=OuterRef("pk"), role=role)
        there = asks.filter(source__current_of__in=seen.values("pk"))
        return _named_choices(Entity.objects.filter(Exists(there)), role, language)

    of_body = seen.filter(instrument__body=OuterRef("pk"))
    bodies = Body.objects.visible_to(user).filter(Exists(of_body))
    leads = Entity.objects.filter(Exists(seen.filter(lead=OuterRef("pk"))))
    others = (
        named(Addressee.Role.RECIPIENT),
        _named_choices(leads, "lead", language),
        _named_choices(bodies, "body", language),
    )
    every: QuerySet[Any] = named(Addressee.Role.ADDRESSEE).union(*others, all=True).order_by()
    return every


def _named_choices(found: QuerySet[Any], part: str, language: str) -> QuerySet[Any]:
    rows: QuerySet[Any] = found.order_by().annotate(
        part=Value(part), called=entity_title("pk", language)
    )
    return rows.values("part", "slug", "called")


@cached_rows
@compiled_query
def _concepts(user: Any, language: str) -> QuerySet[Any]:
    seen = Mandate.objects.visible_to(user)
    tagged = Tag.objects.filter(
        state=CONFIRMED, concept=OuterRef("pk"), lineage__in=seen.values("lineage")
    )
    scheme = Wording.objects.filter(record=OuterRef("scheme"), field="title", language=language)
    found: QuerySet[Any] = Concept.objects.visible_to(user).filter(Exists(tagged))
    rows: QuerySet[Any] = found.order_by("scheme__position", "position").annotate(
        key=F("scheme__key"),
        called=entity_title("pk", language),
        scheme_called=Subquery(scheme.values("text")[:1]),
    )
    return rows.values("key", "code", "called", "scheme_called")


def year_choices(user: Any) -> list[str]:
    """The years of the versions that ask something, the latest first."""
    return sorted((each for each in _year_rows(user) if _YEAR.fullmatch(each)), reverse=True)


@cached_rows
@compiled_query
def _year_rows(user: Any) -> QuerySet[Any]:
    asks = MandateSource.objects.filter(version=OuterRef("pk"), current_of__isnull=False)
    found = Version.objects.visible_to(user).filter(
        visibility_condition(user, "instrument__record__"), Exists(asks)
    )
    of_year: QuerySet[Any] = found.order_by().annotate(of_year=queries.YEAR)
    return of_year.values_list("of_year", flat=True).distinct()


_YEAR = re.compile(r"[12][0-9]{3}")
