"""Coming dates: due dates of mandates, and clauses on end, review or renewal, by the filters of the register."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import JSONObject, Left

from majlis.instruments.core.subqueries import (
    Chain,
    chain_from,
    chain_json,
    instrument_from,
    instrument_json,
)
from majlis.instruments.lifecycle import IN_FORCE
from majlis.instruments.models import Provision, ProvisionWording, Version
from majlis.kernel.models.record import visibility_condition
from majlis.mandates.core.progress import due_date_of, full_date
from majlis.mandates.core.rows import TEXT_LENGTH
from majlis.mandates.models import Clause, Deliverable, Mandate
from majlis.mandates.models.choices import OPEN_PROGRESS
from majlis.mandates.register import queries

MONTHS = 24
PAGE_SIZE, MAX_EVENTS = 100, 5000
"""Dates of each sort on the page, which a phone has to load, and in a calendar file, which says so where it is cut."""
IGNORED_FILTERS = ("sort", "language", "standing")
"""What of the register's filters leaves the clauses as they are."""


@dataclass(frozen=True)
class DatedClause:
    """A clause with the words of its provision for a reader, where it stands among those above, and its version."""

    clause: Clause
    text: str
    language: str
    chain: Chain
    version: Version


def calendar_end(today: datetime.date) -> datetime.date:
    """The last day of the calendar: that of a month."""
    month = today.month + MONTHS
    return datetime.date(today.year + month // 12, month % 12 + 1, 1) - datetime.timedelta(days=1)


def due_mandates(user: Any, wanted: Mapping[str, Any], today: datetime.date) -> QuerySet[Mandate]:
    """Mandates that fit and of which something is due from today on, the next first: of what recurs the next one too,
    where the last was answered."""
    found = queries.find_mandates(user, {**wanted, "sort": "due"}, today)
    it: QuerySet[Mandate] = found.filter(queries.due_from(today), due__lte=calendar_end(today))
    return it


def unique_deliverables(rows: list[Mandate]) -> list[Mandate]:
    """Of mandates whose dates are those of one deliverable, into which theirs were merged, one alone; one query.

    That whose own it is, where it is among them. Each still counts in the lists of the register.
    """
    there = {each.pk: each for each in rows}
    merged = Deliverable.objects.filter(
        mandate__in=there, withdrawn_at=None, merged_into__isnull=False
    ).select_related("merged_into__occasion")
    shown: dict[int, int] = {}
    left: set[int] = set()
    for each in merged.order_by("pk"):
        into = each.merged_into
        assert into is not None
        due = there[each.mandate_id].due
        if due is None or full_date(due_date_of(into)) != due or into.mandate_id == each.mandate_id:
            continue
        own = there.get(into.mandate_id)
        first = shown.setdefault(
            into.pk, own.pk if own is not None and own.due == due else each.mandate_id
        )
        if first != each.mandate_id:
            left.add(each.mandate_id)
    return [each for each in rows if each.pk not in left]


def undated_mandates(
    user: Any, wanted: Mapping[str, Any], today: datetime.date
) -> QuerySet[Mandate]:
    """Mandates that fit and are open, or come round again, of which an occasion is known and no date."""
    found = queries.find_mandates(user, {**wanted, "sort": "number"}, today)
    again = Q(progress__in=OPEN_PROGRESS) | ~Q(source__recurrence="")
    it: QuerySet[Mandate] = found.filter(again, due=None).exclude(due_text="")
    return it


def dated_clauses(
    user: Any,
    wanted: Mapping[str, Any],
    today: datetime.date,
    language: str,
    most: int = MAX_EVENTS,
) -> list[DatedClause]:
    """Clauses of versions in force whose date, month or year is not past, of what fits: of those mandates, and of
    their texts as a whole. The next first; one query."""
    iso = today.isoformat()
    coming = Q(deadline__gte=iso) | Q(deadline__in=[iso[:4], iso[:7]])
    found = Clause.objects.filter(
        coming,
        visibility_condition(user, "version__record__"),
        visibility_condition(user, "version__instrument__record__"),
        version__state=IN_FORCE,
        version__record__withdrawal=None,
        deadline__lte=calendar_end(today).isoformat(),
    )
    if any(value for name, value in wanted.items() if name not in IGNORED_FILTERS):
        fits = queries.find_mandates(user, wanted, today).order_by()
        of = Q(version__in=fits.values("source__version"), mandate=None)
        found = found.filter(Q(mandate__in=fits.values("pk")) | of)
    here = Case(When(language=language, then=Value(0)), default=Value(1))
    words = ProvisionWording.objects.filter(provision=OuterRef("provision")).exclude(text="")
    said = words.order_by(here, "status", "pk").annotate(at=chain_json())
    json = JSONObject(text=Left("text", TEXT_LENGTH), language=F("language"), at=F("at"))
    rows = found.select_related("mandate", "version__record").annotate(
        says=Subquery(said.values(json=json)[:1]),
        of=instrument_json("version__instrument__", language),
    )
    return [_dated_clause(each) for each in rows.order_by("deadline", "pk")[:most]]


def count_without_clause(user: Any, wanted: Mapping[str, Any], today: datetime.date) -> int:
    """How many of what fits say nothing of an end, a review or a renewal; one query."""
    return queries.find_mandates(user, {**wanted, "expires": queries.WITHOUT_CLAUSE}, today).count()


def _dated_clause(clause: Any) -> DatedClause:
    version = clause.version
    version.instrument = instrument_from(clause.of)
    says = clause.says
    if says is None:
        return DatedClause(clause, "", "", [(Provision(version=version), None)], version)
    chain = chain_from(version, says["at"])
    return DatedClause(clause, says["text"], says["language"], chain, version)
