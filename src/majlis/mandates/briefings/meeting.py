"""The checklist of a body for its next meeting."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.db.models.functions import NullIf

from majlis.instruments.lifecycle import IN_FORCE, PROPOSED
from majlis.instruments.models import Version
from majlis.kernel import clock
from majlis.kernel.models import Reader
from majlis.kernel.models.record import RecordedQuerySet, visibility_condition
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
from majlis.mandates.core.sessions import NamedOccasion
from majlis.mandates.models import Clause, Deliverable, Entity, Occasion
from majlis.mandates.models.choices import Force

MONTHS_AHEAD = 24
"""The number of months ahead for which clauses are listed."""


@dataclass
class MeetingBrief:
    """The content of the checklist of a body.

    ``session``: its next session, if known. ``now``: mandates due for that session. ``comes``:
    other mandates that it receives. ``own``: the requests addressed to it. ``commitments``: its
    commitments. ``unled``: those of both without a lead.
    ``more_clauses``, ``more_proposed``: whether the lists were cut.
    """

    session: NamedOccasion | None
    now: LimitedList
    comes: LimitedList
    own: LimitedList
    commitments: LimitedList
    unled: LimitedList
    clauses: list[ClauseRow]
    more_clauses: bool
    proposed: list[Version]
    more_proposed: bool


def meeting_brief(
    user: Reader,
    entity: Entity,
    language: str,
    *,
    whole: bool = False,
    today: datetime.date | None = None,
) -> MeetingBrief:
    """The checklist for the next meeting of a body; ``whole``: with all clauses and proposed texts."""
    today = today or clock.today()
    session = next_session(entity, language, today)
    deliverables = Deliverable.objects.filter(
        mandate=OuterRef("pk"),
        occasion=session.pk if session else None,
        withdrawn_at=None,
        outdated=False,
    )
    received = mandates_received_by(user, [entity])
    now = (
        limited_list(received.filter(Exists(deliverables)), language) if session else LimitedList()
    )
    rest = received.filter(~Exists(deliverables)) if session else received
    mandates = mandates_of_entities(user, [entity])
    own = limited_list(mandates.exclude(force=Force.COMMITS), language)
    commitments = limited_list(mandates.filter(force=Force.COMMITS), language)
    lines = [*own.lines, *commitments.lines]
    unled = LimitedList([each for each in lines if each.mandate.lead_id is None])
    unled.count = len(unled.lines)
    if own.left or commitments.left:
        unled = limited_list(mandates.filter(lead=None), language)
    limit, read_limit = (None, None) if whole else (MAX_ROWS, MAX_ROWS + 1)
    clauses = clauses_for_body(user, entity, language, today, read_limit)
    proposed = list(texts_proposed_to(user, entity)[:read_limit])
    return MeetingBrief(
        session,
        now,
        limited_list(rest, language),
        own,
        commitments,
        unled,
        clauses[:limit],
        limit is not None and len(clauses) > limit,
        proposed[:limit],
        limit is not None and len(proposed) > limit,
    )


def next_session(entity: Entity, language: str, today: datetime.date) -> NamedOccasion | None:
    """The current or next session of an entity, or None.

    A session with a date comes before one whose date is still to be set.
    """
    iso = today.isoformat()
    partial_dates = [iso[:4], iso[:7]]
    not_over = (
        Q(until__gte=iso)
        | Q(date__gte=iso)
        | Q(date__in=partial_dates)
        | Q(until__in=partial_dates)
    )
    occasions = Occasion.objects.filter(entity=entity).filter(
        not_over | Q(date="", year__gte=today.year)
    )
    rows = occasions.annotate(
        called=entity_title("entity", language),
        dated=Case(When(date="", then=Value(1)), default=Value(0)),
    )
    return rows.order_by("dated", "date", "year", "label", "pk").first()


def texts_proposed_to(user: Reader, entity: Entity) -> RecordedQuerySet:
    """The texts that are proposed to the body of an entity, the latest first."""
    proposed: RecordedQuerySet = Version.objects.visible_to(user).filter(
        visibility_condition(user, "instrument__record__"),
        state=PROPOSED,
        reconstructed_from=None,
        instrument__body=entity.body_id,
    )
    if entity.body_id is None:
        return proposed.none()
    return (
        proposed.with_wordings()
        .select_related("instrument__record")
        .prefetch_related("instrument__record__wordings")
        .order_by("-date", "pk")
    )


def clauses_for_body(
    user: Reader,
    entity: Entity,
    language: str,
    today: datetime.date | None = None,
    limit: int | None = MAX_ROWS,
) -> list[queries.ClauseRow]:
    """The clauses that name the entity, or stand in texts of its body in force.

    Only clauses of the next MONTHS_AHEAD months, and those without a date.
    """
    today = today or clock.today()
    until = today + datetime.timedelta(days=MONTHS_AHEAD * 31)
    condition = Q(body=entity)
    if entity.body_id is not None:
        condition |= Q(version__instrument__body=entity.body_id)
    clauses = Clause.objects.filter(
        condition,
        Q(deadline="") | Q(deadline__gte=today.isoformat()[:4], deadline__lte=until.isoformat()),
        visibility_condition(user, "version__record__"),
        visibility_condition(user, "version__instrument__record__"),
        version__state=IN_FORCE,
    ).order_by(NullIf("deadline", Value("")).asc(nulls_last=True), "pk")
    return queries.clause_rows(queries.with_wordings(clauses[:limit], language), language)
