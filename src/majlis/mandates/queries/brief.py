"""What one actor, or one delegation, has to know: what is asked of it, what comes to it, what changed."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Value, Window
from django.db.models.functions import NullIf, RowNumber

from majlis.instruments.lifecycle import IN_FORCE, PROPOSED
from majlis.instruments.models import Version
from majlis.kernel import clock
from majlis.kernel.models.record import visible
from majlis.mandates.kinds import Force, Standing
from majlis.mandates.lifecycle import ACTIVE
from majlis.mandates.models import Actor, Asking, Clause, Ending, Mandate, Named
from majlis.mandates.queries import clauses
from majlis.mandates.queries.lines import Line, lines, title_of, with_lines
from majlis.parties.models import Organisation

MOST = 60
"""Mandates of a brief under each heading; the register has the others."""
TAKEN_OVER = 10
"""Mandates that the page for a successor names of what was said, and of what nobody leads."""
SINCE = 365
"""Days for which a brief says what changed."""
AHEAD = 24
"""Months ahead for which clauses and dates are told."""


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
class Brief:
    """All of it. ``late`` and ``soon`` are among what is asked; ``changed`` has (line, change or end, day); ``unled``:
    how many have no lead."""

    asked: list[Asked]
    comes: list[Line] = field(default_factory=list)
    changed: list[tuple[Line, str, datetime.date]] = field(default_factory=list)
    unled: int = 0

    @property
    def count(self) -> int:
        """How many mandates are asked of it."""
        return sum(each.count for each in self.asked)


def actor_of(user: Any, slug: str) -> Actor:
    """An actor that the user may see, with its words. Raises Actor.DoesNotExist."""
    found: Actor = (
        Actor.objects.visible_to(user)
        .with_words()
        .select_related("body__record", "organisation__record", "parent__record")
        .get(slug=slug)
    )
    return found


def asked_as(organisation: Organisation) -> QuerySet[Actor]:
    """The actors as which an organization is asked."""
    return Actor.objects.filter(
        Q(organisation=organisation) | Q(kinds__contains=[organisation.kind])
    )


def actors_for(organisation: Organisation) -> list[Actor]:
    """As whom an organization is asked: in its own name, and as one of a group of its kind; named by ``title``."""
    return list(
        asked_as(organisation).select_related("record").prefetch_related("record__wordings")
    )


def whose(user: Any, address: str, language: str) -> tuple[str, list[int]] | None:
    """What the organization or the actor at an address is called, and the actors as whom it is asked.

    ``address``: ``organisations/12`` or ``actors/keeper``; None where the user sees nothing there. Two queries.
    """
    kind, _slash, name = address.partition("/")
    if kind == "actors":
        known = Actor.objects.visible_to(user).filter(slug=name)
        actor = known.values_list("pk", title_of("pk", language)).first()
        return None if actor is None else (actor[1] or name, [actor[0]])
    if kind != "organisations" or not (name.isascii() and name.isdecimal() and len(name) < 10):
        return None
    rows = Organisation.objects.visible_to(user).filter(number=int(name))
    organisation = rows.annotate(called=title_of("pk", language)).first()
    if organisation is None:
        return None
    actors = asked_as(organisation).values_list("pk", flat=True)
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


def brief(user: Any, actors: Sequence[Actor], language: str, *, own: bool = True) -> Brief:
    """The brief of these actors: the first MOST of each force, and how many there are.

    ``own``: of a body or an office, which also receives; six queries.
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
    first = found.annotate(
        at=Window(RowNumber(), partition_by=F("force"), order_by=[by_due, F("number").asc()])
    ).filter(at__lte=MOST)
    shown = Mandate.objects.filter(pk__in=first.order_by().values("pk")).order_by(by_due, "number")
    for line in lines(with_lines(shown.select_related("record"), language)):
        part = by_force[line.mandate.force]
        (part.dated if line.mandate.due else part.undated).append(line)
    made = Brief(list(by_force.values()))
    made.unled = sum(each["unled"] for each in counts.values())
    made.changed = changed(user, actors, language)
    if own:
        made.comes = comes_to(user, actors, language)
    return made


