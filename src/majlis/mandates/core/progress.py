"""What came of mandates, as ``settling`` keeps it: progress, when it is due, from when on it is late.

The rule of fairness stands here and nowhere else. Late is only what is obliged or requested by a version in force, has a
confirmed lead and a real date that has passed and was not over before the text came about, whose owner was told and
had the days to answer.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any

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
"""Days before a date from which on a deliverable is what its mandate is about."""
PROGRESS_FIELDS = ["progress", "due", "due_text", "overdue_from", "last_activity_on"]
_DAY = datetime.timedelta(days=1)


def full_date(value: str) -> datetime.date | None:
    """A date of which year, month and day are known; nothing else can be late."""
    return datetime.date.fromisoformat(value) if len(value) == 10 else None


def due_date_of(deliverable: Deliverable) -> str:
    """By when it is due, as far as that is known: its own date, else that of its occasion, else the year of that."""
    if deliverable.due:
        return deliverable.due
    occasion = deliverable.occasion
    return (occasion.date or str(occasion.year)) if occasion is not None else ""


def sources_in_force() -> QuerySet[MandateSource]:
    """What versions ask or asked that are or were in force, from the earliest on; those of an unknown date first."""
    rows = MandateSource.objects.filter(version__state__in=(IN_FORCE, SUPERSEDED))
    return rows.filter(version__record__withdrawal=None).order_by("version__date", "pk")


def binding_sources() -> QuerySet[MandateSource]:
    """Of what bound, that which can be late: what the first of a mandate has for a date, nothing was owed before."""
    return sources_in_force().filter(force__in=CAN_BE_OVERDUE)


def known_date(since: str) -> str:
    """As much as is known of the day of a text that is in force: nothing where its date lies ahead, as that cannot be."""
    return "" if is_after(since, clock.today().isoformat()) else since


def session_began_before(session: str, since: str) -> bool:
    """Whether a session of that date had begun when a text of that date came about; so far as the days are known.

    A session on the day of the text, or in the year of which alone is known, is the one that adopted it.
    """
    known = session[: len(since)]
    return bool(known) and (known < since[: len(known)] or known == since)


def was_due_before(deliverable: Deliverable, since: str) -> bool:
    """Whether it was due before the text that asks for it was there; ``since``: as much as is known of the text's date."""
    since = known_date(since)
    if deliverable.due:
        return is_after(since, deliverable.due)
    return session_began_before(due_date_of(deliverable), since) if since else False


def effective_deliverable(deliverable: Deliverable) -> Deliverable:
    """How a deliverable counts for its mandate: what was merged stands, and is due, as the one that answers both.

    A copy, which is not to be saved.
    """
    other = deliverable.merged_into
    if other is None:
        return deliverable
    made = copy(deliverable)
    made.state, made.reported_at = other.state, other.reported_at
    made.due, made.occasion, made.words = other.due, other.occasion, other.words
    return made


@dataclass
class FollowUp:
    """What was said of one mandate. ``deliverables``: those that count; ``notices``: (deliverable, due, who was told) -> answer by.

    ``since``: as much as is known of the day before which nothing was owed.
    """

    deliverables: list[Deliverable] = field(default_factory=list)
    notices: dict[tuple[int, datetime.date, int], datetime.date] = field(default_factory=dict)
    statement: Statement | None = None
    moved: list[datetime.date] = field(default_factory=list)
    since: str = ""


