"""Which deliverables a mandate yields, from what its text says of when: one a session for what recurs.

``requested_format`` reads and changes nothing; the verb ``foresee`` makes what is wanted and not there yet. A year that has
passed before the mandate came in is left alone, and so is a session that had begun before the text was there: nobody is
asked anew for what was due then, an officer may add it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from majlis.kernel import clock
from majlis.mandates.kinds import Kind, Standing
from majlis.mandates.lifecycle import ACTIVE
from majlis.mandates.models import Actor, Asking, Mandate, Named, Occasion, Occurrence
from majlis.mandates.outcome import began_before, bound, date_of

ONCE = "once"
AHEAD = 2
"""Years ahead of this one for which deliverables of what recurs are made."""
_PERIOD = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


@dataclass(frozen=True)
class Wanted:
    """A deliverable that a mandate yields. ``year``: of a session of ``request_for``, or of ``occasion`` where it is there.

    ``key``: what it is made as, so that it is made once.
    """

    key: str
    kind: str
    year: int | None = None
    of: Actor | None = None
    occasion: Occasion | None = None
    due: str = ""
    words: str = ""
    occurrence: Occurrence | None = None

    @property
    def made_as(self) -> str:
        """What it says of kind and date, in one line: another one where a version or a correction moved it."""
        year = str(self.year or "")
        return " ".join(filter(None, [self.kind, self.due, year, self.of.slug if self.of else ""]))


def years_between(recurrence: str) -> int:
    """How many years lie between two of what recurs: one where it comes round more often; 0 where it does not."""
    found = _PERIOD.fullmatch(recurrence)
    if not recurrence or found is None or not any(found.groups()):
        return 0
    years, months, _weeks, _days = (int(each or 0) for each in found.groups())
    return max(1, years + months // 12)


def often(recurrence: str) -> bool:
    """Whether it comes round more often than once a year: then at every session of the year."""
    found = _PERIOD.fullmatch(recurrence)
    return bool(recurrence and found and not found[1] and int(found[2] or 0) < 12)


def wanted(mandate: Mandate, today: datetime.date | None = None) -> list[Wanted]:
    """The deliverables that a mandate yields today; none where it does not bind, or was ended or paused."""
    today = today or clock.today()
    asking = mandate.asking
    if asking is None or mandate.standing != Standing.BINDS or mandate.life != ACTIVE:
        return []
    recipient = recipient_of(asking)
    if asking.trigger:
        happened = mandate.occurrences.all()
        return [
            Wanted(f"occurrence {each.pk}", asking.kind, words=_words(asking), occurrence=each)
            for each in happened
        ]
    if step := years_between(asking.recurrence):
        return list(_recurring(asking, recipient, step, today))
    if len(asking.deadline) > 4:
        return [Wanted(ONCE, asking.kind, due=asking.deadline, words=_words(asking))]
    year = int(asking.deadline) if asking.deadline else _year_in(asking.occasion)
    if year and asking.occasion and recipient is not None:
        known = sessions_of(recipient, year)
        left = after(known, asked_since(asking))
        if left or not known:
            first_one = left[0] if left else None
            return [Wanted(ONCE, asking.kind, year, recipient, first_one, words=_words(asking))]
    if year or asking.occasion:
        return [Wanted(ONCE, asking.kind, due=str(year or ""), words=_words(asking))]
    return [Wanted(ONCE, asking.kind)] if asking.kind not in (Kind.ACTION, Kind.OTHER) else []


def recipient_of(asking: Asking) -> Actor | None:
    """To whose session it goes: of the first whom it names as recipient."""
    first = asking.named.filter(role=Named.Role.RECIPIENT).select_related("actor").first()
    return first.actor if first is not None else None


def sessions_of(actor: Actor, year: int) -> list[Occasion]:
    """The sessions of an actor in a year: what stands for one that nobody had named or dated gives way to those."""
    there = list(actor.occasions.filter(year=year).order_by("date", "label"))
    return [each for each in there if each.date or each.label or each.names] or there


def after(sessions: list[Occasion], since: str) -> list[Occasion]:
    """Those of these sessions that had not begun when the text was adopted: of the others it can ask nothing."""
    return [each for each in sessions if not began_before(each.date, since)]


def asked_since(asking: Asking) -> str:
    """As much as is known of the day since which it is asked as now; on which it came in, where its text has no date.

    A new version that asks it again does not take back what the version before asked.
    """
    alike = ("recurrence",) if asking.recurrence else ("recurrence", "deadline", "occasion")
    same = {name: getattr(asking, name) for name in alike}
    rows = bound().filter(mandate=asking.mandate_id, **same)
    first = rows.select_related("version").first() or asking
    return (
        date_of(first.version.date) or clock.date_of(asking.mandate.record.created_at).isoformat()
    )


def _words(asking: Asking) -> str:
    return " ".join(asking.occasion.split())[:300]


def _year_in(words: str) -> int | None:
    found = _YEAR.findall(words.translate(_DIGITS))
    return int(found[0]) if len(set(found)) == 1 else None


_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")


def _recurring(
    asking: Asking, recipient: Actor | None, step: int, today: datetime.date
) -> Iterator[Wanted]:
    first = int((asking.deadline or asking.version.year or "0")[:4]) or today.year
    last = today.year + AHEAD
    ends = asking.mandate.expires
    since = asked_since(asking)
    start = first + (max(0, today.year - first) + step - 1) // step * step
    for year in range(start, last + 1, step):
        if ends and str(year) > ends[:4]:
            return
        if recipient is None:
            yield Wanted(str(year), asking.kind, due=str(year), words=_words(asking))
            continue
        known = sessions_of(recipient, year)
        left = after(known, since)
        if known and often(asking.recurrence):
            for each in left:
                yield Wanted(f"{year}.{each.pk}", asking.kind, year, recipient, each)
        elif left or not known:
            first_one = left[0] if left else None
            yield Wanted(str(year), asking.kind, year, recipient, first_one)
