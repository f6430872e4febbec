"""What comes: due dates of mandates, and when texts end, are reviewed or renewed, by the filters of the register."""

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
from majlis.mandates.kinds import OPEN
from majlis.mandates.models import Clause, Deliverable, Mandate
from majlis.mandates.outcome import full, when
from majlis.mandates.queries import register
from majlis.mandates.queries.lines import LONGEST

MONTHS = 24
A_PAGE, MOST = 100, 5000
"""Dates of each sort on the page, which a phone has to load, and in a calendar file, which says so where it is cut."""
NO_FILTER = ("sort", "language", "standing")
"""What of the register's filters leaves the clauses as they are."""


@dataclass(frozen=True)
class Dated:
    """A clause with the words of its provision for a reader, where it stands among those above, and its version."""

    clause: Clause
    text: str
    language: str
    chain: Chain
    version: Version


def until(today: datetime.date) -> datetime.date:
    """The last day of the calendar: that of a month."""
    month = today.month + MONTHS
    return datetime.date(today.year + month // 12, month % 12 + 1, 1) - datetime.timedelta(days=1)


def due(user: Any, wanted: Mapping[str, Any], today: datetime.date) -> QuerySet[Mandate]:
    """Mandates that fit and of which something is due from today on, the next first: of what recurs the next one too,
    where the last was answered."""
    found = register.found(user, {**wanted, "sort": "due"}, today)
    it: QuerySet[Mandate] = found.filter(register.comes(today), due__lte=until(today))
    return it


def once(rows: list[Mandate]) -> list[Mandate]:
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
        if due is None or full(when(into)) != due or into.mandate_id == each.mandate_id:
            continue
        own = there.get(into.mandate_id)
        first = shown.setdefault(
            into.pk, own.pk if own is not None and own.due == due else each.mandate_id
        )
        if first != each.mandate_id:
            left.add(each.mandate_id)
    return [each for each in rows if each.pk not in left]


def undated(user: Any, wanted: Mapping[str, Any], today: datetime.date) -> QuerySet[Mandate]:
    """Mandates that fit and are open, or come round again, of which an occasion is known and no date."""
    found = register.found(user, {**wanted, "sort": "number"}, today)
    again = Q(progress__in=OPEN) | ~Q(asking__recurrence="")
    it: QuerySet[Mandate] = found.filter(again, due=None).exclude(due_said="")
    return it


def clauses(
    user: Any, wanted: Mapping[str, Any], today: datetime.date, language: str, most: int = MOST
) -> list[Dated]:
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
        deadline__lte=until(today).isoformat(),
    )
    if any(value for name, value in wanted.items() if name not in NO_FILTER):
        fits = register.found(user, wanted, today).order_by()
        of = Q(version__in=fits.values("asking__version"), mandate=None)
        found = found.filter(Q(mandate__in=fits.values("pk")) | of)
    here = Case(When(language=language, then=Value(0)), default=Value(1))
    words = ProvisionWording.objects.filter(provision=OuterRef("provision")).exclude(text="")
    said = words.order_by(here, "status", "pk").annotate(at=chain_json())
    json = JSONObject(text=Left("text", LONGEST), language=F("language"), at=F("at"))
    rows = found.select_related("mandate", "version__record").annotate(
        says=Subquery(said.values(json=json)[:1]),
        of=instrument_json("version__instrument__", language),
    )
    return [_dated(each) for each in rows.order_by("deadline", "pk")[:most]]


def without(user: Any, wanted: Mapping[str, Any], today: datetime.date) -> int:
    """How many of what fits say nothing of an end, a review or a renewal; one query."""
    return register.found(user, {**wanted, "expires": register.WITHOUT_CLAUSE}, today).count()


def _dated(clause: Any) -> Dated:
    version = clause.version
    version.instrument = instrument_from(clause.of)
    says = clause.says
    if says is None:
        return Dated(clause, "", "", [(Provision(version=version), None)], version)
    chain = chain_from(version, says["at"])
    return Dated(clause, says["text"], says["language"], chain, version)
