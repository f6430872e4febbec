"""The pages of meetings: what each reader sees, and what the forms do."""

from __future__ import annotations

import datetime
import html
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from majlis.commons.search.index import index_records
from majlis.events import extension_points
from majlis.events.core import times
from majlis.events.lifecycle import CANCELLED, CLOSED, CONVENED, DRAFT, OPEN
from majlis.events.meetings import actions
from majlis.events.models import ClosedDay, Meeting, MeetingRules
from majlis.kernel.actor import Actor
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import Record, User
from majlis.kernel.records import set_wording
from tests.commons.helpers import client_for
from tests.events import factories
from tests.support.forms import filled, submit
from tests.support.markup import compact
from tests.support.people import person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("january")]
SYSTEM = Actor.as_system("tests")
LINK = "https://meet.example.org/secret"


@pytest.fixture
def meeting() -> Meeting:
    return factories.meeting(zone="Europe/Zurich")


@pytest.fixture
def officer(meeting: Meeting) -> User:
    return factories.officer(meeting)


@pytest.fixture
def client(officer: User) -> Client:
    return client_for(officer)


def page_of(meeting: Meeting, rest: str = "", language: str = "en") -> str:
    return f"/{language}/meetings/{meeting.slug}/{rest}"


def read(client: Client, address: str) -> str:
    """The page at an address, on one line."""
    response = client.get(address)
    assert response.status_code == 200, address
    return compact(response.content.decode())


def words_of(page: str) -> str:
    """The words of a page."""
    spaced = re.sub(r"(</(?:td|th|dd|dt|li|p|div|h\d|summary|span|a)>|<br>)", r"\1 ", page)
    return " ".join(html.unescape(strip_tags(spaced)).split())


def at(day: str, time: str, zone: str = "Europe/Zurich") -> datetime.datetime:
    return times.moment_in_zone(
        datetime.date.fromisoformat(day), datetime.time.fromisoformat(time), zone
    )


def date_fields(name: str, day: datetime.date) -> dict[str, int]:
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


# The list.


def test_the_list_has_filters_and_hides_drafts(meeting: Meeting, client: Client) -> None:
    past = factories.meeting(
        meeting.body, state=CLOSED, first_day=datetime.date(2026, 5, 4), number=4
    )
    draft = factories.meeting(meeting.body, state=DRAFT, number=6)
    other = factories.meeting()

    def shown(query: str, by: Client | None = None) -> set[Meeting]:
        page = read(by or Client(), f"/en/meetings/{query}")
        return {each for each in (meeting, past, draft, other) if f'"{page_of(each)}"' in page}

    assert shown("") == {meeting, past, other}
    assert shown("", client) == {meeting, past, draft, other}
    assert shown(f"?body={meeting.body.slug}") == {meeting, past}
    assert shown("?time=past") == {past} and shown("?time=upcoming") == {meeting, other}
    assert shown("?year=2026") == {past} and shown("?state=closed") == {past}
    assert shown("?state=draft") == set()
    page = read(Client(), "/en/meetings/")
    assert "3 meetings" in page and f'value="{other.body.slug}"' in page


def test_the_nearest_meeting_comes_first(meeting: Meeting) -> None:
    days = {
        "2027-01-20": CONVENED,
        "2028-01-10": CONVENED,
        "2026-05-04": CLOSED,
        "2026-09-01": CLOSED,
    }
    made = [
        factories.meeting(meeting.body, first_day=datetime.date.fromisoformat(day), state=state)
        for day, state in days.items()
    ]
    nearest, far, old, latest = made
    page = read(Client(), "/en/meetings/")
    expected = [nearest, meeting, far, latest, old]
    assert sorted(expected, key=lambda each: page.index(f'"{page_of(each)}"')) == expected


