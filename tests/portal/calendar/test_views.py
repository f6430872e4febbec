"""The calendar: what it shows to whom, by month and as a list, with filters, as files and as a subscription."""

from __future__ import annotations

import csv
import datetime
import io
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from majlis.events.core.access import circle_of_officers
from majlis.events.lifecycle import CANCELLED, DRAFT, OPEN
from majlis.events.models import Correspondence, Meeting
from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import Record
from majlis.mandates.deliverables import actions, meetings, steps
from majlis.mandates.models import Clause
from majlis.portal.calendar import sources
from majlis.portal.calendar.milestones import milestones
from tests.commons.helpers import client_for
from tests.events import factories as events
from tests.mandates import factories
from tests.support.calendars import read_calendar
from tests.support.markup import compact
from tests.support.people import person

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("test")
TODAY = datetime.date(2026, 11, 30)
TUESDAY = datetime.date(2027, 3, 2)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)


def page(query: str = "", client: Client | None = None, language: str = "en") -> str:
    answer = (client or Client()).get(f"/{language}/calendar/{query}")
    assert answer.status_code == 200
    return compact(answer.content.decode())


def listed(query: str = "", client: Client | None = None) -> list[dict[str, str]]:
    """The rows of the CSV file."""
    joined = f"{query}&download=csv" if query else "?download=csv"
    answer = (client or Client()).get(f"/en/calendar/{joined}")
    content = b"".join(answer) if answer.streaming else answer.content
    text = content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def events_of(query: str = "", client: Client | None = None) -> list[Any]:
    """The events of the calendar file, as a second parser reads them."""
    answer = (client or Client()).get(f"/en/calendar/calendar.ics{query}")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = read_calendar(answer.content.decode())
    first = {str(each["UID"]) for each in Calendar.from_ical(answer.content).walk("VEVENT")}
    assert first == {each.uid.value for each in calendar.contents.get("vevent", [])}
    return list(calendar.contents.get("vevent", []))


def test_the_calendar_has_the_dates_of_all_rooms() -> None:
    meeting = events.meeting(first_day=TUESDAY, contributions_due=moment(2027, 2, 16, 11))
    it = factories.mandate()
    actions.add_deliverable(SYSTEM, it, kind="report", due="2027-04-30", language="en")
    steps.add_occasion(SYSTEM, factories.entity("Council"), year=2027, date="2027-06")
    Clause.objects.create(
        version=it.source.version,
        kind="expiry",
        deadline="2027-12-31",
        provision=it.source.provision,
    )
    rows = {each["kind"]: each for each in listed("?year=2027")}
    assert set(rows) == {"meeting", "deadline", "due", "session", "clause"}
    assert rows["meeting"]["title"] == str(meeting.say("title"))
    assert (rows["meeting"]["date"], rows["meeting"]["until"]) == ("2027-03-02", "2027-03-03")
    assert rows["deadline"]["moment"] == "2027-02-16T11:00:00+00:00"
    assert rows["due"]["date"] == "2027-04-30"
    assert rows["session"]["title"] == "Council 2027"
    assert rows["clause"]["date"] == "2027-12-31"
    text = page()
    assert "2–3 March 2027" in text
    assert meeting.get_absolute_url() in text
    assert f"/en/mandates/{it.slug}/deliverables/1/" in text
    assert text.index("February 2027") < text.index("March 2027") < text.index("June 2027")


def moment(*parts: int) -> datetime.datetime:
    return datetime.datetime(*parts, tzinfo=datetime.UTC)  # type: ignore[misc,arg-type]


def test_a_session_that_is_a_meeting_is_there_once() -> None:
    body = events.body()
    group = factories.entity("Working Group", body=body)
    meeting = events.meeting(body, first_day=TUESDAY)
    meetings.tie_meeting(SYSTEM, meeting)
    assert [each["kind"] for each in listed("?year=2027")] == ["meeting", "deadline"][::-1]
    Record.objects.filter(pk=meeting.pk).update(
        access="group", circle=circle_of_officers(meeting.body)
    )
    # Who may not see the meeting reads the date of the session, which is public.
    (row,) = listed("?year=2027")
    assert (row["kind"], row["date"]) == ("session", "2027-03-02")
    assert row["body"] == str(body.say("title"))
    assert group.slug in row["address"]


