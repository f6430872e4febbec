"""Which backups the rule keeps: never none, and one of each period that it names."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from majlis.site.backup_retention import PERIODS, backups_to_delete, parse_rule
from majlis.site.backup_targets import backup_name, backup_time
from majlis.site.configuration import load_configuration
from majlis.site.setting_types import ConfigurationError

NOON = datetime(2027, 3, 10, 12, tzinfo=UTC)
moments = some.datetimes(datetime(2024, 1, 1), datetime(2027, 3, 12), timezones=some.just(UTC))
rules = some.dictionaries(some.sampled_from("dwmy"), some.integers(1, 30), min_size=1).map(
    lambda units: " ".join(f"{number}{unit}" for unit, number in units.items())
)


@given(times=some.sets(moments, max_size=25), rule=rules)
def test_the_last_backup_of_each_kept_period_stays_and_the_latest_always(
    times: set[datetime], rule: str
) -> None:
    deleted = backups_to_delete(times, rule, NOON)
    kept = times - deleted
    past = sorted(moment for moment in times if moment <= NOON)
    assert {moment for moment in times if moment > NOON} <= kept
    assert past[-1:] == sorted(moment for moment in kept if moment <= NOON)[-1:]
    for unit, number in parse_rule(rule).items():
        periods: dict[tuple[int, ...], list[datetime]] = {}
        for moment in past:
            periods.setdefault(PERIODS[unit](moment), []).append(moment)
        for period in sorted(periods)[-number:]:
            assert periods[period][-1] in kept
    assert len([moment for moment in kept if moment <= NOON]) <= max(
        1, sum(parse_rule(rule).values())
    )
    assert not backups_to_delete(kept, rule, NOON)  # nothing more the second time


def test_a_year_of_daily_backups_leaves_days_weeks_and_months() -> None:
    kept: set[datetime] = set()
    for day in range(400):
        now = NOON + timedelta(days=day)
        kept.add(now)
        kept -= backups_to_delete(kept, "7d 4w 12m", now)
    last = NOON + timedelta(days=399)
    assert {last - timedelta(days=day) for day in range(7)} <= kept
    assert len({(moment.year, moment.month) for moment in kept}) == 12
    assert len(kept) <= 7 + 4 + 12


def test_a_schedule_that_stood_still_deletes_nothing() -> None:
    weeks = {NOON - timedelta(weeks=number) for number in range(4)}
    assert not backups_to_delete(weeks, "4w", NOON + timedelta(days=3000))


@given(rule=some.text(alphabet="0123456789dwmy x", max_size=9))
def test_a_rule_is_read_whole_or_refused(rule: str) -> None:
    try:
        kept = load_configuration({"MAJLIS_BACKUP_KEEP": rule}).backup_keep
    except ConfigurationError:
        return
    assert sum(parse_rule(kept).values()) > 0
    assert len(parse_rule(kept)) == len(kept.split())


OURS = "majlis-real-0a1b2c3d"


@pytest.mark.parametrize(
    "name",
    [
        "majlis-real-ffffffff-20270310T120000Z.majlis",  # of another site
        "majlis-demo-0a1b2c3d-20270310T120000Z.majlis",
        "majlis-real-0a1b2c3d-20270310T120000Z.majlis.part",
        "majlis-real-0a1b2c3d-20271310T120000Z.majlis",  # no such month
        "majlis-real-0a1b2c3d-20270310T120000Z.tar",
        "old-majlis-real-0a1b2c3d-20270310T120000Z.majlis",
        "letters.majlis",
    ],
)
def test_only_scheduled_backups_of_this_site_have_a_time(name: str) -> None:
    assert backup_time(name, OURS) is None


@given(moment=moments, encrypted=some.booleans())
def test_the_name_of_a_backup_tells_its_time(moment: datetime, encrypted: bool) -> None:
    name = backup_name(OURS, moment, encrypted=encrypted)
    assert backup_time(name, OURS) == moment.replace(microsecond=0)