def test_officers_create_a_meeting_from_the_list(meeting: Meeting, client: Client) -> None:
    other = factories.meeting()
    page = read(client, "/en/meetings/")
    assert f"/en/bodies/{meeting.body.slug}/meetings/add/" in page
    assert f"/en/bodies/{other.body.slug}/meetings/add/" not in page
    assert "/meetings/add/" not in read(Client(), "/en/meetings/")


def test_what_is_not_finished_is_said_before_a_meeting_is_closed(client: Client) -> None:
    meeting = factories.meeting(state=OPEN)
    above = factories.item(meeting, "Roads")
    below = factories.item(meeting, "Roads of the coast", parent=above)
    done = factories.item(meeting, "Boats", outcome="noted")
    conclusion = factories.conclusion(below)
    factories.sitting(meeting, state="planned")
    page = read(client_for(factories.officer(meeting)), page_of(meeting, "close/"))
    for each, shown in ((above, False), (below, True), (done, False), (conclusion, True)):
        assert (f'"{each.get_absolute_url()}"' in page) is shown
    assert "Sittings not held" in page


def test_opening_a_meeting_before_its_day_is_said() -> None:
    meeting = factories.meeting(first_day=datetime.date(2027, 2, 24))
    page = read(client_for(factories.officer(meeting)), page_of(meeting, "open/"))
    assert "The meeting begins on 24 February 2027 only." in page


def test_the_list_is_downloaded(meeting: Meeting) -> None:
    set_wording(meeting.record, "place", "en", "Port Almira")
    lines = b"".join(Client().get("/en/meetings/?download=csv")).decode("utf-8-sig").splitlines()
    first = dict(zip(lines[0].split(","), lines[1].split(","), strict=True))
    assert first["key"] == meeting.slug and first["zone"] == "Europe/Zurich"
    assert (first["first_day"], first["last_day"]) == ("2027-02-24", "2027-02-25")
    assert first["place"] == "Port Almira" and first["state"] == CONVENED
    assert "joining_link" not in lines[0]


def test_the_feed_has_the_meetings_that_were_convened(meeting: Meeting) -> None:
    feed = Client().get("/en/meetings/feed.atom").content.decode()
    assert str(meeting) not in feed
    Meeting.objects.update(convened_at=datetime.datetime(2027, 1, 12, tzinfo=datetime.UTC))
    assert str(meeting) in Client().get("/en/meetings/feed.atom").content.decode()
    assert Client().get("/en/meetings/feed.atom?year=1x").status_code == 404


def test_meetings_are_found_by_search_and_in_the_menu(meeting: Meeting) -> None:
    set_wording(meeting.record, "place", "en", "Hall of the Ferry, Port Almira")
    draft = factories.meeting(meeting.body, state=DRAFT)
    set_wording(draft.record, "place", "en", "Hall of the Ferry, Port Almira")
    index_records(Record.objects.filter(kind="meeting").with_wordings())
    for words in ("Almira", f"{meeting.body.abbreviation}-{meeting.number}"):
        page = read(Client(), f"/en/search/?q={words}")
        assert f'href="{page_of(meeting)}"' in page and page_of(draft) not in page
    assert '<a href="/en/meetings/">Meetings</a>' in read(Client(), "/en/bodies/")


# One meeting.


def test_a_draft_is_shown_to_officers_only(meeting: Meeting) -> None:
    draft = factories.meeting(meeting.body, state=DRAFT)
    for reader in (
        Client(),
        client_for(person()),
        client_for(person(("member", meeting.body.record))),
    ):
        for rest in ("", "meeting.ics", "letter.txt", "convene/", "change/"):
            assert reader.get(page_of(draft, rest)).status_code == 404
    page = read(client_for(factories.officer(draft)), page_of(draft))
    assert "This meeting is a draft." in page and "Convene the meeting" in page
    assert "Open the meeting" not in page


