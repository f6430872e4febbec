"""The choices of the register's filters: only values that match a mandate."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, Value
from django.utils.translation import get_language

from majlis.framework.models import Concept
from majlis.instruments.lifecycle import CONFIRMED
from majlis.instruments.models import Tag, Version
from majlis.instruments.text_list import queries
from majlis.kernel.compiled_query import compiled_query
from majlis.kernel.languages import sort_key
from majlis.kernel.models import Reader, Wording
from majlis.kernel.models.record import visibility_condition
from majlis.kernel.snapshot_cache import cached_rows
from majlis.mandates.core.rows import entity_title
from majlis.mandates.models import Addressee, Entity, Mandate, MandateSource
from majlis.parties.models import Body

Choice = tuple[str, str]
REGIONS = ("regions", "m49")
"""Schemes of regions, countries and areas: one filter of the register offers them all."""
_SLUGS = ("regions",)
"""Schemes whose codes are slugs of this site, which are not shown."""


@dataclass
class FilterChoices:
    """The choices: addressees, recipients, leads, bodies; for each scheme its key -> title, concepts."""

    addressees: list[Choice] = field(default_factory=list)
    recipients: list[Choice] = field(default_factory=list)
    leads: list[Choice] = field(default_factory=list)
    bodies: list[Choice] = field(default_factory=list)
    schemes: dict[str, tuple[str, list[Choice]]] = field(default_factory=dict)


def filter_choices(user: Reader) -> FilterChoices:
    """All choices but the years, in two queries; for the years see ``year_choices``."""
    language = get_language() or "en"
    result = FilterChoices()
    by_part = {
        Addressee.Role.ADDRESSEE: result.addressees,
        Addressee.Role.RECIPIENT: result.recipients,
        "lead": result.leads,
        "body": result.bodies,
    }
    for row in _entities_and_bodies(user, language=language):
        by_part[row["part"]].append((row["slug"], row["called"] or row["slug"]))
    for choices in by_part.values():
        choices.sort(key=lambda each: sort_key(each[1], language))
    for row in _concepts(user, language=language):
        _title, choices = result.schemes.setdefault(
            row["key"], (row["scheme_called"] or row["key"], [])
        )
        code = row["code"]
        title = row["called"] or code
        label = title if row["key"] in _SLUGS else f"{code} {row['called'] or ''}".strip()
        choices.append((f"{row['key']}/{code}", label))
    return result


@cached_rows
@compiled_query
def _entities_and_bodies(user: Reader, language: str) -> QuerySet[Entity, dict[str, str]]:
    """Entities by their role, and bodies of texts with mandates, in one union query."""
    visible = Mandate.objects.visible_to(user)

    def with_role(role: str) -> QuerySet[Entity, dict[str, str]]:
        addressees = Addressee.objects.filter(entity=OuterRef("pk"), role=role)
        visible_addressees = addressees.filter(source__current_of__in=visible.values("pk"))
        return _named_choices(Entity.objects.filter(Exists(visible_addressees)), role, language)

    of_body = visible.filter(instrument__body=OuterRef("pk"))
    bodies = Body.objects.visible_to(user).filter(Exists(of_body))
    leads = Entity.objects.filter(Exists(visible.filter(lead=OuterRef("pk"))))
    others = (
        with_role(Addressee.Role.RECIPIENT),
        _named_choices(leads, "lead", language),
        _named_choices(bodies, "body", language),
    )
    return with_role(Addressee.Role.ADDRESSEE).union(*others, all=True).order_by()


def _named_choices[M: (Entity, Body)](
    queryset: QuerySet[M], part: str, language: str
) -> QuerySet[M, dict[str, str]]:
    rows: QuerySet[Any] = queryset.order_by().annotate(
        part=Value(part), called=entity_title("pk", language)
    )
    return rows.values("part", "slug", "called")


@cached_rows
@compiled_query
def _concepts(user: Reader, language: str) -> QuerySet[Concept, dict[str, str]]:
    visible = Mandate.objects.visible_to(user)
    tagged = Tag.objects.filter(
        state=CONFIRMED, concept=OuterRef("pk"), lineage__in=visible.values("lineage")
    )
    scheme_titles = Wording.objects.filter(
        record=OuterRef("scheme"), field="title", language=language
    )
    concepts = (
        Concept.objects.visible_to(user)
        .filter(Exists(tagged))
        .annotate(
            key=F("scheme__key"),
            called=entity_title("pk", language),
            scheme_called=Subquery(scheme_titles.values("text")[:1]),
        )
    )
    rows: QuerySet[Concept, dict[str, str]] = concepts.order_by(
        "scheme__position", "position"
    ).values("key", "code", "called", "scheme_called")
    return rows


def year_choices(user: Reader) -> list[str]:
    """The years of versions that state a mandate, the latest first."""
    return sorted((year for year in _year_rows(user) if _YEAR.fullmatch(year)), reverse=True)


@cached_rows
@compiled_query
def _year_rows(user: Reader) -> QuerySet[Version, str]:
    sources = MandateSource.objects.filter(version=OuterRef("pk"), current_of__isnull=False)
    versions = Version.objects.visible_to(user).filter(
        visibility_condition(user, "instrument__record__"), Exists(sources)
    )
    of_year = versions.order_by().annotate(of_year=queries.YEAR)
    years: QuerySet[Version, str] = of_year.values_list("of_year", flat=True)
    return years.distinct()


_YEAR = re.compile(r"[12][0-9]{3}")