def test_a_draft_is_shown_to_those_who_prepare_it_only() -> None:
    draft = events.meeting(state=DRAFT, first_day=TUESDAY, contributions_due=moment(2027, 2, 1))
    officer = client_for(events.officer(draft))
    for query in ("?year=2027", "?view=month&month=2027-03"):
        assert draft.slug not in page(query)
        assert draft.slug in page(query, officer)
    assert listed("?year=2027") == []
    assert events_of("?year=2027") == []
    shown = events_of("?year=2027&kind=meeting", officer)
    assert [each.status.value for each in shown] == ["TENTATIVE"]


def test_a_decision_by_correspondence_has_its_closing_date() -> None:
    meeting = events.meeting(state="open", first_day=datetime.date(2026, 11, 24))
    conclusion = events.conclusion(events.item(meeting))
    Correspondence.objects.create(
        conclusion=conclusion,
        revision=1,
        question="Is it agreed?",
        language="en",
        rule="simple",
        closes_at=moment(2027, 1, 15, 16),
        opened_at=moment(2026, 11, 26),
    )
    row = listed("?kind=deadline")[-1]
    assert row["title"].startswith("Replies by correspondence due: Meeting 1")
    assert row["moment"] == "2027-01-15T16:00:00+00:00"


def test_what_is_not_public_is_in_no_calendar() -> None:
    it = factories.mandate()
    actions.add_deliverable(SYSTEM, it, kind="report", due="2027-04-30", language="en")
    assert len(listed("?year=2027")) == 1
    record, body = it.record, events.body()
    record.access, record.circle = "group", circle_of_officers(body)
    record.save()
    assert listed("?year=2027") == []


def test_filters_by_kind_body_and_year() -> None:
    one = events.meeting(first_day=TUESDAY)
    other = events.meeting(first_day=TUESDAY)
    past = events.meeting(one.body, first_day=datetime.date(2025, 3, 4))
    titles = [each["title"] for each in listed(f"?kind=meeting&body={one.body.slug}")]
    assert titles == [str(one.say("title"))]
    assert {each["kind"] for each in listed("?kind=meeting&year=2027")} == {"meeting"}
    addresses = [each["address"] for each in listed("?kind=meeting&year=2025")]
    assert addresses == [past.get_absolute_url()]
    assert len(listed("?kind=meeting&year=all")) == 3
    text = page(f"?body={other.body.slug}")
    assert str(other.body.say("title")) in text
    assert "No matching entries" in page("?kind=party")
    assert listed("?kind=party") == []


def test_a_body_has_what_is_due_at_its_sessions_to_it_and_from_it() -> None:
    body = events.body()
    council = factories.entity("Council", body=body)
    it = factories.mandate(recipient="Council")
    to_it = actions.add_deliverable(SYSTEM, it, kind="report", due="2027-04-30", language="en")
    other = factories.mandate(recipient="", number=3)
    session = steps.add_occasion(SYSTEM, council, year=2027, date="2027-06-01")
    actions.add_deliverable(SYSTEM, other, kind="report", occasion=session, language="en")
    stranger = factories.mandate(recipient="Panel", number=3)
    actions.add_deliverable(SYSTEM, stranger, kind="report", due="2027-05-31", language="en")
    rows = listed(f"?kind=due&body={body.slug}")
    assert [each["date"] for each in rows] == ["2027-04-30", "2027-06-01"]
    assert f"deliverables/{to_it.ordinal}/" in rows[0]["address"]
    assert len(listed("?kind=due")) == 3


def test_milestones_have_their_source_and_say_whether_the_date_was_checked() -> None:
    rows = listed("?kind=milestone")
    assert len(rows) == len(milestones())
    text = page("?kind=milestone&year=2014")
    assert "Plenipotentiary Conference (PP-14)" in text
    assert "partly checked" in text
    assert "Busan" in text
    assert "https://linguasynaptica.com" in text
    assert "PP-22" not in text
    arabic = page("?kind=milestone&year=2014", language="ar")
    assert "مؤتمر المندوبين المفوضين (PP-14)" in arabic