def test_the_page_shows_the_facts_of_a_meeting(meeting: Meeting) -> None:
    Meeting.objects.update(
        interpretation=["ar", "en"], contributions_due=at("2027-02-10", "12:00"), mode="hybrid"
    )
    set_wording(meeting.record, "place", "en", "Hall of the Ferry, Port Almira")
    set_wording(meeting.record, "note", "en", "Bring a card.")
    words = words_of(read(Client(), page_of(meeting)))
    for said in (
        "convened 24–25 February 2027",
        "Place Hall of the Ferry, Port Almira, Switzerland",
        "Ways to take part in person and remotely",
        "Interpretation Arabic, English",
        "Captions none announced",
        "Contributions are due on 10 February 2027, 12:00 UTC+1 In UTC: 10 February 2027, 11:00 UTC",
        "Bring a card.",
        "The times of the sittings are not yet set.",
    ):
        assert said in words
    assert "Available actions" not in words


def test_a_deadline_is_in_the_time_of_the_reader_first(meeting: Meeting) -> None:
    Meeting.objects.update(contributions_due=at("2027-02-10", "23:00"))
    reader = client_for(person(time_zone="Asia/Tokyo"))
    words = words_of(read(reader, page_of(meeting)))
    assert (
        "Contributions are due on 11 February 2027, 07:00 UTC+9 "
        "Time of the meeting: 10 February 2027, 23:00 UTC+1"
    ) in words


def test_the_facts_have_the_deadline_that_follows_from_the_rule_of_the_body(
    meeting: Meeting,
) -> None:
    assert meeting.contributions_due is None and meeting.first_day == datetime.date(2027, 2, 24)
    facts = words_of(read(Client(), page_of(meeting))).split("Practical")[0].split("Agenda")[0]
    assert "Contributions are due on 10 February 2027" in facts
    Meeting.objects.update(state=CLOSED, convened_at=None)  # it was imported
    assert "Contributions are due" not in words_of(read(Client(), page_of(meeting)))


def test_the_timetable_has_two_clocks_and_a_switch(meeting: Meeting) -> None:
    factories.sitting(meeting, hour=9)
    factories.sitting(meeting, hour=14)
    reader = client_for(person(time_zone="Asia/Tokyo"))
    words = words_of(read(reader, page_of(meeting)))
    assert "Time of the meeting (UTC+1) Your time (UTC+9)" in words
    assert "Wednesday 24 February, 10:00–12:00 18:00–20:00" in words
    assert "Wednesday 24 February, 15:00–17:00 23:00, to Thursday 25 February, 01:00" in words
    assert "<b>Thursday 25 February</b>" in read(reader, page_of(meeting))
    by_utc = words_of(read(reader, page_of(meeting, "?clock=utc")))
    assert "Wednesday 24 February, 10:00–12:00 09:00–11:00" in by_utc
    alone = read(reader, page_of(meeting, "?clock=meeting"))
    assert "Your time (" not in alone and 'aria-current="true"' in alone
    assert "UTC" in words_of(read(Client(), page_of(meeting)))


def test_the_joining_link_is_for_confirmed_participants_and_officers(
    meeting: Meeting, client: Client
) -> None:
    Meeting.objects.update(joining_link=LINK)
    confirmed = factories.participant(meeting).user
    asked = factories.participant(meeting, state="requested").user
    assert confirmed is not None and asked is not None
    for reader, may_join in (
        (client_for(confirmed), True),
        (client, True),
        (client_for(asked), False),
        (client_for(person()), False),
        (Client(), False),
    ):
        assert (LINK in read(reader, page_of(meeting))) == may_join
        for rest in ("meeting.ics", "letter.txt"):
            assert LINK not in reader.get(page_of(meeting, rest)).content.decode()
    assert LINK not in read(client, page_of(meeting, "history/"))


