"""Which deliverables a mandate requires and when, from its text: one a session for what recurs."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from majlis.kernel import clock
from majlis.mandates.core.progress import known_date, session_began_before, sources_in_force
from majlis.mandates.lifecycle import ACTIVE
from majlis.mandates.models import Addressee, Entity, Mandate, MandateSource, Occasion, Occurrence
from majlis.mandates.models.choices import DeliverableKind, LegalStatus

ONCE = "once"
YEARS_AHEAD = 2
"""Years ahead of this one for which deliverables of what recurs are made."""
_PERIOD = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


@dataclass(frozen=True)
class PlannedDeliverable:
    """A deliverable that a mandate yields. ``year``: of a session of ``request_for``, or of ``occasion`` where it is there.

    ``key``: what it is made as, so that it is made once.
    """

    key: str
    kind: str
    year: int | None = None
    of: Entity | None = None
    occasion: Occasion | None = None
    due: str = ""
    words: str = ""
    occurrence: Occurrence | None = None

    @property
    def schedule_basis(self) -> str:
        """What it says of kind and date, in one line: another one where a version or a correction moved it."""
        year = str(self.year or "")
        return " ".join(filter(None, [self.kind, self.due, year, self.of.slug if self.of else ""]))


def recurrence_years(recurrence: str) -> int:
    """How many years lie between two of what recurs: one where it comes round more often; 0 where it does not."""
    found = _PERIOD.fullmatch(recurrence)
    if not recurrence or found is None or not any(found.groups()):
        return 0
    years, months, _weeks, _days = (int(each or 0) for each in found.groups())
    return max(1, years + months // 12)


def recurs_within_year(recurrence: str) -> bool:
    """Whether it comes round more often than once a year: then at every session of the year."""
    found = _PERIOD.fullmatch(recurrence)
    return bool(recurrence and found and not found[1] and int(found[2] or 0) < 12)


def planned_deliverables(
    mandate: Mandate, today: datetime.date | None = None
) -> list[PlannedDeliverable]:
    """The deliverables that a mandate yields today; none where it does not bind, or was ended or paused."""
    today = today or clock.today()
    source = mandate.source
    if (
        source is None
        or mandate.legal_status != LegalStatus.IN_FORCE
        or mandate.lifecycle_state != ACTIVE
    ):
        return []
    recipient = first_recipient(source)
    if source.trigger:
        happened = mandate.occurrences.all()
        return [
            PlannedDeliverable(
                f"occurrence {each.pk}", source.kind, words=_occasion_words(source), occurrence=each
            )
            for each in happened
        ]
    if step := recurrence_years(source.recurrence):
        return list(_planned_recurring(source, recipient, step, today))
    if len(source.deadline) > 4:
        return [
            PlannedDeliverable(
                ONCE, source.kind, due=source.deadline, words=_occasion_words(source)
            )
        ]
    year = int(source.deadline) if source.deadline else _single_year(source.occasion)
    if year and source.occasion and recipient is not None:
        known = sessions_in_year(recipient, year)
        left = sessions_after(known, requested_since(source))
        if left or not known:
            first_one = left[0] if left else None
            return [
                PlannedDeliverable(
                    ONCE, source.kind, year, recipient, first_one, words=_occasion_words(source)
                )
            ]
    if year or source.occasion:
        return [
            PlannedDeliverable(
                ONCE, source.kind, due=str(year or ""), words=_occasion_words(source)
            )
        ]
    return (
        [PlannedDeliverable(ONCE, source.kind)]
        if source.kind not in (DeliverableKind.ACTION, DeliverableKind.OTHER)
        else []
    )


def first_recipient(source: MandateSource) -> Entity | None:
    """To whose session it goes: of the first whom it names as recipient."""
    first = source.addressees.filter(role=Addressee.Role.RECIPIENT).select_related("entity").first()
    return first.entity if first is not None else None


def sessions_in_year(entity: Entity, year: int) -> list[Occasion]:
    """The sessions of an entity in a year: what stands for one that nobody had named or dated gives way to those."""
    there = list(entity.occasions.filter(year=year).order_by("date", "label"))
    return [each for each in there if each.date or each.label or each.names] or there


def sessions_after(sessions: list[Occasion], since: str) -> list[Occasion]:
    """Those of these sessions that had not begun when the text was adopted: of the others it can ask nothing."""
    return [each for each in sessions if not session_began_before(each.date, since)]


def requested_since(source: MandateSource) -> str:
    """As much as is known of the day since which it is asked as now; on which it came in, where its text has no date.

    A new version that asks it again does not take back what the version before asked.
    """
    alike = ("recurrence",) if source.recurrence else ("recurrence", "deadline", "occasion")
    same = {name: getattr(source, name) for name in alike}
    rows = sources_in_force().filter(mandate=source.mandate_id, **same)
    first = rows.select_related("version").first() or source
    return (
        known_date(first.version.date)
        or clock.date_of(source.mandate.record.created_at).isoformat()
    )


def _occasion_words(source: MandateSource) -> str:
    return " ".join(source.occasion.split())[:300]


def _single_year(words: str) -> int | None:
    found = _YEAR.findall(words.translate(_DIGITS))
    return int(found[0]) if len(set(found)) == 1 else None


_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")


def _planned_recurring(
    source: MandateSource, recipient: Entity | None, step: int, today: datetime.date
) -> Iterator[PlannedDeliverable]:
    first = int((source.deadline or source.version.year or "0")[:4]) or today.year
    last = today.year + YEARS_AHEAD
    ends = source.mandate.expires
    since = requested_since(source)
    start = first + (max(0, today.year - first) + step - 1) // step * step
    for year in range(start, last + 1, step):
        if ends and str(year) > ends[:4]:
            return
        if recipient is None:
            yield PlannedDeliverable(
                str(year), source.kind, due=str(year), words=_occasion_words(source)
            )
            continue
        known = sessions_in_year(recipient, year)
        left = sessions_after(known, since)
        if known and recurs_within_year(source.recurrence):
            for each in left:
                yield PlannedDeliverable(f"{year}.{each.pk}", source.kind, year, recipient, each)
        elif left or not known:
            first_one = left[0] if left else None
            yield PlannedDeliverable(str(year), source.kind, year, recipient, first_one)
