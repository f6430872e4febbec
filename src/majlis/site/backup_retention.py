"""Which backups are kept: the last one of each of the latest days, weeks, months and years."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime

PERIODS: Mapping[str, Callable[[datetime], tuple[int, ...]]] = {
    "d": lambda moment: (moment.year, moment.month, moment.day),
    "w": lambda moment: tuple(moment.isocalendar())[:2],
    "m": lambda moment: (moment.year, moment.month),
    "y": lambda moment: (moment.year,),
}


def parse_rule(rule: str) -> dict[str, int]:
    """Unit -> number of periods, of a rule such as ``7d 4w 12m``."""
    return {unit: int(number) for number, unit in re.findall(r"(\d+)([dwmy])", rule)}


def backups_to_delete(times: Collection[datetime], rule: str, now: datetime) -> set[datetime]:
    """The times of the backups that the rule does not keep. All times are aware.

    Of each unit, the last backup in each of the latest periods (in UTC) is kept. Only periods with a backup
    count, so that a schedule that stood still for a year deletes nothing. The latest backup is kept under
    any rule. So is one of the future: its clock, or this one, is wrong.
    """
    past = sorted((moment for moment in set(times) if moment <= now), reverse=True)
    kept = set(past[:1])
    for unit, number in parse_rule(rule).items():
        last_of_period: dict[tuple[int, ...], datetime] = {}
        for moment in past:
            last_of_period.setdefault(PERIODS[unit](moment.astimezone(UTC)), moment)
        kept.update(list(last_of_period.values())[:number])
    return set(past) - kept