def to_take_over(user: Any, actor: Actor, language: str) -> tuple[list[Line], list[Line]]:
    """For a successor: of what is asked, the TAKEN_OVER that were answered last, and the first due that nobody leads; two
    queries."""
    found = asked_of(user, [actor]).select_related("record")
    said = found.exclude(moved_on=None).order_by("-moved_on", "number")
    return (
        lines(with_lines(said[:TAKEN_OVER], language)),
        lines(with_lines(found.filter(lead=None)[:TAKEN_OVER], language)),
    )


def comes_to(user: Any, actors: Sequence[Actor], language: str) -> list[Line]:
    """What these receive from others, the first due first."""
    named = Named.objects.filter(role=Named.Role.RECIPIENT, actor__in=[each.pk for each in actors])
    found = binding(user).filter(asking__in=named.values("asking"))
    found = found.order_by(F("due").asc(nulls_last=True), "number")
    return lines(with_lines(found.select_related("record")[:MOST], language))


def changed(
    user: Any, actors: Sequence[Actor], language: str, today: datetime.date | None = None
) -> list[tuple[Line, str, datetime.date]]:
    """What is new, was changed or ended for these in the last SINCE days, the latest first; three queries."""
    since = (today or clock.today()) - datetime.timedelta(days=SINCE)
    keys = [each.pk for each in actors]
    named = Named.objects.filter(role=Named.Role.ASKED, actor__in=keys).values("asking")
    of = Q(mandate__asking__in=named) | Q(mandate__lead__in=keys)
    askings = Asking.objects.filter(
        of, accepted_at__gte=clock.start_of(since), mandate__asking=F("pk")
    )
    news = [
        (mandate, change, clock.day_of(moment))
        for mandate, change, moment in askings.exclude(change=Asking.Change.KEPT).values_list(
            "mandate", "change", "accepted_at"
        )
    ]
    ended = Ending.objects.filter(of, made_at__gte=clock.start_of(since))
    news += [
        (mandate, kind, clock.day_of(moment))
        for mandate, kind, moment in ended.values_list("mandate", "kind", "made_at")
    ]
    news.sort(key=lambda each: each[2], reverse=True)
    seen = Mandate.objects.visible_to(user).filter(pk__in=[each[0] for each in news[:MOST]])
    seen = seen.exclude(standing=Standing.WOULD)
    rows = lines(with_lines(seen.order_by("number").select_related("record"), language))
    by_key = {line.mandate.pk: line for line in rows}
    return [(by_key[key], what, day) for key, what, day in news[:MOST] if key in by_key]


@dataclass
class Checklist:
    """What lies before a body: what it receives, must do, look at again; what is proposed to it, what has no lead."""

    comes: list[Line]
    own: list[Line]
    clauses: list[clauses.Shown]
    proposed: list[Any]
    unled: list[Line]


def checklist(user: Any, actor: Actor, language: str) -> Checklist:
    """The checklist of a coming meeting of a body; five queries."""
    own = lines(with_lines(asked_of(user, [actor]).select_related("record")[:MOST], language))
    proposed: list[Any] = []
    if actor.body_id is not None:
        waiting = Version.objects.visible_to(user).filter(
            visible(user, "instrument__record__"),
            state=PROPOSED,
            reconstructed_from=None,
            instrument__body=actor.body_id,
        )
        proposed = list(
            waiting.with_words()
            .select_related("instrument__record")
            .prefetch_related("instrument__record__wordings")
            .order_by("-date", "pk")[:MOST]
        )
    return Checklist(
        comes_to(user, [actor], language),
        own,
        clauses_of(user, actor, language),
        proposed,
        [line for line in own if line.mandate.lead_id is None],
    )


def clauses_of(
    user: Any, actor: Actor, language: str, today: datetime.date | None = None
) -> list[clauses.Shown]:
    """Clauses that name the actor, or stand in texts of its body in force: those of AHEAD months, and those without a date."""
    today = today or clock.today()
    until = today + datetime.timedelta(days=AHEAD * 31)
    rule = Q(body=actor)
    if actor.body_id is not None:
        rule |= Q(version__instrument__body=actor.body_id)
    found = Clause.objects.filter(
        rule,
        Q(deadline="") | Q(deadline__gte=today.isoformat()[:4], deadline__lte=until.isoformat()),
        visible(user, "version__record__"),
        visible(user, "version__instrument__record__"),
        version__state=IN_FORCE,
    ).order_by(NullIf("deadline", Value("")).asc(nulls_last=True), "pk")
    return clauses.shown(clauses.with_words(found[:MOST], language), language)
