"""Rules, lists, calendars and files of the register go by one date, whatever the reader's time zone is."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.mandates.deliverables import actions, overdue
from majlis.mandates.models import MandateSource
from tests.mandates import factories
from tests.mandates.register.test_register import put
from tests.support.people import person

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("test")
EARLY, LATE = "Pacific/Kiritimati", "Pacific/Pago_Pago"


def at(monkeypatch: pytest.MonkeyPatch, iso: str) -> None:
    """Let it be that moment, in UTC."""
    moment = datetime.datetime.fromisoformat(iso).replace(tzinfo=datetime.UTC)
    monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.mark.parametrize("zone", [EARLY, LATE, "UTC"])
@pytest.mark.parametrize("hour", ["00:30", "12:00", "23:30"])
def test_the_date_is_that_of_the_site(
    monkeypatch: pytest.MonkeyPatch, zone: str, hour: str
) -> None:
    at(monkeypatch, f"2031-05-01T{hour}")
    with timezone.override(zone):
        assert clock.today() == datetime.date(2031, 5, 1)


EDGE = f"{clock.today().isoformat()}T10:30"
"""It is the day after at EARLY, and the day before at LATE."""


def test_what_is_late_is_late_for_all_readers_on_the_same_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at(monkeypatch, EDGE)
    today = clock.today()
    due = put(factories.mandate(), due=today)
    late = put(
        factories.mandate(lead=factories.entity("Keeper")),
        due=today - datetime.timedelta(days=30),
        overdue_from=today + datetime.timedelta(days=1),
    )
    pages = set()
    for zone in (EARLY, LATE):
        client = Client()
        client.force_login(person(time_zone=zone))
        late_ones = client.get("/en/mandates/?state=late").content.decode()
        assert late.slug not in late_ones
        calendar = client.get("/en/mandates/calendar.ics").content.decode()
        assert due.slug in calendar
        soon = client.get("/en/mandates/?state=soon").content.decode()
        assert due.slug in soon
        sheet = client.get("/en/mandates/?download=csv")
        pages.add((sheet["Content-Disposition"], b"".join(sheet.streaming_content)))  # type: ignore[attr-defined]
    assert len(pages) == 1


def test_who_is_told_has_the_same_days_from_wherever_it_is_pressed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at(monkeypatch, EDGE)
    days = set()
    for zone in (EARLY, LATE):
        it = factories.mandate(lead=factories.entity("Keeper"))
        of = actions.add_deliverable(SYSTEM, it, kind="report", due="2020-01-01", language="en")
        with timezone.override(zone):
            days.add(overdue.notify_overdue(SYSTEM, of).answer_by)
    assert len(days) == 1


@pytest.mark.parametrize("zone", [EARLY, LATE])
def test_what_changed_is_of_the_same_month_and_year_for_all_readers(
    monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    at(monkeypatch, "2031-05-01T00:30")
    it = factories.mandate()
    MandateSource.objects.update(accepted_at=timezone.now())
    client = Client()
    client.force_login(person(time_zone=zone))
    assert it.slug in client.get("/en/mandates/changes/?month=2031-05").content.decode()
    brief = client.get("/en/entities/keeper/brief/").content.decode()
    assert "1 May 2031" in brief
