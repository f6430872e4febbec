"""What lies before a body at its next meeting."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.db.models.functions import NullIf

from majlis.instruments.lifecycle import IN_FORCE, PROPOSED
from majlis.instruments.models import Version
from majlis.kernel import clock
from majlis.kernel.models.record import visibility_condition
from majlis.mandates.models import Actor, Clause, Deliverable, Occasion
from majlis.mandates.queries import clauses
from majlis.mandates.queries.brief import MOST, Some, asked_of, first, received_by
from majlis.mandates.queries.lines import title_of

AHEAD = 24
"""Months ahead for which clauses and dates are told."""


@dataclass
class Checklist:
    """What a body receives, must do, looks at again; what is proposed to it, what has no lead.

    ``safe_session``: its next one, with ``key_label``, or None where none is known; ``now``: what is due for that.
    ``more_clauses``, ``more_proposed``: whether there are more than are named.
    """

    session: Any
    now: Some
    comes: Some
    own: Some
    unled: Some
    clauses: list[clauses.Shown]
    more_clauses: bool
    proposed: list[Any]
    more_proposed: bool


def checklist(
    user: Any,
    actor: Actor,
    language: str,
    *,
    whole: bool = False,
    today: datetime.date | None = None,
) -> Checklist:
    """The checklist of the next meeting of a body; ``atomic``: with all clauses and all that is proposed."""
    today = today or clock.today()
    session = next_session(actor, language, today)
    at = Deliverable.objects.filter(
        mandate=OuterRef("pk"),
        occasion=session.pk if session else None,
        withdrawn_at=None,
        former=False,
    )
    received = received_by(user, [actor])
    now = first(received.filter(Exists(at)), language) if session else Some()
    rest = received.filter(~Exists(at)) if session else received
    asked = asked_of(user, [actor])
    own = first(asked, language)
    unled = Some([each for each in own.lines if each.mandate.lead_id is None])
    unled.count = len(unled.lines)
    if own.left:
        unled = first(asked.filter(lead=None), language)
    most, read = (None, None) if whole else (MOST, MOST + 1)
    of_clauses = clauses_of(user, actor, language, today, read)
    waiting = list(proposed_to(user, actor)[:read])
    return Checklist(
        session,
        now,
        first(rest, language),
        own,
        unled,
        of_clauses[:most],
        most is not None and len(of_clauses) > most,
        waiting[:most],
        most is not None and len(waiting) > most,
    )


def next_session(actor: Actor, language: str, today: datetime.date) -> Any:
    """The session of an actor that comes next or goes on, with ``key_label``: a dated one, else the first that waits for its
    date; None where none is known."""
    iso = today.isoformat()
    partly = [iso[:4], iso[:7]]
    comes = Q(until__gte=iso) | Q(date__gte=iso) | Q(date__in=partly) | Q(until__in=partly)
    found = Occasion.objects.filter(actor=actor).filter(comes | Q(date="", year__gte=today.year))
    rows = found.annotate(
        called=title_of("actor", language),
        dated=Case(When(date="", then=Value(1)), default=Value(0)),
    )
    return rows.order_by("dated", "date", "year", "label", "pk").first()


def proposed_to(user: Any, actor: Actor) -> Any:
    """The texts that are proposed to the body of an actor, the latest first."""
    waiting = Version.objects.visible_to(user).filter(
        visibility_condition(user, "instrument__record__"),
        state=PROPOSED,
        reconstructed_from=None,
        instrument__body=actor.body_id,
    )
    if actor.body_id is None:
        return waiting.none()
    return (
        waiting.with_wordings()
        .select_related("instrument__record")
        .prefetch_related("instrument__record__wordings")
        .order_by("-date", "pk")
    )


def clauses_of(
    user: Any,
    actor: Actor,
    language: str,
    today: datetime.date | None = None,
    most: int | None = MOST,
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
        visibility_condition(user, "version__record__"),
        visibility_condition(user, "version__instrument__record__"),
        version__state=IN_FORCE,
    ).order_by(NullIf("deadline", Value("")).asc(nulls_last=True), "pk")
    return clauses.shown(clauses.with_wordings(found[:most], language), language)