def test_a_milestone_that_is_a_meeting_here_is_there_once() -> None:
    body = events.body()
    type(body).objects.filter(pk=body.pk).update(slug="cwg-wsis-sdg")
    titles = [each["title"] for each in listed("?year=2024&body=cwg-wsis-sdg")]
    assert titles == ["39th meeting", "40th meeting", "41st meeting"]
    body.refresh_from_db()
    events.meeting(body, state="closed", first_day=datetime.date(2024, 10, 2))
    rows = listed("?year=2024&body=cwg-wsis-sdg")
    assert [each["kind"] for each in rows] == ["milestone", "milestone", "meeting"]


@pytest.mark.parametrize("language", LANGUAGE_CODES)
def test_a_month_has_its_weeks(language: str) -> None:
    meeting = events.meeting(first_day=TUESDAY)
    text = page("?view=month&month=2027-03", language=language)
    assert text.count('role="columnheader"') == 7
    assert text.count(f"/{language}/{meeting.record.address}/") == 2
    assert 'datetime="2027-03-31"' in text
    assert 'datetime="2027-02-28"' not in text


def test_months_lead_to_each_other_and_keep_the_filters() -> None:
    meeting = events.meeting(first_day=TUESDAY)
    query = f"?view=month&month=2027-01&body={meeting.body.slug}"
    text = page(query)
    assert meeting.record.address not in text
    assert f"?view=month&amp;month=2027-02&amp;body={meeting.body.slug}" in text
    assert "?view=month&amp;month=2026-12" in text
    assert "November 2026" in page("?view=month")
    assert "January 2024" in page("?view=month&year=2024")
    assert "November 2026" in page("?view=month&month=soon")


def test_a_month_shows_what_has_no_day_apart() -> None:
    text = page("?view=month&month=2004-06")
    assert "Day not known" in text
    assert "Partnership on Measuring ICT for Development" in text
    assert "WSIS Stocktaking database opened" not in text
    assert "WSIS Stocktaking database opened" in page("?year=2004")


def test_a_crowded_day_says_how_many_more_there_are() -> None:
    for _n in range(6):
        events.meeting(first_day=TUESDAY, last_day=TUESDAY)
    assert "2 more dates" in page("?view=month&month=2027-03")


def test_a_sitting_reads_by_the_clock_of_the_meeting_and_by_ones_own() -> None:
    meeting = events.meeting(first_day=TUESDAY, zone="Europe/Berlin")
    events.sitting(meeting, hour=14)
    there = page("?kind=meeting")
    assert "Time of the meeting (UTC+1): Tuesday 2 March, 15:00–17:00" in strip(there)
    assert "UTC: 14:00–16:00" in strip(there)
    far = client_for(person(time_zone="Pacific/Auckland"))
    mine = strip(page("?kind=meeting", far))
    assert "Your time (UTC+13): Wednesday 3 March, 03:00–05:00" in mine


def strip(text: str) -> str:
    return compact(strip_tags(text)).replace("\u2068", "").replace("\u2069", "")


def test_the_front_page_has_the_next_meetings() -> None:
    coming = events.meeting(first_day=TUESDAY)
    draft = events.meeting(state=DRAFT, first_day=TUESDAY)
    past = events.meeting(first_day=datetime.date(2026, 11, 2))
    cancelled = events.meeting(state=CANCELLED, first_day=TUESDAY)
    text = compact(Client().get("/en/").content.decode())
    assert coming.get_absolute_url() in text
    for each in (draft, past, cancelled):
        assert each.get_absolute_url() not in text
    assert "Meeting in progress" not in text
    early = events.meeting(state=OPEN, first_day=TUESDAY)
    now = events.meeting(state=OPEN, first_day=clock.today())
    top = compact(Client().get("/en/").content.decode()).partition('id="h-next"')[0]
    assert early.get_absolute_url() not in top
    assert now.get_absolute_url() in top and reverse("events:live", args=[now.slug]) in top
    it = factories.mandate()
    actions.add_deliverable(SYSTEM, it, kind="report", due="2027-01-31", language="en")
    own = (
        Client().get("/en/").content.decode().partition('id="h-next"')[2].partition("</section>")[0]
    )
    assert own.index(it.slug) < own.index(coming.get_absolute_url())
    assert 'href="/en/calendar/"' in own