def test_a_short_notice_and_its_reason_are_on_the_page(meeting: Meeting) -> None:
    first = datetime.date(2027, 1, 18)
    draft = factories.meeting(meeting.body, state=DRAFT, first_day=first)
    actions.convene_meeting(SYSTEM, draft, reason="أسباب طارئة", language="ar")
    reason = '<bdi lang="ar" dir="rtl">أسباب طارئة</bdi>'
    page = read(Client(), page_of(draft))
    assert f'<a href="{page_of(draft, "notice/")}">2 working days</a>' in page and reason in page
    page = read(Client(), page_of(draft, "notice/"))
    assert "<strong>2 working days</strong>" in page and reason in page


def test_the_notice_has_a_page(meeting: Meeting) -> None:
    words = words_of(read(Client(), page_of(meeting, "notice/")))
    for said in (
        "29 working days Between 13 January 2027 and 24 February 2027, ",
        "The rule of the body: 7 working days.",
    ):
        assert said in words
    Meeting.objects.update(area="")
    assert "The meeting has no host country" in read(Client(), page_of(meeting, "notice/"))
    Meeting.objects.update(area="999")
    words = words_of(read(Client(), page_of(meeting, "notice/")))
    assert "are not known to the site" in words
    Meeting.objects.update(first_day=None, last_day=None)
    words = words_of(read(Client(), page_of(meeting, "notice/")))
    assert "The dates of the meeting are not yet set." in words


def test_the_days_that_are_left_out_are_listed(meeting: Meeting) -> None:
    ClosedDay.objects.create(
        date=datetime.date(2027, 2, 1), name="Journée du personnel", language="fr"
    )
    page = read(Client(), page_of(meeting, "notice/"))
    words = words_of(page)
    assert "12 days at weekends" in words
    assert "1 February 2027: Journée du personnel (the organization does not work)" in words
    assert '<bdi lang="fr" dir="ltr">Journée du personnel</bdi>' in page


def test_the_hour_in_each_region_marks_the_night(meeting: Meeting) -> None:
    factories.sitting(meeting, hour=8)
    words = words_of(read(Client(), page_of(meeting, "notice/")))
    assert "The first sitting is at night, between 22:00 and 06:00, in 2 regions." in words
    assert "Africa Nigeria – Lagos Wednesday 24 February, 09:00–11:00" in words
    assert "Wednesday 24 February, 03:00–05:00 at night" in words


def test_a_cancelled_meeting_says_so_with_the_reason(meeting: Meeting) -> None:
    actions.cancel_meeting(SYSTEM, meeting, reason="A storm")
    words = words_of(read(Client(), page_of(meeting)))
    assert "This meeting was cancelled. A storm" in words and "Status of the meeting" not in words


def test_the_steps_have_their_dates(client: Client, officer: User) -> None:
    body = Meeting.objects.get().body
    draft = actions.create_meeting(
        Actor(user=officer),
        body,
        language="en",
        number=9,
        first_day=datetime.date(2027, 3, 1),
        last_day=datetime.date(2027, 3, 2),
    )
    actions.convene_meeting(SYSTEM, draft)
    page = read(Client(), page_of(draft))
    steps = re.search(r'<ol class="steps".*?</ol>', page)
    assert steps is not None and steps.group().count("<time") == 2
    assert 'aria-current="step"' in steps.group()


def test_neighbouring_meetings_are_linked_if_the_reader_may_see_them(
    meeting: Meeting, client: Client
) -> None:
    following = factories.meeting(meeting.body, state=DRAFT, previous=meeting)
    assert page_of(following) not in read(Client(), page_of(meeting))
    assert f'href="{page_of(following)}"' in read(client, page_of(meeting))
    assert f'href="{page_of(meeting)}"' in read(client, page_of(following))


def test_rooms_above_add_sections(meeting: Meeting, monkeypatch: pytest.MonkeyPatch) -> None:
    def section(request: Any, of: Meeting) -> dict[str, Any] | None:
        return {"choices": []} if of.pk == meeting.pk else None

    monkeypatch.setattr(extension_points, "_SECTIONS", {"events/meetings/clocks.html": section})
    assert "Second clock" in read(Client(), page_of(meeting))


