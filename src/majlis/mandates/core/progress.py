"""The progress of mandates for their status columns: progress, due date, the day from which they are overdue.

The rule of fairness is defined here; ``deliverables/overdue.py`` and ``public_notice`` in
``deliverables/tables.py`` apply it to one deliverable, and change with it. A mandate is overdue only where a version in
force obliges, requests or commits, a lead is confirmed, its whole due date is over and was not over before
the text was made, and the lead was notified and had the time to answer. A commitment binds those who
make it, and is overdue by the same rule.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field

from django.db.models import Max, QuerySet

from majlis.instruments.lifecycle import IN_FORCE, SUPERSEDED
from majlis.kernel import clock
from majlis.mandates.lifecycle import ACTIVE
from majlis.mandates.models import (
    Deliverable,
    Mandate,
    MandateSource,
    OverdueNotice,
    Response,
    Statement,
    Submission,
)
from majlis.mandates.models.choices import CAN_BE_OVERDUE, OPEN_PROGRESS, LegalStatus, Progress
from majlis.parties.models.body import is_after

DUE_SOON_DAYS = 90
"""Days before a date on which a deliverable is due soon."""
EFFECTIVE_STATES = (IN_FORCE, SUPERSEDED)
CURRENT_DAYS = 90
"""Days before its date from which a deliverable determines the progress of its mandate."""
PROGRESS_FIELDS = ["progress", "due", "due_text", "overdue_from", "last_activity_on"]
_DAY = datetime.timedelta(days=1)


def full_date(value: str) -> datetime.date | None:
    """The date where year, month and day are known, else None; only a full date can be overdue."""
    return datetime.date.fromisoformat(value) if len(value) == 10 else None


def due_date_of(deliverable: Deliverable) -> str:
    """The due date as far as it is known: its own, else that of its occasion, else the occasion's year."""
    if deliverable.due:
        return deliverable.due
    occasion = deliverable.occasion
    return (occasion.date or str(occasion.year)) if occasion is not None else ""


def sources_in_force() -> QuerySet[MandateSource]:
    """The sources of versions that are or were in force, the earliest first; unknown dates before all."""
    rows = MandateSource.objects.filter(version__state__in=(IN_FORCE, SUPERSEDED))
    return rows.filter(version__record__withdrawal=None).order_by("version__date", "pk")


def binding_sources() -> QuerySet[MandateSource]:
    """Those that can be overdue. The first one of a mandate gives the date before which nothing was due."""
    return sources_in_force().filter(force__in=CAN_BE_OVERDUE)


def known_date(since: str) -> str:
    """The date of a text in force; empty where it is in the future, which must be a mistake."""
    return "" if is_after(since, clock.today().isoformat()) else since


def session_began_before(session: str, since: str) -> bool:
    """Whether a session of that date had begun when a text of that date was made, as far as both are known.

    A session on the day of the text, or in its year where only that is known, is taken for the one
    that adopted it.
    """
    known = session[: len(since)]
    return bool(known) and (known < since[: len(known)] or known == since)


def was_due_before(deliverable: Deliverable, since: str) -> bool:
    """Whether it was due before the text that asks for it was made; ``since``: the date of the text as far as known."""
    since = known_date(since)
    if deliverable.due:
        return is_after(since, deliverable.due)
    return session_began_before(due_date_of(deliverable), since) if since else False


def effective_deliverable[D: Deliverable](deliverable: D) -> D:
    """A deliverable as it counts for its mandate: a merged one has the progress and due date of the other.

    Returns a copy, which must not be saved.
    """
    other = deliverable.merged_into
    if other is None:
        return deliverable
    effective = copy(deliverable)
    effective.state, effective.reported_at = other.state, other.reported_at
    effective.due, effective.occasion, effective.words = other.due, other.occasion, other.words
    return effective


@dataclass
class FollowUp:
    """What was reported on one mandate.

    ``deliverables``: those that count. ``notices``: (deliverable, due date, notified entity) ->
    answer by. ``moved``: the dates of activity. ``since``: the date, as far as it is known, before
    which nothing was due.
    """

    deliverables: list[Deliverable] = field(default_factory=list)
    notices: dict[tuple[int, datetime.date, int], datetime.date] = field(default_factory=dict)
    statement: Statement | None = None
    moved: list[datetime.date] = field(default_factory=list)
    since: str = ""


