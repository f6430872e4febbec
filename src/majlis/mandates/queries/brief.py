"""What one actor, or one delegation, has to know: what is asked of it, what comes to it, what changed."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Count, F, Q, QuerySet, Value, Window
from django.db.models.functions import RowNumber

from majlis.kernel import clock
from majlis.mandates.kinds import Force, Standing
from majlis.mandates.lifecycle import ACTIVE
from majlis.mandates.models import Actor, Asking, Ending, Mandate, Named
from majlis.mandates.queries import left_out
from majlis.mandates.queries.lines import Line, lines, title_of, with_lines
from majlis.parties.models import Body, Organisation

MOST = 60
"""Mandates of a brief under each heading; the register has the others."""
SINCE = 365
"""Days for which a brief says what changed."""


@dataclass
class Asked:
    """What is asked with one force: dated ones by their date, then those without one, MOST in all; ``count``: how many
    there are."""

    force: str
    count: int = 0
    dated: list[Line] = field(default_factory=list)
    undated: list[Line] = field(default_factory=list)

    @property
    def left(self) -> int:
        """How many there are beside those that are named."""
        return self.count - len(self.dated) - len(self.undated)


@dataclass
class Some:
    """The first of a list, and how many it has."""

    lines: list[Line] = field(default_factory=list)
    count: int = 0

    @property
    def left(self) -> int:
        """How many there are beside those that are named."""
        return self.count - len(self.lines)


@dataclass
class Changed:
    """The latest changes, each (line, change or end, day), and how many there are."""

    rows: list[tuple[Line, str, datetime.date]] = field(default_factory=list)
    count: int = 0

    @property
    def left(self) -> int:
        """How many there are beside those that are named."""
        return self.count - len(self.rows)


@dataclass
class Brief:
    """All of it; ``unled``: how many have no lead."""

    asked: list[Asked]
    comes: Some = field(default_factory=Some)
    changed: Changed = field(default_factory=Changed)
    unled: int = 0

    @property
    def count(self) -> int:
        """How many mandates are asked of it."""
        return sum(each.count for each in self.asked)


def actor_of(user: Any, slug: str) -> Actor:
    """An actor that the user may see, with its words. Raises Actor.DoesNotExist."""
    found: Actor = (
        Actor.objects.visible_to(user)
        .with_wordings()
        .select_related("body__record", "organisation__record", "parent__record")
        .get(slug=slug)
    )
    return found


def asked_as(user: Any, organisation: Organisation) -> QuerySet[Actor]:
    """The actors as which an organization is asked, as far as the user may see them."""
    found: QuerySet[Actor] = Actor.objects.visible_to(user).filter(
        Q(organisation=organisation) | Q(kinds__contains=[organisation.kind])
    )
    return found


def actors_for(user: Any, organisation: Organisation) -> list[Actor]:
    """As whom an organization is asked: in its own name, and as one of a group of its kind; named by ``title``."""
    rows = asked_as(user, organisation).select_related("record", "body__record")
    return list(rows.prefetch_related("record__wordings"))


def whose(user: Any, address: str, language: str) -> tuple[str, list[int]] | None:
    """What the organization, the body or the actor at an address is called, and the actors as whom it is asked.

    ``url_of``: ``organisations/12``, ``bodies/council`` or ``actors/keeper``; None where the user sees nothing there. Two queries.
    """
    kind, _slash, name = address.partition("/")
    if kind == "actors":
        known = Actor.objects.visible_to(user).filter(slug=name)
        actor = known.values_list("pk", title_of("pk", language)).first()
        return None if actor is None else (actor[1] or name, [actor[0]])
    if kind == "bodies":
        body = Body.objects.visible_to(user).filter(slug=name)
        there = body.values_list("pk", title_of("pk", language)).first()
        if there is None:
            return None
        known = Actor.objects.visible_to(user).filter(body=there[0], became=None)
        return there[1] or name, list(known.values_list("pk", flat=True))
    if kind != "organisations" or not (name.isascii() and name.isdecimal() and len(name) < 10):
        return None
    rows = Organisation.objects.visible_to(user).filter(number=int(name))
    organisation = rows.annotate(called=title_of("pk", language)).first()
    if organisation is None:
        return None
    actors = asked_as(user, organisation).values_list("pk", flat=True)
    return organisation.called or address, list(actors)


def binding(user: Any) -> QuerySet[Any]:
    """Mandates that bind and are active, of texts that the user may see."""
    return Mandate.objects.visible_to(user).filter(standing=Standing.BINDS, life=ACTIVE)


def asked_of(user: Any, actors: Sequence[Actor]) -> QuerySet[Any]:
    """Those that are asked of one of these, or on which one of them leads; the first due first."""
    keys = [each.pk for each in actors]
    named = Named.objects.filter(role=Named.Role.ASKED, actor__in=keys)
    found = binding(user).filter(Q(asking__in=named.values("asking")) | Q(lead__in=keys))
    return found.order_by(F("due").asc(nulls_last=True), "number")


def first(found: QuerySet[Any], language: str) -> Some:
    """The first MOST of an ordered queryset of mandates, and how many there are; one query."""
    counted = found.select_related("record").annotate(among=Window(Count("pk")))
    rows = list(with_lines(counted[:MOST], language))
    return Some(lines(rows), rows[0].among if rows else 0)


def brief(
    user: Any,
    actors: Sequence[Actor],
    language: str,
    *,
    own: bool = True,
    whole: bool = False,
) -> Brief:
    """The brief of these actors: the first MOST of each force, and how many there are.

    ``own_patterns``: of a body or an office, which also receives; ``atomic``: with all that changed. Five queries.
    """
    found = asked_of(user, actors)
    counted = (
        found.order_by()
        .values("force")
        .annotate(all=Count("pk"), unled=Count("pk", filter=Q(lead=None)))
    )
    counts = {each["force"]: each for each in counted}
    by_force = {
        force: Asked(force, counts[force]["all"]) for force in Force.values if force in counts
    }
    by_due = F("due").asc(nulls_last=True)
    ranked = found.annotate(
        at=Window(RowNumber(), partition_by=F("force"), order_by=[by_due, F("number").asc()])
    ).filter(at__lte=MOST)
    shown = Mandate.objects.filter(pk__in=ranked.order_by().values("pk")).order_by(by_due, "number")
    for line in lines(with_lines(shown.select_related("record"), language)):
        part = by_force[line.mandate.force]
        (part.dated if line.mandate.due else part.undated).append(line)
    made = Brief(list(by_force.values()))
    made.unled = sum(each["unled"] for each in counts.values())
    made.changed = changed(user, actors, language, most=None if whole else MOST)
    if own:
        made.comes = comes_to(user, actors, language)
    return made


def comes_to(user: Any, actors: Sequence[Actor], language: str) -> Some:
    """What these receive from others, the first due first."""
    return first(received_by(user, actors), language)


def received_by(user: Any, actors: Sequence[Actor]) -> QuerySet[Any]:
    """What these receive from others, the first due first."""
    named = Named.objects.filter(role=Named.Role.RECIPIENT, actor__in=[each.pk for each in actors])
    found = binding(user).filter(asking__in=named.values("asking"))
    return found.order_by(F("due").asc(nulls_last=True), "number")


def changed(
    user: Any,
    actors: Sequence[Actor],
    language: str,
    today: datetime.date | None = None,
    most: int | None = MOST,
) -> Changed:
    """What is new, was changed, ended or was left out for these in the last SINCE days, the latest first; two queries.

    By the date of the version where it is known, and not by the day on which somebody accepted the mandate here.
    """
    today = today or clock.today()
    since, until = today - datetime.timedelta(days=SINCE), today + datetime.timedelta(days=1)
    keys = [each.pk for each in actors]
    named = Named.objects.filter(role=Named.Role.ASKED, actor__in=keys).values("asking")
    mine = Q(asking__in=named) | Q(lead__in=keys)
    seen = Mandate.objects.visible_to(user).filter(mine).exclude(standing=Standing.WOULD)
    askings = Asking.objects.filter(
        left_out.between("version__date", "accepted_at", since, until),
        mandate__in=seen.order_by().values("pk"),
        mandate__asking=F("pk"),
    ).exclude(change=Asking.Change.KEPT)
    ended = Ending.objects.filter(
        mandate__in=seen.order_by().values("pk"), made_at__gte=clock.start_of_day(since)
    )
    none = Value("", output_field=CharField())
    gone = left_out.found(user, mine, since, until)
    rows = askings.order_by().values_list("mandate", "change", "version__date", "accepted_at")
    rows = rows.union(
        ended.order_by().values_list("mandate", "kind", none, "made_at"),
        gone.values_list("pk", left_out.CHANGE, "left_on", "left_made"),
        all=True,
    ).order_by()
    news = [
        (key, what, left_out.day_of(said, clock.date_of(moment)))
        for key, what, said, moment in rows
    ]
    news = [each for each in news if since <= each[2] < until]
    news.sort(key=lambda each: (each[2], each[0]), reverse=True)
    shown = Mandate.objects.filter(pk__in=[each[0] for each in news[:most]]).order_by("number")
    read = lines(with_lines(shown.select_related("record"), language)) if news else []
    by_key = {line.mandate.pk: line for line in read}
    return Changed([(by_key[key], what, day) for key, what, day in news[:most]], len(news))