@pytest.mark.parametrize("language", LANGUAGE_CODES)
def test_the_page_is_read_in_each_language(meeting: Meeting, language: str) -> None:
    factories.sitting(meeting, hour=22)
    words = words_of(read(Client(), page_of(meeting, language=language)))
    start = at("2027-02-24", "23:00")
    said = times.span(
        start, start + datetime.timedelta(hours=2), times.zone_of("Europe/Zurich"), language
    )
    assert " ".join(said.split()) in words


def test_officers_are_offered_what_the_state_allows(meeting: Meeting, client: Client) -> None:
    factories.sitting(meeting, state="planned")

    def offered() -> set[str]:
        page = client.get(page_of(meeting))
        return {str(link.label) for link in page.context["action_links"]}

    common = {"Change the meeting"}
    assert offered() == common | {"Open the meeting", "Cancel the meeting", "Add a sitting"}
    Meeting.objects.update(state=OPEN)
    assert offered() == common | {"Close the meeting", "Add a sitting"}
    page = read(client, page_of(meeting))
    assert "Change the sitting" in page and "Remove the sitting" in page and "Follow live" in page
    Meeting.objects.update(state=CLOSED)
    assert offered() == common | {"Reopen the meeting", "Mark the meeting as reported"}
    Meeting.objects.update(state=CANCELLED)
    assert offered() == set()
    assert "Change the sitting" not in read(client, page_of(meeting))


def test_the_number_of_queries_does_not_grow_with_the_sittings(meeting: Meeting) -> None:
    factories.sitting(meeting, hour=8)
    Client().get(page_of(meeting))
    with CaptureQueriesContext(connection) as few:
        Client().get(page_of(meeting))
    for hour in (11, 14, 17):
        factories.sitting(meeting, hour=hour)
    with CaptureQueriesContext(connection) as many:
        Client().get(page_of(meeting))
    assert len(many) == len(few)


def test_the_list_has_few_queries(meeting: Meeting) -> None:
    for _ in range(3):
        factories.meeting()
    Client().get("/en/meetings/")
    with CaptureQueriesContext(connection) as queries:
        Client().get("/en/meetings/")
    assert len(queries) <= 12


# Forms.


def test_a_meeting_is_created_from_the_page_of_its_body(meeting: Meeting, client: Client) -> None:
    body = meeting.body
    page = read(client, f"/en/bodies/{body.slug}/")
    assert f'href="/en/bodies/{body.slug}/meetings/add/"' in page
    assert "meetings/add/" not in read(Client(), f"/en/bodies/{body.slug}/")
    address = f"/en/bodies/{body.slug}/meetings/add/"
    values = filled(client, address)
    assert (values["number"], values["zone"], values["area"]) == (2, "Europe/Zurich", "756")
    assert values["previous"] == str(meeting.pk)
    typed = values | {
        "place": "Port Almira",
        "language": "en",
        "interpretation": ["en"],
        **date_fields("first_day", datetime.date(2027, 9, 6)),
        **date_fields("last_day", datetime.date(2027, 9, 7)),
        **date_fields("registration_closes_day", datetime.date(2027, 9, 1)),
        "contributions_due_time": "",
    }
    typed = {name: value for name, value in typed.items() if not isinstance(value, datetime.date)}
    response = client.post(address, typed)
    made = Meeting.objects.get(number=2)
    assert response["Location"] == page_of(made) and made.state == DRAFT
    assert made.registration_closes == at("2027-09-01", "23:59") and made.previous == meeting
    assert made.say("place").text == "Port Almira" and made.interpretation == ["en"]


def test_errors_are_at_the_fields(meeting: Meeting, client: Client) -> None:
    address = f"/en/bodies/{meeting.body.slug}/meetings/add/"
    typed = {
        "number": 1,
        "language": "en",
        "zone": "Europe/Zurich",
        "mode": "hybrid",
        **date_fields("last_day", datetime.date(2027, 9, 7)),
        "registration_closes_time": "10:00",
    }
    response = submit(client, address, typed)
    assert response.status_code == 422
    assert "Enter the day too." in response.content.decode()
    response = submit(client, address, typed | {"registration_closes_time": ""})
    page = response.content.decode()
    assert "The body already has a meeting with this number." in page
    assert "Enter the first day too." in page
    assert Meeting.objects.count() == 1


