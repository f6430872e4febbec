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
from majlis.mandates.kinds import CAN_BE_LATE, OPEN, Progress, Standing
from majlis.mandates.lifecycle import ACTIVE
from majlis.mandates.models import (
    Answer,
    Asking,
    Deliverable,
    LateNotice,
    Mandate,
    Response,
    Statement,
)
from majlis.parties.models.body import is_after

NEAR = 90
"""Days before a date from which on a deliverable is what its mandate is about."""
KEPT = ["progress", "due", "due_said", "late_from", "moved_on"]
_DAY = datetime.timedelta(days=1)


def full(value: str) -> datetime.date | None:
    """A date of which year, month and day are known; nothing else can be late."""
    return datetime.date.fromisoformat(value) if len(value) == 10 else None


def when(deliverable: Deliverable) -> str:
    """By when it is due, as far as that is known: its own date, else that of its occasion, else the year of that."""
    if deliverable.due:
        return deliverable.due
    occasion = deliverable.occasion
    return (occasion.date or str(occasion.year)) if occasion is not None else ""


def bound() -> QuerySet[Asking]:
    """What versions ask or asked that are or were in force, from the earliest on; those of an unknown date first."""
    rows = Asking.objects.filter(version__state__in=(IN_FORCE, SUPERSEDED))
    return rows.filter(version__record__withdrawal=None).order_by("version__date", "pk")


def owed() -> QuerySet[Asking]:
    """Of what bound, that which can be late: what the first of a mandate has for a date, nothing was owed before."""
    return bound().filter(force__in=CAN_BE_LATE)


def date_of(since: str) -> str:
    """As much as is known of the day of a text that is in force: nothing where its date lies ahead, as that cannot be."""
    return "" if is_after(since, clock.today().isoformat()) else since


def began_before(session: str, since: str) -> bool:
    """Whether a session of that date had begun when a text of that date came about; so far as the days are known.

    A session on the day of the text, or in the year of which alone is known, is the one that adopted it.
    """
    known = session[: len(since)]
    return bool(known) and (known < since[: len(known)] or known == since)


def due_before(deliverable: Deliverable, since: str) -> bool:
    """Whether it was due before the text that asks for it was there; ``since``: as much as is known of the text's date."""
    since = date_of(since)
    if deliverable.due:
        return is_after(since, deliverable.due)
    return began_before(when(deliverable), since) if since else False


def counted(deliverable: Deliverable) -> Deliverable:
    """How a deliverable counts for its mandate: what was merged stands, and is due, as the one that answers both.

    A copy, which is not to be saved.
    """
    other = deliverable.merged_into
    if other is None:
        return deliverable
    made = copy(deliverable)
    made.state, made.said_at = other.state, other.said_at
    made.due, made.occasion, made.words = other.due, other.occasion, other.words
    return made


@dataclass
class Said:
    """What was said of one mandate. ``deliverables``: those that count; ``notices``: (deliverable, due, who was told) -> answer by.

    ``since``: as much as is known of the day before which nothing was owed.
    """

    deliverables: list[Deliverable] = field(default_factory=list)
    notices: dict[tuple[int, datetime.date, int], datetime.date] = field(default_factory=dict)
    statement: Statement | None = None
    moved: list[datetime.date] = field(default_factory=list)
    since: str = ""


