"""Those who are asked: the list, and what each is asked by force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import (
    BooleanField,
    Case,
    Count,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from majlis.kernel import clock
from majlis.kernel.downloads import Field, Sheet
from majlis.kernel.models import Wording
from majlis.kernel.models.record import RecordedQuerySet, visibility_condition
from majlis.mandates.kinds import Standing
from majlis.mandates.lifecycle import ACTIVE
from majlis.mandates.models import Actor, Mandate, Named
from majlis.mandates.queries import register
from majlis.mandates.queries.lines import Line, lines, with_lines

SHOWN = 3
"""Mandates of each group that a page of an actor shows."""
IN_FORCE = Q(standing=Standing.BINDS, life=ACTIVE)


def actors(
    user: Any, words: str, sort: str, language: str, *, nothing: bool = False
) -> RecordedQuerySet:
    """The actors that fit, in the order of their names: never by how much they are asked.

    ``nothing``: a filter had a value that there is not.
    """
    found = Actor.objects.visible_to(user).filter(became=None)
    if nothing:
        return found.none()
    if words := " ".join(words.split()):
        called = Wording.objects.filter(field="title", text__icontains=words, record__kind="actor")
        found = found.filter(Q(pk__in=called.values("record")) | Q(lexicon__icontains=words))
    if sort:
        found = found.filter(sort=sort)
    return found.order_by_wording("title", language)


def counts(user: Any, found: Iterable[Actor]) -> dict[int, tuple[int, int]]:
    """Actor -> how many mandates in force ask it, and of how many nobody is named as lead; one query."""
    rows = (
        Named.objects.filter(
            visibility_condition(user, "asking__current_of__record__"),
            role=Named.Role.ASKED,
            actor__in=[each.pk for each in found],
            asking__current_of__standing=Standing.BINDS,
            asking__current_of__life=ACTIVE,
        )
        .order_by()
        .values("actor")
        .annotate(n=Count("pk"), unled=Count("pk", filter=Q(asking__current_of__lead__isnull=True)))
    )
    return {each["actor"]: (each["n"], each["unled"]) for each in rows}


@dataclass
class Group:
    """What an actor is asked with one force: how much, how much of it dated, the first of both."""

    force: str
    total: int = 0
    year: int = 0
    undated: int = 0
    unled: int = 0
    first: dict[bool, list[Line]] = field(default_factory=dict)


@dataclass
class Asked:
    """What an actor is asked: groups by force, and the first mandates for which nobody is named."""

    groups: list[Group]
    unled: list[Line]

    @property
    def without_lead(self) -> int:
        """Of how many nobody is named as lead."""
        return sum(each.unled for each in self.groups)


def asked_of(user: Any, actor: Actor, language: str, forces: Iterable[str]) -> Asked:
    """What the mandates in force ask of an actor, by force, dated and undated apart; two queries."""
    mine = Named.objects.filter(role=Named.Role.ASKED, actor=actor)
    found = Mandate.objects.visible_to(user).filter(IN_FORCE, asking__in=mine.values("asking"))
    today = clock.today()
    rows = (
        found.order_by()
        .annotate(
            open_end=Case(
                When(register.in_state("undated", today), then=Value(True)),
                default=Value(False),
                output_field=BooleanField(),
            )
        )
        .values("force", "open_end")
        .annotate(
            n=Count("pk"),
            year=Count("pk", filter=register.in_state("year", today)),
            unled=Count("pk", filter=Q(lead=None)),
            keys=ArrayAgg("pk", order_by=["due", "number"]),
            free=ArrayAgg("pk", filter=Q(lead=None), order_by=["number"], default=Value([])),
        )
    )
    groups = {force: Group(force) for force in forces}
    wanted: dict[tuple[str, bool], list[int]] = {}
    free: list[int] = []
    for each in rows:
        group = groups.setdefault(each["force"], Group(each["force"]))
        group.total += each["n"]
        group.year += each["year"]
        group.unled += each["unled"]
        group.undated += each["n"] if each["open_end"] else 0
        wanted[each["force"], each["open_end"]] = each["keys"][:SHOWN]
        free += each["free"]
    unled = sorted(free)[:SHOWN]
    read = _read({*unled, *(key for keys in wanted.values() for key in keys)}, language)
    for (force, undated), keys in wanted.items():
        groups[force].first[undated] = [read[key] for key in keys if key in read]
    shown = [each for each in groups.values() if each.total]
    return Asked(shown, [read[key] for key in unled if key in read])


def leads_on(user: Any) -> Subquery:
    """How many mandates in force the actor outside leads on, whether they ask it or not; None where there is none."""
    led = Mandate.objects.visible_to(user).filter(IN_FORCE, lead=OuterRef("pk")).order_by()
    return Subquery(led.values("lead").annotate(n=Count("pk")).values("n"))


def _read(keys: Iterable[int], language: str) -> Mapping[int, Line]:
    found: QuerySet[Any] = Mandate.objects.filter(pk__in=keys).select_related("record")
    return {each.mandate.pk: each for each in lines(with_lines(found, language))} if keys else {}


def sheet(user: Any, found: RecordedQuerySet, language: str) -> Sheet:
    """The list as data."""
    rows = list(found.with_wordings().select_related("body__record", "organisation__record"))
    there = counts(user, rows)
    fields = [
        Field("key", _("Key")),
        Field("name", _("Name")),
        Field("sort", pgettext("actor", "Kind")),
        Field("asked", _("Mandates in force")),
        Field("no_lead", _("No lead named")),
        Field("contact", _("Whom to ask")),
        Field("checked", _("Checked on")),
        Field("address", _("Address")),
    ]
    return Sheet(
        "actors",
        pgettext("mandates", "Actors"),
        fields,
        [
            [
                each.slug,
                each.say("title", language).text,
                each.sort,
                *there.get(each.pk, (0, 0)),
                each.contact_url or each.say("contact").text,
                each.contact_checked.isoformat() if each.contact_checked else "",
                each.record.address,
            ]
            for each in rows
        ],
    )