def test_a_meeting_is_changed_and_its_own_title_kept(meeting: Meeting, client: Client) -> None:
    address = page_of(meeting, "change/")
    values = filled(client, address, captions=["en"])
    assert values["title"] == "Meeting 1 of a fictional group"
    values |= date_fields("first_day", datetime.date(2027, 2, 24))
    values |= date_fields("last_day", datetime.date(2027, 2, 26))
    values = {name: value for name, value in values.items() if not isinstance(value, datetime.date)}
    refused = client.post(address, values)
    assert "the meeting has been announced" in refused.content.decode()
    response = client.post(address, values | {"reason": "A third day is needed"})
    assert response["Location"] == page_of(meeting)
    meeting.refresh_from_db()
    assert meeting.last_day == datetime.date(2027, 2, 26) and meeting.captions == ["en"]
    assert Meeting.objects.with_wordings().get().say("title").text == values["title"]


def test_a_meeting_is_convened_after_a_look_at_its_notice(meeting: Meeting, client: Client) -> None:
    draft = factories.meeting(meeting.body, state=DRAFT)
    factories.sitting(draft, hour=8)
    page = words_of(read(client, page_of(draft, "convene/")))
    assert "29 working days" in page and "everybody may view the meeting" in page
    assert "at night" in page and "Reason for the short notice" not in page
    assert submit(client, page_of(draft, "convene/"))["Location"] == page_of(draft)
    draft.refresh_from_db()
    assert draft.state == CONVENED and Client().get(page_of(draft)).status_code == 200


def test_a_short_notice_is_convened_with_a_reason(meeting: Meeting, client: Client) -> None:
    first = datetime.date(2027, 1, 18)
    draft = factories.meeting(meeting.body, state=DRAFT, first_day=first)
    MeetingRules.objects.create(body=draft.body, access="members")
    address = page_of(draft, "convene/")
    page = words_of(read(client, address))
    assert "2 working days" in page and "members of the body may view" in page
    refused = submit(client, address)
    assert refused.status_code == 422
    assert "“Reason for the short notice” is blank." in refused.content.decode()
    submit(client, address, {"reason": "An emergency"})
    draft.refresh_from_db()
    assert draft.notice_reason == "An emergency"
    assert Client().get(page_of(draft)).status_code == 404


def test_a_draft_without_dates_says_so(meeting: Meeting, client: Client) -> None:
    draft = factories.meeting(meeting.body, state=DRAFT, first_day=None)
    assert "dates to be set" in read(client, page_of(draft))
    assert "This meeting has no dates." in read(client, page_of(draft, "convene/"))
    assert (
        "This meeting has no dates." in submit(client, page_of(draft, "convene/")).content.decode()
    )


@pytest.mark.parametrize(
    ("before", "word", "after", "data"),
    [
        (CONVENED, "open", "open", {}),
        (OPEN, "close", "closed", {}),
        (CLOSED, "reopen", "open", {"reason": "One item is left"}),
        (CLOSED, "report", "reported", {"reason": "Council"}),
        (CONVENED, "cancel", "cancelled", {"reason": "A storm"}),
    ],
)
def test_the_steps_have_pages(
    meeting: Meeting, client: Client, before: str, word: str, after: str, data: dict[str, str]
) -> None:
    Meeting.objects.update(state=before)
    response = submit(client, page_of(meeting, f"{word}/"), data)
    assert response["Location"] == page_of(meeting)
    meeting.refresh_from_db()
    assert meeting.state == after