def read_follow_up(rows: Iterable[Mandate]) -> dict[int, FollowUp]:
    """What was reported on these mandates, in a fixed number of queries."""
    follow_ups: dict[int, FollowUp] = defaultdict(FollowUp)
    keys = [each.pk for each in rows]
    dates = binding_sources().filter(mandate__in=keys).values_list("mandate", "version__date")
    for mandate, date in reversed(list(dates)):
        follow_ups[mandate].since = date
    live = Deliverable.objects.filter(mandate__in=keys, withdrawn_at=None)
    answered: dict[int, list[Deliverable]] = defaultdict(list)
    for deliverable in live.select_related("occasion", "merged_into__occasion").order_by(
        "mandate", "ordinal"
    ):
        follow_up, other = follow_ups[deliverable.mandate_id], deliverable.merged_into
        effective = effective_deliverable(deliverable)
        follow_up.moved += _dates_of(effective.reported_at)
        answered[deliverable.pk].append(deliverable)
        if other is None or other.mandate_id != deliverable.mandate_id:
            follow_up.deliverables.append(effective)
        if other is not None and other.mandate_id != deliverable.mandate_id:
            answered[other.pk].append(deliverable)
    notices = OverdueNotice.objects.filter(deliverable__in=answered)
    for notice in notices.order_by("-answer_by"):
        for each in answered[notice.deliverable_id]:
            follow_up = follow_ups[each.mandate_id]
            if notice.entity_id is not None and not notice.waived:
                follow_up.notices[each.pk, notice.due, notice.entity_id] = notice.answer_by
            # Others see a notice only after the time to answer, and never one that was waived.
            if notice.answer_by < clock.today() and not notice.waived:
                follow_up.moved += _dates_of(notice.answered_at)
    for statement in Statement.objects.filter(mandate__in=keys, withdrawn_at=None).order_by(
        "ordinal"
    ):
        follow_up = follow_ups[statement.mandate_id]
        follow_up.statement = statement
        follow_up.moved += _dates_of(statement.made_at)
    answers = Submission.objects.filter(deliverable__in=answered)
    grouped = answers.order_by().values_list("deliverable")
    for key, moment in grouped.annotate(last=Max("made_at")):
        for each in answered[key]:
            follow_ups[each.mandate_id].moved += _dates_of(moment)
    responses = Response.objects.filter(mandate__in=keys).order_by().values_list("mandate")
    for mandate, moment in responses.annotate(last=Max("made_at")):
        follow_ups[mandate].moved += _dates_of(moment)
    return follow_ups


def _dates_of(moment: datetime.datetime | None) -> list[datetime.date]:
    return [clock.date_of(moment)] if moment is not None else []


def set_progress_fields(mandate: Mandate, follow_up: FollowUp, today: datetime.date) -> None:
    """Set the columns ``PROGRESS_FIELDS``; the other status columns have to be set already."""
    open_deliverables = [
        each for each in follow_up.deliverables if each.state in OPEN_PROGRESS and not each.outdated
    ]
    dated = sorted(
        day for each in open_deliverables if (day := full_date(due_date_of(each))) is not None
    )
    mandate.due = dated[0] if dated else None
    mandate.due_text = "" if dated else _undated_text(open_deliverables)
    mandate.overdue_from = overdue_date(mandate, open_deliverables, follow_up, today)
    mandate.progress = current_progress(follow_up, today)
    mandate.last_activity_on = max(follow_up.moved, default=None)


def overdue_date(
    mandate: Mandate,
    open_deliverables: Iterable[Deliverable],
    follow_up: FollowUp,
    today: datetime.date,
) -> datetime.date | None:
    """The first day on which everybody may see that it is overdue; None where one of the conditions is missing."""
    fair = (
        mandate.force in CAN_BE_OVERDUE
        and mandate.legal_status == LegalStatus.IN_FORCE
        and mandate.lifecycle_state == ACTIVE
        and mandate.lead_id is not None
    )
    if not fair or current_progress(follow_up, today) not in OPEN_PROGRESS:
        return None
    days = []
    for deliverable in open_deliverables:
        due = full_date(due_date_of(deliverable))
        if due is None or due >= today or was_due_before(deliverable, follow_up.since):
            continue
        answer_by = follow_up.notices.get((deliverable.pk, due, mandate.lead_id or 0))
        if answer_by is not None:
            days.append(max(due, answer_by) + _DAY)
    return min(days, default=None)


def _undated_text(open_deliverables: Sequence[Deliverable]) -> str:
    """The text in place of a date: as much of it as is known, else what the text says of it."""
    known = sorted(due_date_of(each) for each in open_deliverables if due_date_of(each))
    return (
        known[0]
        if known
        else next((each.words[:200] for each in open_deliverables if each.words), "")
    )


def current_progress(follow_up: FollowUp, today: datetime.date) -> str:
    """The progress of the mandate: that of its current deliverable, else the one last stated by its lead.

    The current deliverable is the first open one that is past or near; else the last one with any
    report.
    """
    rows = sorted(follow_up.deliverables, key=lambda each: (due_date_of(each) or "9", each.ordinal))
    limit = today + datetime.timedelta(days=CURRENT_DAYS)
    current = [
        each
        for each in rows
        if each.state in OPEN_PROGRESS
        and not each.outdated
        and (day := full_date(due_date_of(each))) is not None
        and day <= limit
    ]
    reported = [each for each in rows if each.state != Progress.NO_INFORMATION]
    stated = (
        follow_up.statement.state if follow_up.statement is not None else Progress.NO_INFORMATION
    )
    if current:
        state = current[0].state
        # A statement may report progress meanwhile; but only a document can report it done.
        silent = state == Progress.NO_INFORMATION and stated != Progress.REPORTED_DONE
        return stated if silent else state
    last = reported[-1] if reported else None
    if last is None or (follow_up.statement is not None and _is_later(follow_up.statement, last)):
        return stated
    return last.state


def _is_later(statement: Statement, deliverable: Deliverable) -> bool:
    return deliverable.reported_at is not None and statement.made_at > deliverable.reported_at
