"""Pages of participants: what each reader finds on them, and what their forms do."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from majlis.commons.notices.models import Notice
from majlis.commons.notices.todo import todo_items
from majlis.events.lifecycle import CLOSED, CONFIRMED, DECLINED, DRAFT, OPEN, REQUESTED
from majlis.events.models import Attendance, MeetingRules, Mode, Participant
from majlis.events.people import actions, tables
from majlis.kernel import clock
from majlis.kernel.actor import Actor
from tests.commons.helpers import client_for
from tests.events import factories
from tests.support.forms import filled, submit
from tests.support.markup import compact
from tests.support.parties import SYSTEM, organisation
from tests.support.people import person

pytestmark = pytest.mark.django_db
ENTRY = {"name": "Fictional Guest", "capacity": "observer", "mode": "room"}


def url(name: str, meeting: Any, *more: Any) -> str:
    """The address of a page about the participants of a meeting."""
    return reverse(f"events:{name}", args=[meeting.slug, *more])


def page_of(client: Client, address: str, status: int = 200) -> str:
    """The markup of a page."""
    response = client.get(address)
    assert response.status_code == status
    return compact(response.content.decode())


# Registration.


def test_a_person_registers_and_reads_what_becomes_of_it() -> None:
    meeting = factories.meeting(joining_link="https://join.example.org/zq7")
    own, focal = person(), person()
    ours = organisation(focal)
    client = client_for(own)
    form = url("register_participant", meeting)
    sent = submit(
        client,
        form,
        {**ENTRY, "organisation": ours.number, "access_needs": "Ramp", "listed": "on"},
    )
    made = Participant.objects.get(user=own)
    mine = url("participant", meeting, made.pk)
    assert sent["Location"] == mine and made.listed and made.access_needs == "Ramp"
    page = page_of(client, mine)
    assert "The focal point will confirm your registration." in page
    assert "Awaiting confirmation since" in page and "Ramp" in page and "zq7" not in page
    # Both addresses lead there now.
    assert client.get(form)["Location"] == mine
    assert client.get(url("own_registration", meeting))["Location"] == mine
    submit(client_for(focal), url("confirm_participant", meeting, made.pk))
    page = page_of(client, mine)
    assert "Confirmed on" in page and 'href="https://join.example.org/zq7"' in page
    meeting.state = CLOSED
    meeting.save()
    assert "zq7" not in page_of(client, mine)


def test_nothing_typed_is_lost_by_an_error() -> None:
    meeting = factories.meeting()
    client = client_for(person())
    typed = {**ENTRY, "capacity": "member", "access_needs": "Unmistakable needs"}
    response = submit(client, url("register_participant", meeting), typed)
    page = compact(response.content.decode())
    assert response.status_code == 422
    assert "not a member of the body today" in page and "Unmistakable needs" in page


def test_the_form_suggests_what_fits() -> None:
    meeting = factories.meeting(mode=Mode.REMOTE)
    ours = organisation()
    meeting.body.memberships.create(organisation=ours, since=datetime.date(2020, 1, 1))
    delegate = person(("delegate", ours.record))
    values = filled(client_for(delegate), url("register_participant", meeting))
    assert (values["organisation"], values["capacity"]) == (ours.number, "member")
    assert "mode" not in values
    submit(client_for(delegate), url("register_participant", meeting), values)
    assert Participant.objects.get(user=delegate).mode == "remote"
    page = page_of(client_for(person()), url("register_participant", meeting))
    assert 'value="observer"' in page and 'value="expert"' not in page
    officer = factories.officer(meeting)
    assert 'value="expert"' in page_of(client_for(officer), url("add_participant", meeting))


def test_registration_that_is_not_open_says_so() -> None:
    meeting = factories.meeting(registration_closes=clock.now() - datetime.timedelta(days=1))
    own = person()
    page = page_of(client_for(own), url("register_participant", meeting), 409)
    assert "Registration for this meeting has closed." in page
    # Who is registered is led to the registration all the same.
    made = factories.participant(meeting, own)
    there = client_for(own).get(url("register_participant", meeting))
    assert there["Location"] == url("participant", meeting, made.pk)


def test_a_visitor_is_led_to_the_sign_in() -> None:
    meeting = factories.meeting()
    response = Client().get(url("own_registration", meeting))
    assert response.status_code == 302 and "next=" in response["Location"]
    page = Client().get(url("register_participant", meeting))
    assert page.status_code in (302, 403)
    other = client_for(person()).get(url("own_registration", meeting))
    assert other["Location"] == url("register_participant", meeting)


def test_nobody_sees_the_people_of_a_draft() -> None:
    draft = factories.meeting(state=DRAFT)
    made = factories.participant(draft, listed=True)
    officer = client_for(factories.officer(draft))
    stranger = client_for(person())
    for name in ("participants", "participant_figures"):
        assert stranger.get(url(name, draft)).status_code == 404
        assert officer.get(url(name, draft)).status_code == 404
    for name in ("register_participant", "add_participant", "registrations"):
        assert stranger.get(url(name, draft)).status_code == 404
    assert stranger.get(url("participant", draft, made.pk)).status_code == 404


def test_a_focal_point_enters_people_of_the_organization() -> None:
    meeting, focal = factories.meeting(), person()
    ours, theirs = organisation(focal), organisation()
    client = client_for(focal)
    page = page_of(client, url("add_participant", meeting))
    assert str(ours) in page and str(theirs) not in page
    sent = submit(
        client,
        url("add_participant", meeting),
        {**ENTRY, "organisation": ours.number, "email": "guest@example.org"},
    )
    made = Participant.objects.get()
    assert sent["Location"] == url("participant", meeting, made.pk)
    assert made.state == CONFIRMED
    refused = submit(client, url("add_participant", meeting), {**ENTRY, "organisation": ""})
    assert refused.status_code == 422
    assert client_for(person()).get(url("add_participant", meeting)).status_code == 403
    page = page_of(client, url("organisation_participants", meeting, ours.number))
    assert "Fictional Guest" in page and "1 registration" in page
    others = url("organisation_participants", meeting, theirs.number)
    assert client.get(others).status_code == 403
    assert client_for(factories.officer(meeting)).get(others).status_code == 200


def test_the_joining_link_and_private_answers_are_not_for_the_focal_point() -> None:
    meeting, focal = factories.meeting(joining_link="https://join.example.org/zq7"), person()
    made = factories.participant(
        meeting, organisation=organisation(focal), access_needs="Ramp", gender="woman"
    )
    address = url("participant", meeting, made.pk)
    seen = {
        "own": page_of(client_for(made.user), address),
        "focal": page_of(client_for(focal), address),
        "officer": page_of(client_for(factories.officer(meeting)), address),
    }
    assert [name for name in seen if "Ramp" in seen[name]] == ["own", "officer"]
    assert [name for name in seen if "zq7" in seen[name]] == ["own"]
    assert [name for name in seen if "woman" in seen[name]] == ["own"]
    assert client_for(person()).get(address).status_code == 403
    assert 'name="gender"' in page_of(client_for(made.user), f"{address}change/")
    for user in (focal, factories.officer(meeting)):
        assert 'name="gender"' not in page_of(client_for(user), f"{address}change/")


def test_a_registration_is_changed_and_withdrawn_on_its_pages() -> None:
    meeting = factories.meeting()
    made = factories.participant(meeting, listed=True)
    client = client_for(made.user)
    address = url("participant", meeting, made.pk)
    values = filled(client, f"{address}change/", mode="remote", function="Reader")
    assert submit(client, f"{address}change/", values)["Location"] == address
    made.refresh_from_db()
    assert (made.mode, made.function, made.listed) == ("remote", "Reader", True)
    assert "Withdraw registration" in page_of(client, address)
    submit(client, f"{address}withdraw/")
    page = page_of(client, address)
    assert "Withdrawn on" in page and "Change registration" not in page


def test_a_declined_person_reads_the_reason() -> None:
    meeting = factories.meeting()
    made = factories.participant(meeting, state=REQUESTED)
    address = url("participant", meeting, made.pk)
    officer = client_for(factories.officer(meeting))
    assert submit(officer, f"{address}decline/", {"reason": " "}).status_code == 422
    submit(officer, f"{address}decline/", {"reason": "The hall is full."})
    assert "The hall is full." in page_of(client_for(made.user), address)


# Decisions of many at once.


def test_many_registrations_are_decided_at_once() -> None:
    meeting, focal = factories.meeting(), person()
    ours = organisation(focal)
    waiting = {"state": REQUESTED, "capacity": "observer"}
    mine = [factories.participant(meeting, organisation=ours, **waiting) for _n in range(3)]
    alone = factories.participant(meeting, **waiting)
    address = url("decide_participants", meeting)
    client = client_for(focal)
    page = page_of(client, address)
    assert str(alone.name) not in page and page.count("checked") == 3
    picked = {"selected": [each.pk for each in mine[:2]], "do": "first"}
    sent = submit(client, address, picked, follow=True)
    assert "2 registrations confirmed." in sent.content.decode()
    officer = client_for(factories.officer(meeting))
    page = page_of(officer, address)
    # The officer may decide on both, but one waits for its focal point.
    assert str(mine[2].name) in page and page.count("checked") == 1
    refused = submit(officer, address, {"selected": [alone.pk], "do": "other", "reason": ""})
    assert refused.status_code == 422
    submit(officer, address, {"selected": [alone.pk], "do": "other", "reason": "Full."})
    states = dict(Participant.objects.values_list("pk", "state"))
    assert states == {
        mine[0].pk: CONFIRMED,
        mine[1].pk: CONFIRMED,
        mine[2].pk: REQUESTED,
        alone.pk: DECLINED,
    }
    # Another's registration cannot be slipped in.
    wrong = submit(client, address, {"selected": [alone.pk], "do": "first"})
    assert wrong.status_code == 409


# Lists and figures.


def test_officers_filter_the_registrations_and_take_them_away() -> None:
    meeting, ours = factories.meeting(state=OPEN), organisation(kind="business", area="250")
    sitting = factories.sitting(meeting)
    there = factories.participant(meeting, organisation=ours, name="Zed", access_needs="Ramp")
    factories.participant(meeting, state=REQUESTED, mode="remote", name="Alpha")
    actions.record_attendance(SYSTEM, sitting, modes={there.pk: "room"})
    client = client_for(factories.officer(meeting))
    address = url("registrations", meeting)
    matching = {
        "": 2,
        "q=zED": 1,
        "state=requested": 1,
        "state=active": 2,
        "capacity=observer": 0,
        "mode=remote": 1,
        f"organisation={ours.number}": 1,
        "organisation=none": 1,
        "attendance=any": 1,
        "attendance=none": 1,
        f"attendance={sitting.pk}": 1,
        "kind=business": 1,
        "region=150": 1,
        "region=none": 1,
    }
    for query, number in matching.items():
        rows = b"".join(client.get(f"{address}?{query}&download=csv")).decode("utf-8-sig")
        assert len(rows.splitlines()) - 1 == number, query
    head, *rows = b"".join(client.get(f"{address}?download=csv")).decode().splitlines()
    assert "email" in head and "access_needs" in head and "gender" not in head
    assert any(there.user.email in row and "Ramp" in row for row in rows)
    page = page_of(client, address)
    assert url("attendance", meeting, sitting.pk) in page
    assert url("add_participant", meeting) in page
    assert client_for(there.user).get(address).status_code == 403
    assert client_for(there.user).get(f"{address}?download=csv").status_code == 403


def test_the_published_list_names_by_rule_or_consent_and_counts_the_rest() -> None:
    meeting = factories.meeting(state=OPEN)
    MeetingRules.objects.create(body=meeting.body, listed=["chair"])
    factories.participant(meeting, name="Named by rule", capacity="chair")
    factories.participant(meeting, name="Named by consent", listed=True)
    factories.participant(meeting, name="Unmistakable", email="x@example.org", access_needs="Ramp")
    address = url("participants", meeting)
    page = page_of(Client(), address)
    assert "Named by rule" in page and "Named by consent" in page
    assert "3 participants confirmed." in page and "1 of them is not named" in page
    taken = b"".join(Client().get(f"{address}?download=csv")).decode()
    for text in (page, taken):
        assert "Unmistakable" not in text and "Ramp" not in text and "example.org" not in text
    page = page_of(Client(), f"{address}?capacity=member")
    assert "2 participants confirmed." in page and "Named by rule" not in page


def test_figures_lead_officers_to_their_lists() -> None:
    meeting = factories.meeting(state=OPEN)
    factories.participant(meeting, gender="woman")
    address = url("participant_figures", meeting)
    page = page_of(client_for(factories.officer(meeting)), address)
    assert "registrations/?state=confirmed&amp;capacity=member" in page
    assert "gender=" not in page
    page = page_of(Client(), address)
    assert "registrations/" not in page
    assert "Registered and confirmed by" in page and "each person once" in page
    assert "not combined with other figures" in page and "Not stated" in page
    head, *rows = b"".join(Client().get(f"{address}?download=csv")).decode("utf-8-sig").splitlines()
    assert head.startswith("breakdown,group,name,registered,confirmed,in_the_room,remotely,present")
    assert any(row.startswith("gender,woman,Women,1,1,,,0") for row in rows)
    assert any(row.startswith("capacity,member,Members,1,1,1,0,0") for row in rows)


# Attendance.


def test_attendance_is_ticked_and_two_officers_add_up() -> None:
    meeting = factories.meeting(state=OPEN)
    sitting = factories.sitting(meeting)
    one, two, three = (factories.participant(meeting).pk for _n in range(3))
    factories.participant(meeting, state=REQUESTED, name="Unconfirmed")
    client = client_for(factories.officer(meeting))
    address = url("attendance", meeting, sitting.pk)
    assert "Unconfirmed" not in page_of(client, address)
    opened = filled(client, address)
    sent = submit(client, address, {"room": [one], "remote": [two]}, follow=True)
    assert "Saved: 2 people present." in sent.content.decode()
    # The other officer opened the page before that: what they did not see stays.
    client.post(address, {**opened, "room": [three], "shown": ""})
    present = dict(Attendance.objects.values_list("participant", "mode"))
    assert present == {one: "room", two: "remote", three: "room"}
    submit(client, address, {"room": [one, two]})
    present = dict(Attendance.objects.values_list("participant", "mode"))
    assert present == {one: "room", two: "room"}
    response = submit(client, address, {"room": [one], "remote": [one]})
    assert response.status_code == 422
    assert "Select one way of taking part" in response.content.decode()
    unchanged = submit(client, address, {"room": [one, two]}, follow=True)
    assert "Saved: 2 people present." in unchanged.content.decode()


def test_late_entries_are_marked_on_the_page() -> None:
    meeting = factories.meeting(state=OPEN)
    sitting = factories.sitting(meeting, state=CLOSED)
    made = factories.participant(meeting)
    client = client_for(factories.officer(meeting))
    address = url("attendance", meeting, sitting.pk)
    assert "New entries are marked as late." in page_of(client, address)
    submit(client, address, {"room": [made.pk]})
    assert "late entry" in page_of(client, address)


def test_attendance_of_a_meeting_in_one_mode_has_one_column() -> None:
    meeting = factories.meeting(state=OPEN, mode=Mode.IN_PERSON)
    sitting = factories.sitting(meeting)
    factories.participant(meeting)
    page = page_of(client_for(factories.officer(meeting)), url("attendance", meeting, sitting.pk))
    assert 'name="room"' in page and 'name="remote"' not in page


def test_attendance_of_two_hundred_people_takes_one_query_a_kind(
    django_assert_max_num_queries: Any,
) -> None:
    meeting = factories.meeting(state=OPEN)
    sitting, ours = factories.sitting(meeting), organisation()
    people = Participant.objects.bulk_create(
        Participant(
            meeting=meeting,
            name=f"Fictional {number}",
            capacity="observer",
            mode="room",
            state=CONFIRMED,
            organisation=ours,
        )
        for number in range(200)
    )
    client = client_for(factories.officer(meeting))
    address = url("attendance", meeting, sitting.pk)
    with django_assert_max_num_queries(13):
        page = page_of(client, address)
    assert page.count('name="room"') == 200
    # Opened and sent.
    with django_assert_max_num_queries(45):
        submit(client, address, {"room": [each.pk for each in people]})
    assert Attendance.objects.count() == 200


# The part of the page of the meeting, notices and to-do items.


def context(meeting: Any, user: Any = None) -> dict[str, Any]:
    """What the page of the meeting shows of its participants to a reader."""
    request = client_for(user).get(url("participants", meeting)).wsgi_request
    if user is not None:
        user.clear_appointment_cache()
    found = tables.participation_context(request, meeting)
    assert found is not None
    return found


def labels_of(found: dict[str, Any], name: str) -> list[str]:
    """The labels of links."""
    return [str(each.label) for each in found[name]]


def test_the_page_of_the_meeting_says_who_takes_part() -> None:
    meeting = factories.meeting(state=OPEN)
    assert context(meeting)["table"] is None
    own = factories.participant(meeting)
    factories.participant(meeting, mode="remote", capacity="observer")
    found = context(meeting)
    rows = [[str(getattr(cell, "words", cell)) for cell in row] for row in found["table"].rows]
    assert [row[:5] for row in rows] == [
        ["Members", "1", "0", "1", "0"],
        ["Observers", "0", "1", "1", "0"],
        ["All", "1", "1", "2", "0"],
    ]
    assert "each person once" in str(found["table"].caption)
    assert found["table"].rows[0][3].url == url("participants", meeting) + "?capacity=member"
    assert found["table"].rows[0][1].url == ""
    assert "By gender, as declared (not stated: 2)" in labels_of(found, "links")
    assert found["facts"] == []
    assert labels_of(found, "actions") == ["Register for the meeting"]
    found = context(meeting, own.user)
    facts = {str(each.name): each for each in found["facts"]}
    assert str(facts["Yours"].words).startswith("Confirmed on")
    assert facts["Yours"].url == url("participant", meeting, own.pk)
    assert found["actions"] == []
    assert tables.participation_context(None, factories.meeting(state=DRAFT)) is None  # type: ignore[arg-type]


def test_the_page_of_the_meeting_offers_what_each_may_do() -> None:
    meeting, focal = factories.meeting(), person()
    ours = organisation(focal)
    factories.participant(meeting, state=REQUESTED, organisation=ours)
    found = context(meeting, focal)
    assert labels_of(found, "actions") == [
        "Register for the meeting",
        "Register a participant",
        "Confirm 1 registration",
        f"People of {ours}",
    ]
    found = context(meeting, factories.officer(meeting))
    assert "Confirm 1 registration" in labels_of(found, "actions")
    assert labels_of(found, "links")[0] == "Registrations"


def test_the_template_of_the_meeting_draws_all_of_it(rf: Any) -> None:
    from django.template.loader import render_to_string

    meeting = factories.meeting(state=OPEN, mode=Mode.REMOTE)
    own = factories.participant(meeting, mode="remote")
    page = compact(
        render_to_string("events/people/participation.html", {"it": context(meeting, own.user)})
    )
    assert '<h2 id="participants">Participants</h2>' in page and "Confirmed on" in page
    assert "Share in the room" not in page


def test_focal_point_and_secretariat_are_told_and_asked() -> None:
    meeting, focal, own = factories.meeting(), person(), person()
    officer = factories.officer(meeting)
    ours = organisation(focal)
    mine = actions.register_participant(
        Actor(user=own), meeting, capacity="observer", mode="room", organisation=ours
    )
    other = actions.register_participant(
        Actor(user=person()), meeting, capacity="observer", mode="room"
    )
    told = {(each.user, each.event.kind) for each in Notice.objects.select_related("event")}
    assert told == {
        (focal, "events.register_participant"),
        (officer, "events.register_participant"),
    }
    for user in (focal, officer):
        (item,) = todo_items(user)
        assert str(item.sentence) == f"1 registration for {meeting} to confirm"
        assert item.url == url("decide_participants", meeting) and item.due == meeting.first_day
    assert todo_items(own) == []
    actions.confirm_participant(Actor(user=focal), mine)
    actions.decline_participant(Actor(user=officer), other, reason="No.")
    assert Notice.objects.get(user=own).event.kind == "events.confirm_participant"
    assert Notice.objects.get(user=other.user).event.kind == "events.decline_participant"
    assert todo_items(focal) == todo_items(officer) == []


def test_who_registered_a_person_without_an_account_is_told_of_a_refusal() -> None:
    meeting, focal = factories.meeting(), person()
    made = actions.register_participant(
        Actor(user=focal), meeting, **ENTRY, own=False, organisation=organisation(focal)
    )
    assert not Notice.objects.exists()
    officer = factories.officer(meeting)
    actions.decline_participant(Actor(user=officer), made, reason="No.")
    assert Notice.objects.get().user == focal


def test_another_organization_asks_another_focal_point() -> None:
    meeting, first, second, own = factories.meeting(), person(), person(), person()
    made = actions.register_participant(
        Actor(user=own),
        meeting,
        capacity="observer",
        mode="room",
        organisation=organisation(first),
    )
    actions.change_participant(Actor(user=own), made, values={"function": "Reader"})
    actions.change_participant(Actor(user=own), made, values={"organisation": organisation(second)})
    assert [each.user for each in Notice.objects.order_by("pk")] == [first, second]