def test_a_sitting_is_entered_by_the_clock_of_the_meeting(meeting: Meeting, client: Client) -> None:
    address = page_of(meeting, "sittings/add/")
    page = words_of(read(client, address))
    assert "By the clock of the meeting: " in page and "Thursday 25 February 2027" in page
    typed = {"day": "2027-02-25", "starts": "22:00", "ends": "01:30", "room": "Room 3"}
    assert submit(client, address, typed)["Location"] == page_of(meeting)
    sitting = meeting.sittings.get()
    assert (sitting.starts, sitting.ends) == (at("2027-02-25", "22:00"), at("2027-02-26", "01:30"))
    change = page_of(meeting, f"sittings/{sitting.pk}/change/")
    values = filled(client, change, ends="23:00", reason="Shorter")
    assert values["starts"] == datetime.time(22) and values["day"] == "2027-02-25"
    assert client.post(change, values | {"starts": "22:00"})["Location"] == page_of(meeting)
    sitting.refresh_from_db()
    assert sitting.ends == at("2027-02-25", "23:00")
    remove = page_of(meeting, f"sittings/{sitting.pk}/remove/")
    assert submit(client, remove).status_code == 422
    submit(client, remove, {"reason": "Not needed"})
    assert not meeting.sittings.exists()


def test_an_hour_that_is_skipped_is_refused_at_its_field(meeting: Meeting, client: Client) -> None:
    night = datetime.date(2027, 3, 28)
    Meeting.objects.update(first_day=night, last_day=night)
    typed = {"day": "2027-03-28", "starts": "02:30", "ends": "05:00"}
    response = submit(client, page_of(meeting, "sittings/add/"), typed)
    assert response.status_code == 422
    assert "this time is skipped" in str(response.context["form"].errors["starts"])


def test_the_rules_of_a_body_are_read_by_all_and_changed_by_the_secretariat(
    meeting: Meeting,
) -> None:
    address = f"/en/bodies/{meeting.body.slug}/meeting-rules/"
    words = words_of(read(Client(), address))
    assert "Notice 7 working days" in words and "Source default rules" in words
    assert "3 min" in words and "Members speak before other participants." in words
    assert Client().get(f"{address}change/").status_code == 403
    client = client_for(person("secretariat"))
    values = filled(client, f"{address}change/", notice_days=10, observer_seconds=90)
    values |= {"members_first": "", "first_turns_first": "", "listed": ["chair"]}
    assert client.post(f"{address}change/", values)["Location"] == address
    words = words_of(read(Client(), address))
    assert "10 working days" in words and "1 min 30 s" in words.replace("\u00a0", " ")
    assert "In the order of requests." in words and "chair" in words


def test_non_working_days_are_listed_added_and_removed() -> None:
    client, address = client_for(person("secretariat")), "/en/non-working-days/"
    assert "No non-working days recorded yet." in read(Client(), address)
    typed = {"name": "Staff day", "language": "en"}
    typed_date = date_fields("date", datetime.date(2027, 12, 24))
    response = submit(client, f"{address}add/", typed | typed_date)
    assert response["Location"] == address
    assert "Remove" not in words_of(read(Client(), address)).replace("Remove this", "")
    day = ClosedDay.objects.get()
    assert f'href="{address}{day.pk}/remove/"' in read(client, address)
    assert "Staff day" not in read(Client(), f"{address}?year=2026")
    assert submit(client, f"{address}{day.pk}/remove/")["Location"] == address
    assert not ClosedDay.objects.exists()


def test_the_history_names_what_changed(meeting: Meeting, client: Client) -> None:
    actions.change_meeting(
        SYSTEM,
        meeting,
        mode="remote",
        registration_closes=at("2027-02-20", "12:00"),
        texts={"place": "Port Almira"},
        reason="The hall is closed",
    )
    words = words_of(read(Client(), page_of(meeting, "history/")))
    for said in (
        "Meeting changed",
        "Ways to take part",
        "remotely",
        "Port Almira",
        "The hall is closed",
    ):
        assert said in words
