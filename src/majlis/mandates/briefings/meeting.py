"""The checklist of a body for its next meeting."""

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
from majlis.mandates.briefings.queries import (
    MAX_ROWS,
    LimitedList,
    limited_list,
    mandates_of_entities,
    mandates_received_by,
)
from majlis.mandates.clauses import queries
from majlis.mandates.clauses.queries import ClauseRow
from majlis.mandates.core.rows import entity_title
from majlis.mandates.models import Clause, Deliverable, Entity, Occasion

MONTHS_AHEAD = 24
"""Months ahead for which clauses and dates are told."""


@dataclass
class MeetingBrief:
    """What a body receives, must do, looks at again; what is proposed to it, what has no lead.

    ``safe_session``: its next one, with ``key_label``, or None where none is known; ``now``: what is due for that.
    ``more_clauses``, ``more_proposed``: whether there are more than are named.
    """

    session: Any
    now: LimitedList
    comes: LimitedList
    own: LimitedList
    unled: LimitedList
    clauses: list[ClauseRow]
    more_clauses: bool
    proposed: list[Any]
    more_proposed: bool


def meeting_brief(
    user: Any,
    entity: Entity,
    language: str,
    *,
    whole: bool = False,
    today: datetime.date | None = None,
) -> MeetingBrief:
    """The checklist of the next meeting of a body; ``atomic``: with all clauses and all that is proposed."""
    today = today or clock.today()
    session = next_session(entity, language, today)
    at = Deliverable.objects.filter(
        mandate=OuterRef("pk"),
        occasion=session.pk if session else None,
        withdrawn_at=None,
        outdated=False,
    )
    received = mandates_received_by(user, [entity])
    now = limited_list(received.filter(Exists(at)), language) if session else LimitedList()
    rest = received.filter(~Exists(at)) if session else received
    asked = mandates_of_entities(user, [entity])
    own = limited_list(asked, language)
    unled = LimitedList([each for each in own.lines if each.mandate.lead_id is None])
    unled.count = len(unled.lines)
    if own.left:
        unled = limited_list(asked.filter(lead=None), language)
    most, read = (None, None) if whole else (MAX_ROWS, MAX_ROWS + 1)
    of_clauses = clauses_for_body(user, entity, language, today, read)
    waiting = list(texts_proposed_to(user, entity)[:read])
    return MeetingBrief(
        session,
        now,
        limited_list(rest, language),
        own,
        unled,
        of_clauses[:most],
        most is not None and len(of_clauses) > most,
        waiting[:most],
        most is not None and len(waiting) > most,
    )


def next_session(entity: Entity, language: str, today: datetime.date) -> Any:
    """The session of an entity that comes next or goes on, with ``key_label``: a dated one, else the first that waits for its
    date; None where none is known."""
    iso = today.isoformat()
    partly = [iso[:4], iso[:7]]
    comes = Q(until__gte=iso) | Q(date__gte=iso) | Q(date__in=partly) | Q(until__in=partly)
    found = Occasion.objects.filter(entity=entity).filter(comes | Q(date="", year__gte=today.year))
    rows = found.annotate(
        called=entity_title("entity", language),
        dated=Case(When(date="", then=Value(1)), default=Value(0)),
    )
    return rows.order_by("dated", "date", "year", "label", "pk").first()


def texts_proposed_to(user: Any, entity: Entity) -> Any:
    """The texts that are proposed to the body of an entity, the latest first."""
    waiting = Version.objects.visible_to(user).filter(
        visibility_condition(user, "instrument__record__"),
        state=PROPOSED,
        reconstructed_from=None,
        instrument__body=entity.body_id,
    )
    if entity.body_id is None:
        return waiting.none()
    return (
        waiting.with_wordings()
        .select_related("instrument__record")
        .prefetch_related("instrument__record__wordings")
        .order_by("-date", "pk")
    )


def clauses_for_body(
    user: Any,
    entity: Entity,
    language: str,
    today: datetime.date | None = None,
    most: int | None = MAX_ROWS,
) -> list[queries.ClauseRow]:
    """Clauses that name the entity, or stand in texts of its body in force: those of AHEAD months, and those without a date."""
    today = today or clock.today()
    until = today + datetime.timedelta(days=MONTHS_AHEAD * 31)
    rule = Q(body=entity)
    if entity.body_id is not None:
        rule |= Q(version__instrument__body=entity.body_id)
    found = Clause.objects.filter(
        rule,
        Q(deadline="") | Q(deadline__gte=today.isoformat()[:4], deadline__lte=until.isoformat()),
        visibility_condition(user, "version__record__"),
        visibility_condition(user, "version__instrument__record__"),
        version__state=IN_FORCE,
    ).order_by(NullIf("deadline", Value("")).asc(nulls_last=True), "pk")
    return queries.clause_rows(queries.with_wordings(found[:most], language), language)