def read(rows: Iterable[Mandate]) -> dict[int, Said]:
    """What was said of these mandates, in a fixed number of queries."""
    found: dict[int, Said] = defaultdict(Said)
    keys = [each.pk for each in rows]
    dates = owed().filter(mandate__in=keys).values_list("mandate", "version__date")
    for mandate, date in reversed(list(dates)):
        found[mandate].since = date
    live = Deliverable.objects.filter(mandate__in=keys, withdrawn_at=None)
    answering: dict[int, list[Deliverable]] = defaultdict(list)
    for each in live.select_related("occasion", "merged_into__occasion").order_by(
        "mandate", "ordinal"
    ):
        said, other, one = found[each.mandate_id], each.merged_into, counted(each)
        said.moved += _days(one.said_at)
        answering[each.pk].append(each)
        if other is None or other.mandate_id != each.mandate_id:
            said.deliverables.append(one)
        if other is not None and other.mandate_id != each.mandate_id:
            answering[other.pk].append(each)
    told = LateNotice.objects.filter(deliverable__in=answering)
    for notice in told.order_by("-answer_by"):
        for each in answering[notice.deliverable_id]:
            said = found[each.mandate_id]
            if notice.actor_id is not None and not notice.spared:
                said.notices[each.pk, notice.due, notice.actor_id] = notice.answer_by
            # Nobody else learns before that who leads was told, nor ever where it was spared.
            if notice.answer_by < clock.today() and not notice.spared:
                said.moved += _days(notice.answered_at)
    for statement in Statement.objects.filter(mandate__in=keys, withdrawn_at=None).order_by(
        "ordinal"
    ):
        said = found[statement.mandate_id]
        said.statement = statement
        said.moved += _days(statement.made_at)
    answers = Answer.objects.filter(deliverable__in=answering)
    last: Any = answers.order_by().values_list("deliverable").annotate(Max("made_at"))
    for deliverable, moment in last:
        for each in answering[deliverable]:
            found[each.mandate_id].moved += _days(moment)
    responses: Any = (
        Response.objects.filter(mandate__in=keys)
        .order_by()
        .values_list("mandate")
        .annotate(Max("made_at"))
    )
    for mandate, moment in responses:
        found[mandate].moved += _days(moment)
    return found


def _days(moment: datetime.datetime | None) -> list[datetime.date]:
    return [clock.date_of(moment)] if moment is not None else []


def keep(mandate: Mandate, said: Said, today: datetime.date) -> None:
    """Set the columns of ``KEPT``; the others are set already."""
    open_ones = [each for each in said.deliverables if each.state in OPEN and not each.former]
    dated = sorted(day for each in open_ones if (day := full(when(each))) is not None)
    mandate.due = dated[0] if dated else None
    mandate.due_said = "" if dated else _undated(open_ones)
    mandate.late_from = late_from(mandate, open_ones, said, today)
    mandate.progress = progress(said, today)
    mandate.moved_on = max(said.moved, default=None)


def late_from(
    mandate: Mandate, open_ones: Iterable[Deliverable], said: Said, today: datetime.date
) -> datetime.date | None:
    """The first day on which everybody may read that it is late; None where one of the conditions is missing."""
    fair = (
        mandate.force in CAN_BE_LATE
        and mandate.standing == Standing.BINDS
        and mandate.life == ACTIVE
        and mandate.lead_id is not None
    )
    if not fair or progress(said, today) not in OPEN:
        return None
    days = []
    for each in open_ones:
        due = full(when(each))
        if due is None or due >= today or due_before(each, said.since):
            continue
        answer_by = said.notices.get((each.pk, due, mandate.lead_id or 0))
        if answer_by is not None:
            days.append(max(due, answer_by) + _DAY)
    return min(days, default=None)


def _undated(open_ones: Sequence[Deliverable]) -> str:
    """What is said in place of a date: as much of it as is known, else the words of the text."""
    known = sorted(when(each) for each in open_ones if when(each))
    return known[0] if known else next((each.words[:200] for each in open_ones if each.words), "")


def progress(said: Said, today: datetime.date) -> str:
    """What came of it: of the deliverable that it is about now, else as its owner last stated it.

    About now is the first open one that is past or near; else the last of which something was said.
    """
    rows = sorted(said.deliverables, key=lambda each: (when(each) or "9", each.ordinal))
    limit = today + datetime.timedelta(days=NEAR)
    near = [
        each
        for each in rows
        if each.state in OPEN
        and not each.former
        and (day := full(when(each))) is not None
        and day <= limit
    ]
    told = [each for each in rows if each.state != Progress.NO_INFORMATION]
    stated = said.statement.state if said.statement is not None else Progress.NO_INFORMATION
    if near:
        state = near[0].state
        # Its owner may have said in a statement how it stands; that it is answered, a document says.
        silent = state == Progress.NO_INFORMATION and stated != Progress.ANSWERED
        return stated if silent else state
    last = told[-1] if told else None
    if last is None or (said.statement is not None and _later(said.statement, last)):
        return stated
    return last.state


def _later(statement: Statement, deliverable: Deliverable) -> bool:
    return deliverable.said_at is not None and statement.made_at > deliverable.said_at
