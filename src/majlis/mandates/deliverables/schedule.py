"""The deliverables that a mandate requires and when, according to its text; one for each session if it recurs."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from majlis.kernel import clock
from majlis.mandates.core.next_meeting import next_meeting
from majlis.mandates.core.progress import known_date, session_began_before, sources_in_force
from majlis.mandates.lifecycle import ACTIVE
from majlis.mandates.models import Addressee, Entity, Mandate, MandateSource, Occasion, Occurrence
from majlis.mandates.models.choices import DeliverableKind, LegalStatus

ONCE = "once"
YEARS_AHEAD = 2
"""Years after the current one for which recurring deliverables are scheduled."""
_PERIOD = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


@dataclass(frozen=True)
class PlannedDeliverable:
    """A deliverable that a mandate requires.

    ``year``: of a session of the entity ``of``; ``occasion`` if that session exists, or alone for the
    next session after the meeting that adopted the text. ``key``
    identifies it, so that it is created once: ``once``, the year, the year with the session, or the
    occurrence.
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
        """The kind and the date in one line; it differs after a correction or a new version moved it."""
        year = str(self.year or "")
        return " ".join(filter(None, [self.kind, self.due, year, self.of.slug if self.of else ""]))

    @property
    def session_year(self) -> int | None:
        """The year of the session at which it is due; None where it is due at none that is known."""
        if self.year is not None or self.occasion is None:
            return self.year
        return self.occasion.year


def recurrence_years(recurrence: str) -> int:
    """The number of years of an ISO 8601 period, at least 1; 0 if there is no period."""
    match = _PERIOD.fullmatch(recurrence)
    if not recurrence or match is None or not any(match.groups()):
        return 0
    years, months, _weeks, _days = (int(each or 0) for each in match.groups())
    return max(1, years + months // 12)


def recurs_within_year(recurrence: str) -> bool:
    """Whether a period is shorter than a year: then one is due at each session of the year."""
    match = _PERIOD.fullmatch(recurrence)
    return bool(recurrence and match and not match[1] and int(match[2] or 0) < 12)


def planned_deliverables(
    mandate: Mandate, today: datetime.date | None = None
) -> list[PlannedDeliverable]:
    """The deliverables that a mandate requires today; none if it is not in force, has ended or is paused."""
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
        occurrences = mandate.occurrences.all()
        return [
            PlannedDeliverable(
                f"occurrence {occurrence.pk}",
                source.kind,
                words=_occasion_words(source),
                occurrence=occurrence,
            )
            for occurrence in occurrences
        ]
    if step := recurrence_years(source.recurrence):
        return list(_planned_recurring(source, recipient, step, today))
    if len(source.deadline) > 4:
        return [
            PlannedDeliverable(
                ONCE, source.kind, due=source.deadline, words=_occasion_words(source)
            )
        ]
    if not source.deadline and (following := next_meeting(source, recipient)) is not None:
        return [
            PlannedDeliverable(
                ONCE, source.kind, occasion=following.occasion, words=_occasion_words(source)
            )
        ]
    year = int(source.deadline) if source.deadline else _single_year(source.occasion)
    if year and source.occasion and recipient is not None:
        sessions = sessions_in_year(recipient, year)
        upcoming = sessions_after(sessions, requested_since(source))
        if upcoming or not sessions:
            first_session = upcoming[0] if upcoming else None
            return [
                PlannedDeliverable(
                    ONCE, source.kind, year, recipient, first_session, words=_occasion_words(source)
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
    """The first recipient, at whose session the deliverable is due; None if none is named."""
    addressee = (
        source.addressees.filter(role=Addressee.Role.RECIPIENT).select_related("entity").first()
    )
    return addressee.entity if addressee is not None else None


def sessions_in_year(entity: Entity, year: int) -> list[Occasion]:
    """The sessions of an entity in a year; a placeholder without date and name counts only if it is alone."""
    sessions = list(entity.occasions.filter(year=year).order_by("date", "label"))
    return [each for each in sessions if each.date or each.label or each.names] or sessions


def sessions_after(sessions: list[Occasion], since: str) -> list[Occasion]:
    """The sessions that had not begun when the text was adopted; it can require nothing for the others."""
    return [each for each in sessions if not session_began_before(each.date, since)]


def requested_since(source: MandateSource) -> str:
    """The date since which the source's request applies, as far as it is known.

    It is the date of the first version with the same request: a new version that repeats it does
    not restart it. If that version has no date, it is the day on which the mandate was registered.
    """
    compared = ("recurrence",) if source.recurrence else ("recurrence", "deadline", "occasion")
    same_request = {name: getattr(source, name) for name in compared}
    rows = sources_in_force().filter(mandate=source.mandate_id, **same_request)
    first = rows.select_related("version").first() or source
    return (
        known_date(first.version.date)
        or clock.date_of(source.mandate.record.created_at).isoformat()
    )


def _occasion_words(source: MandateSource) -> str:
    return " ".join(source.occasion.split())[:300]


def _single_year(words: str) -> int | None:
    years = _YEAR.findall(words.translate(_DIGITS))
    return int(years[0]) if len(set(years)) == 1 else None


_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")


def _planned_recurring(
    source: MandateSource, recipient: Entity | None, step: int, today: datetime.date
) -> Iterator[PlannedDeliverable]:
    first = int((source.deadline or source.version.year or "0")[:4]) or today.year
    last = today.year + YEARS_AHEAD
    expires = source.mandate.expires
    since = requested_since(source)
    start = first + (max(0, today.year - first) + step - 1) // step * step
    for year in range(start, last + 1, step):
        if expires and str(year) > expires[:4]:
            return
        if recipient is None:
            yield PlannedDeliverable(
                str(year), source.kind, due=str(year), words=_occasion_words(source)
            )
            continue
        sessions = sessions_in_year(recipient, year)
        upcoming = sessions_after(sessions, since)
        if sessions and recurs_within_year(source.recurrence):
            for session in upcoming:
                yield PlannedDeliverable(
                    f"{year}.{session.pk}", source.kind, year, recipient, session
                )
        elif upcoming or not sessions:
            first_session = upcoming[0] if upcoming else None
            yield PlannedDeliverable(str(year), source.kind, year, recipient, first_session)
