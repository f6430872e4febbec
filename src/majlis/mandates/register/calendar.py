"""Coming dates by the filters of the register: due dates, and clauses on expiry, review or renewal."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from majlis.instruments.core.subqueries import Chain, chain_from, instrument_from, instrument_json
from majlis.instruments.lifecycle import IN_FORCE
from majlis.instruments.models import Provision, Version
from majlis.kernel.models import Reader
from majlis.kernel.models.record import visibility_condition
from majlis.kernel.snapshot_cache import cached_value
from majlis.mandates.core.progress import due_date_of, full_date
from majlis.mandates.core.rows import TEXT_LENGTH, FilterValues, provision_text_json
from majlis.mandates.models import Clause, Deliverable, Mandate
from majlis.mandates.models.choices import OPEN_PROGRESS
from majlis.mandates.register import queries

MONTHS = 24
PAGE_SIZE, MAX_EVENTS = 100, 5000
"""The most dates of each kind: on the page, for phones; and in a calendar file, which says if it is cut."""
IGNORED_FILTERS = ("sort", "language", "standing")
"""Filters of the register that do not apply to clauses."""


@dataclass(frozen=True)
class DatedClause:
    """A clause with its version, the text of its provision for a reader, and the provisions above that."""

    clause: Clause
    text: str
    language: str
    chain: Chain
    version: Version


def calendar_end(today: datetime.date) -> datetime.date:
    """The last day of the calendar, which is the last day of a month."""
    month = today.month + MONTHS
    return datetime.date(today.year + month // 12, month % 12 + 1, 1) - datetime.timedelta(days=1)


def due_mandates(user: Reader, filters: FilterValues, today: datetime.date) -> QuerySet[Mandate]:
    """Matching mandates that are due from today on, the next first.

    Of recurring ones also the next date, where the last one was answered.
    """
    mandates = queries.find_mandates(user, {**filters, "sort": "due"}, today)
    due: QuerySet[Mandate] = mandates.filter(queries.due_from(today), due__lte=calendar_end(today))
    return due


@dataclass(frozen=True)
class MatchingMandates:
    """The mandates of the calendar page: due, without a date, and how many have no clause; ``cut``: there are more."""

    due: list[Mandate]
    undated: list[Mandate]
    without: int
    cut: bool


def matching_mandates(
    user: Reader, filters: FilterValues, today: datetime.date, most: int
) -> MatchingMandates:
    """At most so many mandates of each kind, the same for all languages; four queries."""

    def read() -> MatchingMandates:
        due = list(due_mandates(user, filters, today)[:most])
        undated = list(undated_mandates(user, filters, today)[:most])
        return MatchingMandates(
            unique_deliverables(due),
            undated,
            count_without_clause(user, filters, today),
            most in (len(due), len(undated)),
        )

    values = ((name, str(value)) for name, value in filters.items() if name != "language")
    return cached_value(user, ("mandates.calendar", today, *values), read)


def unique_deliverables(rows: list[Mandate]) -> list[Mandate]:
    """The mandates with one row for each merged deliverable, where its date is that of several; one query.

    The mandate to which the deliverable belongs stays, where it is among them. Lists of the
    register count them all.
    """
    mandates = {mandate.pk: mandate for mandate in rows}
    merged = Deliverable.objects.filter(
        mandate__in=mandates, withdrawn_at=None, merged_into__isnull=False
    ).select_related("merged_into__occasion")
    shown: dict[int, int] = {}
    left_out: set[int] = set()
    for deliverable in merged.order_by("pk"):
        into = deliverable.merged_into
        assert into is not None
        due = mandates[deliverable.mandate_id].due
        if (
            due is None
            or full_date(due_date_of(into)) != due
            or into.mandate_id == deliverable.mandate_id
        ):
            continue
        owner = mandates.get(into.mandate_id)
        first = shown.setdefault(
            into.pk, owner.pk if owner is not None and owner.due == due else deliverable.mandate_id
        )
        if first != deliverable.mandate_id:
            left_out.add(deliverable.mandate_id)
    return [mandate for mandate in rows if mandate.pk not in left_out]


def undated_mandates(
    user: Reader, filters: FilterValues, today: datetime.date
) -> QuerySet[Mandate]:
    """Matching mandates that are open, or recur, with an occasion but no date; the earliest years first."""
    mandates = queries.find_mandates(user, {**filters, "sort": "due"}, today)
    open_or_recurring = Q(progress__in=OPEN_PROGRESS) | ~Q(source__recurrence="")
    undated: QuerySet[Mandate] = mandates.filter(open_or_recurring, due=None).exclude(due_text="")
    return undated


def dated_clauses(
    user: Reader, filters: FilterValues, today: datetime.date, language: str, most: int = MAX_EVENTS
) -> list[DatedClause]:
    """Clauses of versions in force that are not past: those of matching mandates, and of their whole texts.

    A clause with a month or year only is past when that is over. The next first; one query.
    """
    iso = today.isoformat()
    coming = Q(deadline__gte=iso) | Q(deadline__in=[iso[:4], iso[:7]])
    clauses = Clause.objects.filter(
        coming,
        visibility_condition(user, "version__record__"),
        visibility_condition(user, "version__instrument__record__"),
        version__state=IN_FORCE,
        version__record__withdrawal=None,
        deadline__lte=calendar_end(today).isoformat(),
    )
    if any(value for name, value in filters.items() if name not in IGNORED_FILTERS):
        matching = queries.find_mandates(user, filters, today).order_by()
        on_whole_text = Q(version__in=matching.values("source__version"), mandate=None)
        clauses = clauses.filter(Q(mandate__in=matching.values("pk")) | on_whole_text)
    rows = clauses.select_related("mandate", "version__record").annotate(
        says=provision_text_json("provision", language, TEXT_LENGTH),
        of=instrument_json("version__instrument__", language),
    )
    return [_dated_clause(each) for each in rows.order_by("deadline", "pk")[:most]]


def count_without_clause(user: Reader, filters: FilterValues, today: datetime.date) -> int:
    """How many matching mandates have no clause on expiry, review or renewal; one query."""
    return queries.find_mandates(
        user, {**filters, "expires": queries.WITHOUT_CLAUSE}, today
    ).count()


def _dated_clause(clause: Any) -> DatedClause:
    version = clause.version
    version.instrument = instrument_from(clause.of)
    text_json = clause.says
    if text_json is None:
        return DatedClause(clause, "", "", [(Provision(version=version), None)], version)
    chain = chain_from(version, text_json["at"])
    return DatedClause(clause, text_json["text"], text_json["language"], chain, version)