def test_a_page_needs_few_queries(django_assert_max_num_queries: Any) -> None:
    for place in range(4):
        meeting = events.meeting(
            first_day=TUESDAY + datetime.timedelta(days=place), contributions_due=moment(2027, 2, 1)
        )
        events.sitting(meeting)
        it = factories.mandate()
        actions.add_deliverable(
            SYSTEM, it, kind="report", due=f"2027-04-0{place + 1}", language="en"
        )
    for query in ("", "?view=month&month=2027-03"):
        with django_assert_max_num_queries(12):
            Client().get(f"/en/calendar/{query}")


# Subscriptions.


def test_a_program_reads_meetings_deadlines_and_dates() -> None:
    meeting = events.meeting(first_day=TUESDAY, contributions_due=moment(2027, 2, 16, 11))
    it = factories.mandate()
    actions.add_deliverable(SYSTEM, it, kind="report", due="2027-04-30", language="en")
    by_start = sorted(events_of("?year=2027"), key=lambda each: str(each.dtstart.value))
    deadline, whole, due = by_start
    assert deadline.dtend.value.astimezone(datetime.UTC) == moment(2027, 2, 16, 11)
    assert deadline.summary.value.startswith("Contributions due: Meeting 1")
    assert (whole.dtstart.value, whole.dtend.value) == (TUESDAY, datetime.date(2027, 3, 4))
    assert whole.url.value.endswith(meeting.get_absolute_url())
    assert due.dtstart.value == datetime.date(2027, 4, 30)
    assert len({each.uid.value for each in by_start}) == 3
    again = {each.uid.value for each in events_of("?year=2027")}
    arabic = Client().get("/ar/calendar/calendar.ics?year=2027").content.decode()
    assert {each.uid.value for each in read_calendar(arabic).contents["vevent"]} == again


def test_a_subscription_by_body_or_kind_has_that_only() -> None:
    one, other = events.meeting(first_day=TUESDAY), events.meeting(first_day=TUESDAY)
    names = {each.summary.value for each in events_of(f"?kind=meeting&body={one.body.slug}")}
    assert names == {str(one.say("title"))}
    assert str(other.say("title")) in {each.summary.value for each in events_of("?kind=meeting")}
    dated = [
        each for each in milestones() if len(each.date) == 10 and len(each.until or each.date) == 10
    ]
    assert len(events_of("?kind=milestone")) == len(dated)
    assert events_of("?kind=party") == []


def test_a_cancelled_meeting_stays_in_a_subscription_as_cancelled() -> None:
    meeting = events.meeting(first_day=TUESDAY)
    Meeting.objects.filter(pk=meeting.pk).update(state=CANCELLED)
    assert [each.status.value for each in events_of("?kind=meeting")] == ["CANCELLED"]


def test_a_calendar_that_is_cut_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    events.meeting(first_day=TUESDAY)
    assert "incomplete" not in Client().get("/en/calendar/calendar.ics").content.decode()
    monkeypatch.setattr(sources, "MAX_ENTRIES", 1)
    assert (
        "This calendar is incomplete." in Client().get("/en/calendar/calendar.ics").content.decode()
    )
    assert "Not all dates are shown." in page()


ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Auckland", "UTC")


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    zone=st.sampled_from(ZONES),
    day=st.dates(datetime.date(2027, 1, 1), datetime.date(2027, 12, 28)),
    hour=st.integers(0, 23),
)
def test_sittings_and_deadlines_are_the_same_moments_in_each_zone(
    zone: str, day: datetime.date, hour: int
) -> None:
    due = moment(day.year, day.month, day.day, hour)
    meeting = events.meeting(first_day=day, zone=zone, contributions_due=due)
    sitting = events.sitting(meeting, hour=hour)
    found = events_of(f"?year=all&body={meeting.body.slug}")
    shown = {each.uid.value.partition("@")[0].split("-")[-2]: each for each in found}
    local = shown["sittings"].dtstart.value
    assert local.astimezone(datetime.UTC) == sitting.starts
    assert local.replace(tzinfo=None) == sitting.starts.astimezone(ZoneInfo(zone)).replace(
        tzinfo=None
    )
    deadline = next(
        each for each in found if each.uid.value.partition("@")[0].endswith("contributions")
    )
    assert deadline.dtend.value.astimezone(datetime.UTC) == due
    (row,) = [each for each in listed(f"?year=all&kind=deadline&body={meeting.body.slug}")]
    assert row["date"] == due.astimezone(ZoneInfo(zone)).date().isoformat()
