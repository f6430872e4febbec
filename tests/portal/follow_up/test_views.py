"""The follow-up of a meeting: what it asked, what was due at it, its documents, and items carried over."""

from __future__ import annotations

import csv
import datetime
import io
from typing import Any

import pytest
from django.test import Client

from majlis.documents.models import Consideration, Document
from majlis.events.core.access import circle_of_officers
from majlis.events.lifecycle import AGREED, CLOSED, CONVENED, DRAFT, NOT_AGREED, OPEN
from majlis.events.models import Meeting, Outcome
from majlis.instruments.lifecycle import PROPOSED
from majlis.instruments.models import Act, Version
from majlis.kernel.actor import Actor
from majlis.kernel.models import Record
from majlis.mandates.deliverables import actions, meetings, steps
from majlis.mandates.models import Entity, Finding, Occasion
from majlis.parties.models import Body
from tests.commons.helpers import client_for
from tests.documents import factories as documents
from tests.events import factories as events
from tests.mandates import factories
from tests.support.markup import compact
from tests.support.people import person

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("test")
FIRST = datetime.date(2031, 2, 25)


@pytest.fixture
def body() -> Body:
    return events.body()


@pytest.fixture
def group(body: Body) -> Entity:
    return factories.entity("Working Group", body=body, kind="body")


@pytest.fixture
def meeting(body: Body, group: Entity) -> Meeting:
    made = events.meeting(body, state=OPEN, first_day=FIRST, number=5)
    meetings.tie_meeting(SYSTEM, made)
    return made


@pytest.fixture
def following(body: Body, meeting: Meeting) -> Meeting:
    return events.meeting(
        body, state=CONVENED, first_day=FIRST + datetime.timedelta(days=200), number=6
    )


@pytest.fixture
def conclusions(meeting: Meeting) -> Version:
    version = factories.text(date="2031-02-26")
    Act.objects.create(version=version, kind="adopts", body=meeting.body, record=meeting.record)
    return version


def address(meeting: Meeting) -> str:
    return f"/en/meetings/{meeting.slug}/follow-up/"


def page(meeting: Meeting, client: Client | None = None) -> str:
    answer = (client or Client()).get(address(meeting))
    assert answer.status_code == 200
    return compact(answer.content.decode())


def reported(meeting: Meeting, title: str, **values: Any) -> Document:
    """A report that covers the meeting."""
    report = documents.document(title=title, category="report", **values)
    report.reported_meetings.create(meeting=meeting)
    return report


def listed(meeting: Meeting, client: Client | None = None) -> list[dict[str, str]]:
    answer = (client or Client()).get(f"{address(meeting)}?download=csv")
    content = b"".join(answer) if answer.streaming else answer.content
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def session_of(meeting: Meeting) -> Occasion:
    return Occasion.objects.get(meeting=meeting)


def hide(record: Record, body: Body) -> None:
    Record.objects.filter(pk=record.pk).update(access="group", circle=circle_of_officers(body))


def test_what_the_texts_of_a_meeting_ask_is_listed_with_its_status(
    meeting: Meeting, conclusions: Version
) -> None:
    it = factories.mandate(conclusions)
    factories.mandate(conclusions, number=3, of=None)
    factories.mandate()  # of another text
    noted = factories.text(date="2031-02-26")
    Act.objects.create(version=noted, kind="notes", record=meeting.record)
    factories.mandate(noted)
    type(it).objects.filter(pk=it.pk).update(progress="answered")
    text = page(meeting)
    assert "2 mandates, reported done: 1" in text
    assert it.get_absolute_url() in text
    assert conclusions.get_absolute_url() in text
    rows = listed(meeting)
    assert [each["section"] for each in rows] == ["asked", "asked"]
    assert rows[0]["number"] == it.slug
    assert rows[0]["entity"] == "Keeper"


def test_findings_that_await_review_are_counted(meeting: Meeting, conclusions: Version) -> None:
    for number in (2, 3):
        Finding.objects.create(
            version=conclusions, provision=factories.operative(conclusions, number), language="en"
        )
    assert "2 findings have not yet been checked and are not shown." in page(meeting)
    Finding.objects.filter(pk=Finding.objects.earliest("pk").pk).update(state="rejected")
    factories.mandate(conclusions, number=1)
    assert "1 finding has not yet been checked and is not shown." in page(meeting)


