"""When items are taken up: their moments within sittings, and what does not fit."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from majlis.events.core import times
from majlis.events.models import AgendaItem, Sitting


def moment_in_sitting(
    sitting: Sitting, time: datetime.time, zone: ZoneInfo, field: str, *, after: bool = False
) -> datetime.datetime:
    """The moment at which the clocks of a zone show a time during a sitting, which may last past midnight.

    ``after``: an end, so the first moment of the sitting is not meant. A time outside the sitting is that of
    its first day. Raises InvalidInput, at the field, for a time that no clock shows.
    """
    first = sitting.starts.astimezone(zone).date()
    last = sitting.ends.astimezone(zone).date()
    moment = times.moment_in_zone(first, time, zone, field)
    day = first
    while day < last and (moment < sitting.starts or (after and moment == sitting.starts)):
        day += datetime.timedelta(days=1)
        moment = times.moment_in_zone(day, time, zone, field)
    return moment


def is_outside_sitting(item: AgendaItem) -> bool:
    """Whether the time of an item is not within its sitting: the sitting was moved or removed since."""
    if item.starts is None:
        return False
    sitting = item.sitting
    if sitting is None:
        return True
    return not sitting.starts <= item.starts <= (item.ends or item.starts) <= sitting.ends


def overlapping_items(items: Sequence[AgendaItem]) -> dict[int, list[AgendaItem]]:
    """The items that are taken up at the same time as others, by key: those others, in the order of the agenda.

    An item and those below it share their time, so they are not compared. ``items``: all of a meeting.
    """
    by_key = {item.pk: item for item in items}
    timed = sorted(
        (
            (item.starts, item.ends, item)
            for item in items
            if item.starts is not None and item.ends is not None and item.withdrawn_at is None
        ),
        key=lambda each: (each[0], each[2].pk),
    )
    order = {item.pk: place for place, item in enumerate(items)}
    found: dict[int, list[AgendaItem]] = {}
    for place, (_starts, ends, item) in enumerate(timed):
        for other_starts, _ends, other in timed[place + 1 :]:
            if other_starts >= ends:
                break
            if item.pk in _keys_above(other, by_key) or other.pk in _keys_above(item, by_key):
                continue
            found.setdefault(item.pk, []).append(other)
            found.setdefault(other.pk, []).append(item)
    return {key: sorted(others, key=lambda other: order[other.pk]) for key, others in found.items()}


def _keys_above(item: AgendaItem, by_key: dict[int, AgendaItem]) -> Iterable[int]:
    keys = []
    parent = item.parent_id
    while parent is not None and parent in by_key:
        keys.append(parent)
        parent = by_key[parent].parent_id
    return keys