def read_follow_up(rows: Iterable[Mandate]) -> dict[int, FollowUp]:
    """What was said of these mandates, in a fixed number of queries."""
    found: dict[int, FollowUp] = defaultdict(FollowUp)
    keys = [each.pk for each in rows]
    dates = binding_sources().filter(mandate__in=keys).values_list("mandate", "version__date")
    for mandate, date in reversed(list(dates)):
        found[mandate].since = date
    live = Deliverable.objects.filter(mandate__in=keys, withdrawn_at=None)
    answering: dict[int, list[Deliverable]] = defaultdict(list)
    for each in live.select_related("occasion", "merged_into__occasion").order_by(
        "mandate", "ordinal"
    ):
        said, other, one = found[each.mandate_id], each.merged_into, effective_deliverable(each)
        said.moved += _dates_of(one.reported_at)
        answering[each.pk].append(each)
        if other is None or other.mandate_id != each.mandate_id:
            said.deliverables.append(one)
        if other is not None and other.mandate_id != each.mandate_id:
            answering[other.pk].append(each)
    told = OverdueNotice.objects.filter(deliverable__in=answering)
    for notice in told.order_by("-answer_by"):
        for each in answering[notice.deliverable_id]:
            said = found[each.mandate_id]
            if notice.entity_id is not None and not notice.waived:
                said.notices[each.pk, notice.due, notice.entity_id] = notice.answer_by
            # Nobody else learns before that who leads was told, nor ever where it was waived.
            if notice.answer_by < clock.today() and not notice.waived:
                said.moved += _dates_of(notice.answered_at)
    for statement in Statement.objects.filter(mandate__in=keys, withdrawn_at=None).order_by(
        "ordinal"
    ):
        said = found[statement.mandate_id]
        said.statement = statement
        said.moved += _dates_of(statement.made_at)
    answers = Submission.objects.filter(deliverable__in=answering)
    last: Any = answers.order_by().values_list("deliverable").annotate(Max("made_at"))
    for deliverable, moment in last:
        for each in answering[deliverable]:
            found[each.mandate_id].moved += _dates_of(moment)
    responses: Any = (
        Response.objects.filter(mandate__in=keys)
        .order_by()
        .values_list("mandate")
        .annotate(Max("made_at"))
    )
    for mandate, moment in responses:
        found[mandate].moved += _dates_of(moment)
    return found


def _dates_of(moment: datetime.datetime | None) -> list[datetime.date]:
    return [clock.date_of(moment)] if moment is not None else []


def set_progress_fields(mandate: Mandate, said: FollowUp, today: datetime.date) -> None:
    """Set the columns of ``KEPT``; the others are set already."""
    open_ones = [
        each for each in said.deliverables if each.state in OPEN_PROGRESS and not each.outdated
    ]
    dated = sorted(day for each in open_ones if (day := full_date(due_date_of(each))) is not None)
    mandate.due = dated[0] if dated else None
    mandate.due_text = "" if dated else _undated_text(open_ones)
    mandate.overdue_from = overdue_date(mandate, open_ones, said, today)
    mandate.progress = current_progress(said, today)
    mandate.last_activity_on = max(said.moved, default=None)


def overdue_date(
    mandate: Mandate, open_ones: Iterable[Deliverable], said: FollowUp, today: datetime.date
) -> datetime.date | None:
    """The first day on which everybody may read that it is late; None where one of the conditions is missing."""
    fair = (
        mandate.force in CAN_BE_OVERDUE
        and mandate.legal_status == LegalStatus.IN_FORCE
        and mandate.lifecycle_state == ACTIVE
        and mandate.lead_id is not None
    )
    if not fair or current_progress(said, today) not in OPEN_PROGRESS:
        return None
    days = []
    for each in open_ones:
        due = full_date(due_date_of(each))
        if due is None or due >= today or was_due_before(each, said.since):
            continue
        answer_by = said.notices.get((each.pk, due, mandate.lead_id or 0))
        if answer_by is not None:
            days.append(max(due, answer_by) + _DAY)
    return min(days, default=None)


def _undated_text(open_ones: Sequence[Deliverable]) -> str:
    """What is said in place of a date: as much of it as is known, else the words of the text."""
    known = sorted(due_date_of(each) for each in open_ones if due_date_of(each))
    return known[0] if known else next((each.words[:200] for each in open_ones if each.words), "")


def current_progress(said: FollowUp, today: datetime.date) -> str:
    """What came of it: of the deliverable that it is about now, else as its owner last stated it.

    About now is the first open one that is past or near; else the last of which something was said.
    """
    rows = sorted(said.deliverables, key=lambda each: (due_date_of(each) or "9", each.ordinal))
    limit = today + datetime.timedelta(days=CURRENT_DAYS)
    near = [
        each
        for each in rows
        if each.state in OPEN_PROGRESS
        and not each.outdated
        and (day := full_date(due_date_of(each))) is not None
        and day <= limit
    ]
    told = [each for each in rows if each.state != Progress.NO_INFORMATION]
    stated = said.statement.state if said.statement is not None else Progress.NO_INFORMATION
    if near:
        state = near[0].state
        # Its owner may have said in a statement how it stands; that it is answered, a document says.
        silent = state == Progress.NO_INFORMATION and stated != Progress.REPORTED_DONE
        return stated if silent else state
    last = told[-1] if told else None
    if last is None or (said.statement is not None and _is_later(said.statement, last)):
        return stated
    return last.state


def _is_later(statement: Statement, deliverable: Deliverable) -> bool:
    return deliverable.reported_at is not None and statement.made_at > deliverable.reported_at