def test_what_was_due_at_a_meeting_and_the_steps_at_it_are_listed(
    meeting: Meeting, group: Entity
) -> None:
    it, session = factories.mandate(), session_of(meeting)
    due = actions.add_deliverable(SYSTEM, it, kind="report", occasion=session, language="en")
    actions.add_deliverable(SYSTEM, it, kind="page", occasion=session, language="en")
    step = steps.add_step(SYSTEM, due, entity=group, task="consider", occasion=session)
    steps.complete_step(SYSTEM, step, done_on="2031-02-25")
    steps.add_step(SYSTEM, due, entity=group, task="agree", occasion=session)
    # One that was to be taken elsewhere, and that the body took on a day of this meeting.
    elsewhere = actions.add_deliverable(SYSTEM, factories.mandate(), kind="report", language="en")
    early = steps.add_step(SYSTEM, elsewhere, entity=group, task="consider")
    steps.complete_step(SYSTEM, early, done_on="2031-02-26")
    text = page(meeting)
    assert "2 deliverables, reported on: 0" in text
    assert "3 steps, recorded as completed: 2" in text
    assert "25 February 2031" in text
    assert "Session for due dates" in text
    assert [each["section"] for each in listed(meeting)] == ["due", "due"] + 3 * ["step"]


def test_a_meeting_that_is_no_session_says_nothing_of_what_is_due() -> None:
    meeting = events.meeting(first_day=FIRST)
    text = page(meeting)
    assert "Due at this meeting" not in text
    assert "Documents considered" in text


def test_documents_are_listed_with_what_came_of_them_and_where_they_went(
    meeting: Meeting, following: Meeting
) -> None:
    first, second = events.item(meeting, "Lamps"), events.item(meeting, "Boats")
    later = events.item(following, "Boats again")
    lamps, boats = documents.document(meeting), documents.document(meeting)
    consider(lamps, first, Outcome.NOTED)
    consider(boats, second, Outcome.CARRIED_OVER)
    consider(boats, later)
    unposted = documents.document(meeting, state="draft", title="Not yet to be read")
    consider(unposted, first)
    text = page(meeting)
    assert "2 documents, with an outcome: 2" in text
    assert text.index(lamps.symbol) < text.index(boats.symbol)
    assert "Boats again" in text
    assert "Not yet to be read" not in text
    rows = listed(meeting)
    assert [(each["number"], each["status"], each["went_to"]) for each in rows] == [
        (lamps.symbol, "noted", ""),
        (boats.symbol, "carried over", later.get_absolute_url()),
    ]
    # At the later meeting the earlier one is not where it went.
    assert [each["went_to"] for each in listed(following)] == [""]


def consider(document: Document, item: Any, outcome: str = "") -> Consideration:
    return Consideration.objects.create(document=document, item=item, outcome=outcome)


def test_items_that_were_carried_over_lead_to_where_they_went(
    meeting: Meeting, following: Meeting
) -> None:
    gone = events.item(meeting, "Boats", outcome=Outcome.CARRIED_OVER)
    events.item(meeting, "Lamps", outcome=Outcome.CARRIED_OVER)
    events.item(meeting, "Tides", outcome=Outcome.AGREED)
    later = events.item(following, "Boats in the autumn", carried_from=gone)
    text = page(meeting)
    assert "2 items, on a later agenda: 1" in text
    assert later.get_absolute_url() in text
    assert "not on a later agenda yet" in text
    assert "Tides" not in text
    hide(later.record, meeting.body)
    assert "Boats in the autumn" not in page(meeting)
    assert listed(meeting)[0]["went_to"] == ""


def test_conclusions_are_counted_by_what_was_decided(meeting: Meeting) -> None:
    item = events.item(meeting)
    for state in (AGREED, AGREED, NOT_AGREED):
        events.conclusion(item, state=state)
    assert "agreed: 2, not agreed: 1" in page(meeting)


