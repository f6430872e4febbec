"""The brief of an entity or a delegation: what it is asked, what it receives, what changed."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Count, F, Q, QuerySet, Value, Window
from django.db.models.functions import RowNumber

from majlis.kernel import clock
from majlis.mandates.changes import dropped
from majlis.mandates.changes.dropped import RECENT_DAYS
from majlis.mandates.core.rows import MandateRow, mandate_rows, with_row_data
from majlis.mandates.lifecycle import ACTIVE
from majlis.mandates.models import Addressee, Entity, LifecycleEvent, Mandate, MandateSource
from majlis.mandates.models.choices import Force, LegalStatus

MAX_ROWS = 60
"""Mandates of a brief under each heading; the register has the others."""


@dataclass
class ForceGroup:
    """What is asked with one force: dated ones by their date, then those without one, MOST in all; ``count``: how many
    there are."""

    force: str
    count: int = 0
    dated: list[MandateRow] = field(default_factory=list)
    undated: list[MandateRow] = field(default_factory=list)

    @property
    def left(self) -> int:
        """How many there are beside those that are named."""
        return self.count - len(self.dated) - len(self.undated)


@dataclass
class LimitedList:
    """The first of a list, and how many it has."""

    lines: list[MandateRow] = field(default_factory=list)
    count: int = 0

    @property
    def left(self) -> int:
        """How many there are beside those that are named."""
        return self.count - len(self.lines)


@dataclass
class RecentChanges:
    """The latest changes, each (line, change or end, day), and how many there are."""

    rows: list[tuple[MandateRow, str, datetime.date]] = field(default_factory=list)
    count: int = 0

    @property
    def left(self) -> int:
        """How many there are beside those that are named."""
        return self.count - len(self.rows)


@dataclass
class Brief:
    """All of it; ``unled_count``: how many have no lead."""

    asked: list[ForceGroup]
    comes: LimitedList = field(default_factory=LimitedList)
    changed: RecentChanges = field(default_factory=RecentChanges)
    unled: int = 0

    @property
    def count(self) -> int:
        """How many mandates are asked of it."""
        return sum(each.count for each in self.asked)


def get_entity(user: Any, slug: str) -> Entity:
    """An entity that the user may see, with its words. Raises Entity.DoesNotExist."""
    found: Entity = (
        Entity.objects.visible_to(user)
        .with_wordings()
        .select_related("body__record", "organisation__record", "parent__record")
        .get(slug=slug)
    )
    return found


def binding_mandates(user: Any) -> QuerySet[Any]:
    """Mandates that bind and are active, of texts that the user may see."""
    return Mandate.objects.visible_to(user).filter(
        legal_status=LegalStatus.IN_FORCE, lifecycle_state=ACTIVE
    )


def mandates_of_entities(user: Any, actors: Sequence[Entity]) -> QuerySet[Any]:
    """Those that are asked of one of these, or on which one of them leads; the first due first."""
    keys = [each.pk for each in actors]
    named = Addressee.objects.filter(role=Addressee.Role.ADDRESSEE, entity__in=keys)
    found = binding_mandates(user).filter(Q(source__in=named.values("source")) | Q(lead__in=keys))
    return found.order_by(F("due").asc(nulls_last=True), "number")


def limited_list(found: QuerySet[Any], language: str) -> LimitedList:
    """The first MOST of an ordered queryset of mandates, and how many there are; one query."""
    counted = found.select_related("record").annotate(among=Window(Count("pk")))
    rows = list(with_row_data(counted[:MAX_ROWS], language))
    return LimitedList(mandate_rows(rows), rows[0].among if rows else 0)


def brief(
    user: Any,
    actors: Sequence[Entity],
    language: str,
    *,
    own: bool = True,
    whole: bool = False,
) -> Brief:
    """The brief of these actors: the first MOST of each force, and how many there are.

    ``own_patterns``: of a body or an office, which also receives; ``atomic``: with all that changed. Five queries.
    """
    found = mandates_of_entities(user, actors)
    counted = (
        found.order_by()
        .values("force")
        .annotate(all=Count("pk"), unled=Count("pk", filter=Q(lead=None)))
    )
    counts = {each["force"]: each for each in counted}
    by_force = {
        force: ForceGroup(force, counts[force]["all"]) for force in Force.values if force in counts
    }
    by_due = F("due").asc(nulls_last=True)
    ranked = found.annotate(
        at=Window(RowNumber(), partition_by=F("force"), order_by=[by_due, F("number").asc()])
    ).filter(at__lte=MAX_ROWS)
    shown = Mandate.objects.filter(pk__in=ranked.order_by().values("pk")).order_by(by_due, "number")
    for line in mandate_rows(with_row_data(shown.select_related("record"), language)):
        part = by_force[line.mandate.force]
        (part.dated if line.mandate.due else part.undated).append(line)
    made = Brief(list(by_force.values()))
    made.unled = sum(each["unled"] for each in counts.values())
    made.changed = recent_changes(user, actors, language, most=None if whole else MAX_ROWS)
    if own:
        made.comes = received_list(user, actors, language)
    return made


def received_list(user: Any, actors: Sequence[Entity], language: str) -> LimitedList:
    """What these receive from others, the first due first."""
    return limited_list(mandates_received_by(user, actors), language)


def mandates_received_by(user: Any, actors: Sequence[Entity]) -> QuerySet[Any]:
    """What these receive from others, the first due first."""
    named = Addressee.objects.filter(
        role=Addressee.Role.RECIPIENT, entity__in=[each.pk for each in actors]
    )
    found = binding_mandates(user).filter(source__in=named.values("source"))
    return found.order_by(F("due").asc(nulls_last=True), "number")


def recent_changes(
    user: Any,
    actors: Sequence[Entity],
    language: str,
    today: datetime.date | None = None,
    most: int | None = MAX_ROWS,
) -> RecentChanges:
    """What is new, was changed, ended or was left out for these in the last SINCE days, the latest first; two queries.

    By the date of the version where it is known, and not by the day on which somebody accepted the mandate here.
    """
    today = today or clock.today()
    since, until = today - datetime.timedelta(days=RECENT_DAYS), today + datetime.timedelta(days=1)
    keys = [each.pk for each in actors]
    named = Addressee.objects.filter(role=Addressee.Role.ADDRESSEE, entity__in=keys).values(
        "source"
    )
    mine = Q(source__in=named) | Q(lead__in=keys)
    seen = (
        Mandate.objects.visible_to(user).filter(mine).exclude(legal_status=LegalStatus.IF_ADOPTED)
    )
    sources = MandateSource.objects.filter(
        dropped.date_within("version__date", "accepted_at", since, until),
        mandate__in=seen.order_by().values("pk"),
        mandate__source=F("pk"),
    ).exclude(change=MandateSource.Change.KEPT)
    ended = LifecycleEvent.objects.filter(
        mandate__in=seen.order_by().values("pk"), made_at__gte=clock.start_of_day(since)
    )
    none = Value("", output_field=CharField())
    gone = dropped.possibly_dropped(user, mine, since, until)
    rows = sources.order_by().values_list("mandate", "change", "version__date", "accepted_at")
    rows = rows.union(
        ended.order_by().values_list("mandate", "kind", none, "made_at"),
        gone.values_list("pk", dropped.DROPPED_VALUE, "left_on", "left_made"),
        all=True,
    ).order_by()
    news = [
        (key, what, dropped.change_day(said, clock.date_of(moment)))
        for key, what, said, moment in rows
    ]
    news = [each for each in news if since <= each[2] < until]
    news.sort(key=lambda each: (each[2], each[0]), reverse=True)
    shown = Mandate.objects.filter(pk__in=[each[0] for each in news[:most]]).order_by("number")
    read = mandate_rows(with_row_data(shown.select_related("record"), language)) if news else []
    by_key = {line.mandate.pk: line for line in read}
    return RecentChanges([(by_key[key], what, day) for key, what, day in news[:most]], len(news))
