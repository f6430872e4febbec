"""Past meetings come in by the mapping screen, with their agenda and conclusions; each fault is named."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation

from majlis.commons.notices.models import Event, Notice, Subscription
from majlis.events.agenda.actions import set_item_outcome
from majlis.events.agenda.queries import unnotified_changes
from majlis.events.agenda.tasks import LONGEST, QUIET
from majlis.events.conclusions.publish import publish_conclusions
from majlis.events.lifecycle import CONVENED, DRAFT
from majlis.events.meetings.actions import report_meeting
from majlis.events.models import AgendaItem, Conclusion, Meeting, MeetingRules
from majlis.events.transfer import actions
from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.models import Access, AuditEntry, User
from majlis.mandates.models import Occasion
from majlis.parties.actions.member import admit_member
from majlis.parties.models import Body
from tests.commons.helpers import client_for
from tests.events import factories
from tests.events.transfer.tables import (
    Row,
    checked_table,
    counts,
    import_row,
    import_table,
)
from tests.mandates import factories as mandates
from tests.support.parties import organisation
from tests.support.people import person
from tests.support.permissions import check_permissions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("immediate_tasks")]
FORMS = ("csv", "xlsx")


@pytest.fixture
def body() -> Body:
    return factories.body()


@pytest.fixture
def officer() -> User:
    return person("secretariat")


def meeting_row(body: Body, **values: Any) -> Row:
    row = {
        "body": body.abbreviation,
        "number": "3",
        "first_day": "2019-02-12",
        "last_day": "2019-02-14",
        "place": "Harbour Hall, Fictional City",
        "mode": "in_person",
        "zone": "Africa/Nairobi",
        "source": "https://example.org/meetings/3",
    }
    return row | values


def item_row(body: Body, number: str, title: str, **values: Any) -> Row:
    return {"body": body.slug, "meeting": "3", "number": number, "title": title, **values}


def conclusion_row(body: Body, **values: Any) -> Row:
    row = {
        "body": body.slug,
        "meeting": "3",
        "item": "2",
        "text": "The Group requests a study of the tides.\n\nIt meets again in spring.",
        "result": "agreed",
    }
    return row | values


def past_meeting(officer: User, body: Body) -> Meeting:
    assert import_row(officer, "past-meetings", **meeting_row(body)) == "made"
    return Meeting.objects.get(body=body, number=3)


def agenda(officer: User, body: Body) -> Meeting:
    meeting = past_meeting(officer, body)
    for number, title in (("1", "Opening"), ("2", "Tides"), ("2.1", "High tides")):
        assert import_row(officer, "past-agenda-items", **item_row(body, number, title)) == "made"
    return meeting


def assert_nobody_is_told() -> None:
    assert (Event.objects.count(), Notice.objects.count(), len(mail.outbox)) == (0, 0, 0)


# The whole way.


@pytest.mark.parametrize("form", FORMS)
def test_a_past_meeting_comes_in_with_agenda_and_conclusions_and_once_only(
    form: str, body: Body, officer: User, django_capture_on_commit_callbacks: Any
) -> None:
    member, follower = person(), person()
    admit_member(Actor.as_system("tests"), body, organisation=organisation(member))
    for followed in ({"record": body.record}, {"kind": "meeting"}, {"kind": "conclusion"}):
        Subscription.objects.create(user=follower, **followed)
    Notice.objects.all().delete()
    Event.objects.all().delete()
    mail.outbox.clear()
    client, capture = client_for(officer), django_capture_on_commit_callbacks
    first_day: Any = "2019-02-12" if form == "csv" else datetime.datetime(2019, 2, 12)
    tables: dict[str, list[Row]] = {
        "past-meetings": [
            meeting_row(body, first_day=first_day, language="en", status="reported"),
            meeting_row(
                body, number="", title="Workshop on currents", first_day="2018-05-02", last_day=""
            ),
        ],
        "past-agenda-items": [
            item_row(body, "1.", "Opening", outcome="considered"),
            item_row(body, "2", "Tides"),
            item_row(body, "2.1", "High tides", outcome="carried over"),
            item_row(body, "5 bis", "Other business", note="The Group is invited to note this."),
        ],
        "past-conclusions": [
            conclusion_row(body, number="1"),
            conclusion_row(body, number="2", result="not agreed", text="No study is made."),
            conclusion_row(body, number="1", language="fr", text="Le Groupe demande une étude."),
        ],
    }
    results = {
        "past-meetings": (2, 0, 0, 0),
        "past-agenda-items": (4, 0, 0, 0),
        "past-conclusions": (2, 1, 0, 0),
    }
    for target, rows in tables.items():
        batch = import_table(client, target, rows, capture, form)
        assert counts(batch) == results[target], list(batch.faults.all())
    entries = AuditEntry.objects.filter(verb__startswith="events.").count()
    for target, rows in tables.items():
        assert counts(checked_table(client, target, rows, form)) == (0, 0, len(rows), 0)
    assert AuditEntry.objects.filter(verb__startswith="events.").count() == entries
    meeting = Meeting.objects.get(body=body, number=3)
    assert (meeting.state, str(meeting.first_day), str(meeting.last_day), meeting.mode) == (
        "reported",
        "2019-02-12",
        "2019-02-14",
        "in_person",
    )
    assert (meeting.zone, meeting.convened_at) == ("Africa/Nairobi", None)
    assert "third meeting" in meeting.say("title", "en").text
    assert meeting.say("place", "en").text == "Harbour Hall, Fictional City"
    other = Meeting.objects.get(body=body, number=None)
    assert (other.say("title").text, other.last_day) == ("Workshop on currents", other.first_day)
    items = AgendaItem.objects.filter(meeting=meeting)
    labels = {each.label: each for each in items}
    assert set(labels) == {"1", "2", "2.1", "5 bis"}
    assert labels["2.1"].parent == labels["2"]
    outcomes = {label: item.outcome for label, item in labels.items()}
    assert outcomes == {"1": "considered", "2": "agreed", "2.1": "carried_over", "5 bis": ""}
    one, two = Conclusion.objects.order_by("number")
    assert (one.state, two.state) == ("agreed", "not_agreed")
    assert one.say("text", "en").text.count("\n\n") == 1
    assert one.say("text", "fr").text == "Le Groupe demande une étude."
    assert one.decided_at is not None and clock.date_of(one.decided_at) == meeting.last_day
    assert_nobody_is_told()
    assert unnotified_changes(clock.now() + LONGEST, quiet=QUIET, longest=LONGEST) == []


def test_the_upload_page_names_the_tables_and_their_columns(officer: User) -> None:
    page = client_for(officer).get(reverse("imports:upload_table")).content.decode()
    for target in ("past-meetings", "past-agenda-items", "past-conclusions"):
        assert f'value="{target}"' in page
    assert "Agenda items of past meetings" in page and "Africa/Nairobi" in page


def test_discarding_an_import_leaves_nothing(body: Body, officer: User) -> None:
    client = client_for(officer)
    batch = checked_table(client, "past-meetings", [meeting_row(body)])
    assert counts(batch) == (1, 0, 0, 0)
    client.post(reverse("imports:cancel", args=[batch.pk]))
    assert not Meeting.objects.exists()


# Meetings.


def test_the_page_of_an_imported_meeting_offers_no_convening_letter(
    body: Body, officer: User
) -> None:
    meeting = agenda(officer, body)
    import_row(officer, "past-conclusions", **conclusion_row(body))
    for client in (Client(), client_for(officer)):
        page = client.get(meeting.get_absolute_url())
        assert page.status_code == 200
        text = page.content.decode()
        assert "High tides" in text and "letter" not in text and "Notice and hours" not in text
        letter = reverse("events:letter", args=[meeting.slug, "pdf"])
        assert client.get(letter).status_code == 404
    feed = Client().get(reverse("events:meetings_feed"))
    assert feed.status_code == 200 and meeting.slug not in feed.content.decode()


def test_histories_name_what_was_imported(body: Body, officer: User) -> None:
    meeting = agenda(officer, body)
    import_row(officer, "past-conclusions", **conclusion_row(body))
    conclusion = Conclusion.objects.get()
    for thing, words in (
        (meeting, "Meeting imported"),
        (conclusion.item, "Agenda item imported"),
        (conclusion, "Conclusion imported"),
    ):
        page = Client().get(f"{thing.get_absolute_url()}history/").content.decode()
        assert words in page and "first_day" not in page


def test_who_sees_an_imported_meeting_is_a_rule_of_its_body(body: Body, officer: User) -> None:
    MeetingRules.objects.create(body=body, access=Access.MEMBERS)
    meeting = agenda(officer, body)
    import_row(officer, "past-conclusions", **conclusion_row(body))
    parts = [meeting, *meeting.items.all(), Conclusion.objects.get()]
    assert {each.record.access for each in parts} == {Access.MEMBERS}
    assert Client().get(meeting.get_absolute_url()).status_code == 404
    assert client_for(officer).get(meeting.get_absolute_url()).status_code == 200


def test_an_imported_meeting_dates_a_session_of_the_register(body: Body, officer: User) -> None:
    mandates.entity("Working Group on Tides", body=body, kind="body")
    meeting = past_meeting(officer, body)
    session = Occasion.objects.get(meeting=meeting)
    assert (session.year, session.date, session.until) == (2019, "2019-02-12", "2019-02-14")
    assert_nobody_is_told()


@pytest.mark.parametrize(
    ("column", "values", "words"),
    [
        ("body", {"body": "Nobody"}, "No body has this name"),
        ("number", {"number": "third"}, "whole number"),
        ("number", {"number": "0"}, "from 1 to"),
        ("number", {"number": ""}, "number of the meeting, or a title"),
        ("first_day", {"first_day": "12.02.2019"}, "full date"),
        ("first_day", {"first_day": "2019-02-30"}, "full date"),
        ("last_day", {"last_day": "2019-02-11"}, "before the first"),
        ("last_day", {"last_day": "2020-02-11"}, "at most 60 days"),
        ("last_day", {"first_day": "2999-01-01", "last_day": "2999-01-02"}, "not over"),
        ("mode", {"mode": "by letter"}, "in person and remotely"),
        ("zone", {"zone": "Africa/Nowhere"}, "time zone is unknown"),
        ("status", {"status": "open"}, "closed, reported"),
        ("language", {"language": "de"}, "ar, zh, en, fr, ru, es"),
        ("title", {"title": "T" * 301}, "301 characters"),
        ("place", {"place": "P" * 301}, "301 characters"),
    ],
)
def test_each_fault_of_a_meeting_is_named(
    column: str, values: Row, words: str, body: Body, officer: User
) -> None:
    batch = checked_table(
        client_for(officer),
        "past-meetings",
        [meeting_row(body, language="en", title="", status="") | values],
    )
    assert counts(batch) == (0, 0, 0, 1)
    (fault,) = batch.faults.all()
    heads = {each.place: each.key for each in batch.columns.all()}
    assert fault.row == 2 and heads[fault.place] == column
    assert words in str(fault), str(fault)
    assert not Meeting.objects.exists()


def test_faults_are_told_in_the_language_of_the_reader(body: Body, officer: User) -> None:
    batch = checked_table(client_for(officer), "past-meetings", [meeting_row(body, mode="none")])
    (fault,) = batch.faults.all()
    assert set(fault.said) == {"ar", "zh", "en", "fr", "ru", "es"}


def test_two_bodies_of_one_name_are_told_apart_by_their_codes(body: Body, officer: User) -> None:
    other = factories.body(abbreviation=body.abbreviation)
    (fault,) = checked_table(client_for(officer), "past-meetings", [meeting_row(body)]).faults.all()
    assert body.slug in str(fault) and other.slug in str(fault)
    names = (body.slug, f"/en/bodies/{body.slug}/", body.say("title", "ar").text)
    rows = [meeting_row(body) | {"body": name} for name in names]
    results = [import_row(officer, "past-meetings", **row) for row in rows]
    assert results == ["made", "same", "same"]
    assert Meeting.objects.get().body == body


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("first_day", "2019-02-11"),
        ("last_day", "2019-02-13"),
        ("zone", "Europe/Paris"),
        ("mode", "remote"),
        ("place", "Lighthouse"),
        ("source", "https://example.org/other"),
        ("status", "reported"),
    ],
)
def test_a_row_changes_nothing_of_a_meeting_that_is_there(
    column: str, value: str, body: Body, officer: User
) -> None:
    past_meeting(officer, body)
    before = list(Meeting.objects.values())
    row = meeting_row(body, **{column: value})
    batch = checked_table(client_for(officer), "past-meetings", [row])
    (fault,) = batch.faults.all()
    assert {each.place: each.key for each in batch.columns.all()}[fault.place] == column
    assert "The site has another value" in str(fault)
    assert list(Meeting.objects.values()) == before


def test_a_row_fills_what_is_blank_and_adds_languages(body: Body, officer: User) -> None:
    bare = meeting_row(body, place="", source="", zone="")
    assert import_row(officer, "past-meetings", **bare) == "made"
    meeting = Meeting.objects.get()
    assert meeting.zone == "UTC"
    assert "not recorded" in Client().get(meeting.get_absolute_url()).content.decode()
    row = meeting_row(body, zone="")
    for values, result in (
        ({}, "changed"),
        ({}, "same"),
        ({"language": "fr", "place": "Salle du Port", "title": "Troisième réunion"}, "changed"),
        ({"title": "The meeting on tides"}, "changed"),
        ({"status": "closed"}, "same"),
    ):
        assert import_row(officer, "past-meetings", **(row | values)) == result
    assert meeting.record.wordings.get(field="place", language="fr").status == "translated"
    title = meeting.record.wordings.get(field="title", language="en")
    assert (title.text, title.status) == ("The meeting on tides", "authentic")
    report_meeting(Actor(user=officer), meeting)
    assert import_row(officer, "past-meetings", **row, status="closed") == "same"


def test_a_meeting_of_the_site_is_not_imported_again(body: Body, officer: User) -> None:
    factories.meeting(body, number=3, state=CONVENED)
    (fault,) = checked_table(client_for(officer), "past-meetings", [meeting_row(body)]).faults.all()
    assert "it was not imported" in str(fault)


# Agenda items.


@pytest.mark.parametrize(
    ("column", "values", "words"),
    [
        ("body", {"body": "Nobody"}, "No body has this name"),
        ("meeting", {"meeting": "4"}, "No meeting has this name"),
        ("meeting", {"meeting": "2019-02-13"}, "No meeting has this name"),
        ("number", {"number": "2"}, "already has item 2: “Tides”"),
        ("number", {"number": "7.1"}, "no item 7"),
        ("number", {"number": "2.1.1.1"}, "no item 2.1.1"),
        ("number", {"number": "."}, "Enter the number"),
        ("number", {"number": "9" * 21}, "21 characters"),
        ("parent", {"parent": "7"}, "no item 7"),
        ("parent", {"parent": "3"}, "its own sub-item"),
        ("outcome", {"outcome": "forgotten"}, "carried over"),
        ("language", {"language": "de"}, "ar, zh, en, fr, ru, es"),
        ("title", {"title": "T" * 301}, "301 characters"),
        ("note", {"note": "N" * 4001}, "4001 characters"),
    ],
)
def test_each_fault_of_an_item_is_named(
    column: str, values: Row, words: str, body: Body, officer: User
) -> None:
    agenda(officer, body)
    row = item_row(body, "3", "Currents", parent="", outcome="", language="en", note="")
    batch = checked_table(client_for(officer), "past-agenda-items", [row | values])
    assert counts(batch) == (0, 0, 0, 1)
    (fault,) = batch.faults.all()
    heads = {each.place: each.key for each in batch.columns.all()}
    assert heads[fault.place] == column
    assert words in str(fault), str(fault)
    assert AgendaItem.objects.count() == 3


def test_an_agenda_has_three_levels(body: Body, officer: User) -> None:
    agenda(officer, body)
    assert import_row(officer, "past-agenda-items", **item_row(body, "2.1.1", "Spring")) == "made"
    batch = checked_table(
        client_for(officer), "past-agenda-items", [item_row(body, "2.1.1.1", "Spring tides")]
    )
    assert "three levels" in str(batch.faults.get())
    batch = checked_table(
        client_for(officer), "past-agenda-items", [item_row(body, "2.1", "High tides", parent="1")]
    )
    assert "is elsewhere" in str(batch.faults.get())


@pytest.mark.parametrize("state", [DRAFT, CONVENED])
def test_items_come_in_for_imported_meetings_only(state: str, body: Body, officer: User) -> None:
    meeting = factories.meeting(body, state=state)
    rows = [{"meeting": meeting.slug, "number": "1", "title": "Opening"}]
    batch = checked_table(client_for(officer), "past-agenda-items", rows)
    assert "was not imported" in str(batch.faults.get())
    item = factories.item(meeting)
    batch = checked_table(
        client_for(officer),
        "past-conclusions",
        [conclusion_row(body, meeting=meeting.slug, item="1")],
    )
    assert "was not imported" in str(batch.faults.get()) and not item.conclusions.exists()


def test_items_stand_in_the_order_of_their_numbers(body: Body, officer: User) -> None:
    meeting = past_meeting(officer, body)
    for number in ("10", "2", "5 bis", "5", "2.10", "2.9", "6", "III", "IV"):
        import_row(officer, "past-agenda-items", **item_row(body, number, f"Item {number}"))
    top = meeting.items.filter(parent=None).order_by("position")
    assert [each.label for each in top] == ["2", "5", "5 bis", "6", "10", "III", "IV"]
    below = meeting.items.exclude(parent=None).order_by("position")
    assert [each.label for each in below] == ["2.9", "2.10"]


def test_a_row_about_an_item_that_is_there_adds_what_is_blank(body: Body, officer: User) -> None:
    meeting = agenda(officer, body)
    address = f"https://majlis.example/en/meetings/{meeting.slug}/"
    row = {"meeting": address, "number": "1.", "title": "Opening"}
    for values, result in (
        ({}, "same"),
        ({"language": "fr", "title": "Ouverture"}, "changed"),
        ({"note": "The Group is invited to begin."}, "changed"),
        ({"outcome": "noted"}, "changed"),
        ({"outcome": "noted"}, "same"),
    ):
        assert import_row(officer, "past-agenda-items", **(row | values)) == result
    batch = checked_table(client_for(officer), "past-agenda-items", [row | {"outcome": "agreed"}])
    assert "“noted”" in str(batch.faults.get())


def test_values_of_lists_are_known_in_all_languages(body: Body, officer: User) -> None:
    agenda(officer, body)
    with translation.override("ar"):
        outcome = str(AgendaItem(outcome="noted").get_outcome_display())
    row = item_row(body, "1", "Opening", outcome=outcome)
    assert import_row(officer, "past-agenda-items", **row) == "changed"
    assert AgendaItem.objects.get(label="1").outcome == "noted"


def test_a_withdrawn_item_is_not_filled(body: Body, officer: User) -> None:
    meeting = agenda(officer, body)
    meeting.items.filter(label="1").update(withdrawn_at=clock.now())
    batch = checked_table(
        client_for(officer), "past-agenda-items", [item_row(body, "1", "Opening")]
    )
    assert "withdrawn" in str(batch.faults.get())


# Conclusions.


@pytest.mark.parametrize(
    ("column", "values", "words"),
    [
        ("meeting", {"meeting": "Meeting of nobody"}, "No meeting has this name"),
        ("item", {"item": "8"}, "Item 8 is not on the agenda"),
        ("text", {"text": "Another text.", "number": "1"}, "another value"),
        ("result", {"result": "postponed"}, "agreed with statements"),
        ("result", {"result": "not_agreed", "number": "1"}, "another value"),
        ("item", {"item": "1", "number": "1"}, "another value"),
        ("number", {"number": "0"}, "from 1 to"),
        ("number", {"number": "one"}, "whole number"),
        ("language", {"language": "xx"}, "ar, zh, en, fr, ru, es"),
    ],
)
def test_each_fault_of_a_conclusion_is_named(
    column: str, values: Row, words: str, body: Body, officer: User
) -> None:
    agenda(officer, body)
    import_row(officer, "past-conclusions", **conclusion_row(body, number="1"))
    row = conclusion_row(body, number="", language="en") | values
    batch = checked_table(client_for(officer), "past-conclusions", [row])
    assert counts(batch) == (0, 0, 0, 1)
    (fault,) = batch.faults.all()
    heads = {each.place: each.key for each in batch.columns.all()}
    assert heads[fault.place] == column
    assert words in str(fault), str(fault)
    assert Conclusion.objects.count() == 1


def test_conclusions_without_numbers_are_counted_and_known_by_their_text(
    body: Body, officer: User
) -> None:
    agenda(officer, body)
    texts = ["The Group notes the report.", "The Group thanks the hosts."]
    rows = [conclusion_row(body, text=text) for text in texts]
    assert [import_row(officer, "past-conclusions", **row) for row in rows] == ["made", "made"]
    assert [import_row(officer, "past-conclusions", **row) for row in rows] == ["same", "same"]
    assert list(Conclusion.objects.values_list("number", flat=True)) == [1, 2]


def test_what_was_not_agreed_has_no_translation(body: Body, officer: User) -> None:
    agenda(officer, body)
    row = conclusion_row(body, number="1", result="not_agreed")
    import_row(officer, "past-conclusions", **row)
    assert Conclusion.objects.get().say("text").text == ""
    row |= {"language": "fr", "text": "Un texte."}
    batch = checked_table(client_for(officer), "past-conclusions", [row])
    assert "Only an agreed conclusion" in str(batch.faults.get())


def test_the_outcome_of_an_item_follows_its_conclusions_unless_another_is_recorded(
    body: Body, officer: User
) -> None:
    agenda(officer, body)
    set_item_outcome(Actor(user=officer), AgendaItem.objects.get(label="1"), outcome="noted")
    for item in ("1", "2"):
        row = conclusion_row(body, item=item, result="agreed_with_statements")
        import_row(officer, "past-conclusions", **row)
    outcomes = dict(AgendaItem.objects.values_list("label", "outcome"))
    assert outcomes == {"1": "noted", "2": "agreed_with_statements", "2.1": ""}
    row = item_row(body, "2", "Tides", outcome="considered")
    assert import_row(officer, "past-agenda-items", **row) == "same"


def test_imported_conclusions_can_be_published_as_a_text(body: Body, officer: User) -> None:
    meeting = agenda(officer, body)
    import_row(officer, "past-conclusions", **conclusion_row(body))
    version = publish_conclusions(Actor(user=officer), meeting)
    assert version.date == "2019-02-14"


# Permissions.


def test_who_may_import_meetings(body: Body, officer: User) -> None:
    day = datetime.date(2018, 4, 3)
    given = actions.PastMeeting("en", day, day, "remote", number=2)
    people: dict[str, Any] = {
        "granted": {"the secretariat": officer},
        "refused": {
            "a visitor": None,
            "a person": person(),
            "the chair of the body": person(("chair", body.record)),
            "an officer of the body": factories.officer(body),
            "an administrator": person("administrator"),
            "a closed account": person("secretariat", is_active=False),
        },
    }
    check_permissions(
        "events.import_meeting",
        body,
        **people,
        do=lambda who: actions.import_meeting(who, body, given=given),
    )
    meeting = Meeting.objects.get(number=2)
    check_permissions(
        "events.import_item",
        meeting,
        **people,
        do=lambda who: actions.import_item(
            who, meeting, given=actions.PastItem("en", "1", "Opening")
        ),
    )
    item = meeting.items.get()
    check_permissions(
        "events.import_conclusion",
        item,
        **people,
        do=lambda who: actions.import_conclusion(
            who, item, given=actions.PastConclusion("en", "Agreed.", "agreed")
        ),
    )