def test_reports_on_the_meeting_show_what_the_parent_decided(meeting: Meeting) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(state=CLOSED)
    assert "No report on this meeting has been posted yet." in page(meeting)
    report = reported(meeting, "Report of the group")
    reported(meeting, "Draft report", state="draft")
    text = page(meeting)
    assert "1 report, with a decision: 0" in text and "not on an agenda yet" in text
    assert "Draft report" not in text
    council = events.meeting(state=OPEN, first_day=FIRST + datetime.timedelta(days=90))
    consider(report, events.item(council, "Reports"), Outcome.AGREED)
    submitted = factories.text(PROPOSED)
    report.transmitted_texts.create(version=submitted)
    text = page(meeting)
    assert "1 report, with a decision: 1" in text
    for each in (report, council, submitted):
        assert each.get_absolute_url() in text
    assert "proposed" in text
    (row,) = [each for each in listed(meeting) if each["section"] == "report"]
    assert (row["number"], row["status"]) == (report.symbol, "agreed")


def test_only_what_the_reader_may_see_is_counted(
    meeting: Meeting, body: Body, conclusions: Version
) -> None:
    it = factories.mandate(conclusions)
    actions.add_deliverable(SYSTEM, it, kind="report", occasion=session_of(meeting), language="en")
    document = documents.document(meeting, title="A hidden contribution")
    consider(document, events.item(meeting), Outcome.NOTED)
    for record in (it.record, conclusions.record, document.record):
        hide(record, body)
    text = page(meeting)
    assert listed(meeting) == []
    for words in (it.slug, "A hidden contribution", conclusions.get_absolute_url()):
        assert words not in text
    officer = client_for(events.officer(body))
    assert len(listed(meeting, officer)) == 3


def test_the_follow_up_of_a_draft_is_for_those_who_prepare_it() -> None:
    draft = events.meeting(state=DRAFT, first_day=FIRST)
    assert Client().get(address(draft)).status_code == 404
    assert client_for(events.officer(draft)).get(address(draft)).status_code == 200


def test_the_page_of_the_meeting_counts_it_and_leads_there(
    meeting: Meeting, conclusions: Version
) -> None:
    factories.mandate(conclusions)
    factories.mandate(conclusions, number=3)
    it = factories.mandate()
    actions.add_deliverable(SYSTEM, it, kind="report", occasion=session_of(meeting), language="en")
    text = compact(Client().get(meeting.get_absolute_url()).content.decode())
    assert address(meeting) in text
    assert "2 mandates from the texts of this meeting" in text
    assert "1 deliverable due at this meeting" in text
    tie = f"/tie_meeting/{meeting.slug}/"
    assert tie not in text
    office = client_for(person("secretariat"))
    assert tie in office.get(meeting.get_absolute_url()).content.decode()
    untied = events.meeting(first_day=FIRST)
    text = compact(office.get(untied.get_absolute_url()).content.decode())
    assert "No due dates depend on this meeting: it is not linked to a session." in text
    assert "linked to a session" not in Client().get(untied.get_absolute_url()).content.decode()


def test_the_list_of_sessions_leads_there(meeting: Meeting) -> None:
    assert address(meeting) in Client().get("/en/mandates/occasions/").content.decode()


def test_a_page_needs_few_queries(
    meeting: Meeting,
    following: Meeting,
    conclusions: Version,
    django_assert_max_num_queries: Any,
) -> None:
    session = session_of(meeting)
    for number in (2, 3):
        it = factories.mandate(conclusions, number=number)
        due = actions.add_deliverable(SYSTEM, it, kind="report", occasion=session, language="en")
        steps.add_step(SYSTEM, due, entity=session.entity, task="agree", occasion=session)
        item = events.item(meeting, outcome=Outcome.CARRIED_OVER)
        later = events.item(following, carried_from=item)
        document = documents.document(meeting)
        consider(document, item, Outcome.CARRIED_OVER)
        consider(document, later)
        report = reported(meeting, "Report of the group")
        consider(report, later)
        report.transmitted_texts.create(version=factories.text(PROPOSED))
    with django_assert_max_num_queries(12):
        Client().get(address(meeting))
