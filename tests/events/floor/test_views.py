"""The live page: what all see, what each may do, and that all of it works by forms and reload."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from majlis.commons.live import channels, database
from majlis.events.floor import actions, queries
from majlis.events.floor.acts import chair_acts
from majlis.events.floor.queries import Grouping
from majlis.events.floor.tables import read_region
from majlis.events.models import ConclusionRevision, Participant, SpeakingTurn
from majlis.kernel.actor import Actor
from majlis.kernel.models import User
from majlis.kernel.records import create_record, get_or_create_circle
from tests.events import factories
from tests.events.floor import samples
from tests.events.floor.world import Hall, hall
from tests.support.markup import compact
from tests.support.parties import organisation
from tests.support.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Iterator[Hall]:
    """An open sitting with an open list."""
    with hall() as made:
        yield made


def page_of(room: Hall, user: User | None = None, query: str = "", language: str = "en") -> str:
    """The live page as somebody reads it."""
    client = Client()
    if user is not None:
        client.force_login(user)
    response = client.get(f"/{language}/meetings/{room.meeting.slug}/live/{query}")
    assert response.status_code == 200
    return compact(response.content.decode())


def press(room: Hall, user: User | None, act: str, **data: str) -> str:
    """Send a form of the live page by its address; the page that follows."""
    client = Client()
    if user is not None:
        client.force_login(user)
    address = f"/en/meetings/{room.meeting.slug}/live/{act}/"
    response = client.post(address, data, follow=True)
    return compact(response.content.decode())


def test_everybody_reads_what_is_true_and_that_the_page_does_not_update(room: Hall) -> None:
    turn = room.ask(room.person(name="A. Sample", listed=True))
    actions.give_floor(room.chair, turn)
    room.wait(134)
    page = page_of(room)
    assert "<h1>Licence</h1>" in page
    assert "Item 1, under discussion since 10:00" in page, "by the clock of the meeting"
    assert "This page does not update by itself." in page
    assert ">2:14 of 3:00</bdi>" in page
    assert "A. Sample" in page
    assert "<form" not in page.partition("<main")[2], "a reader has nothing to send"


def test_the_page_and_the_stream_show_the_same(room: Hall) -> None:
    room.ask(room.person())
    page = page_of(room)
    state = channels.read_state(room.meeting.record, "en")
    assert f'data-live-version="{state.version}"' in page
    assert f'data-live="/live/{room.meeting.pk}/en/"' in page
    assert 'data-live-part="speakers"' in state.markup
    # The page is called by the item that is discussed, also after it has changed.
    (title,) = re.findall(r'data-live-title="([^"]*)"', state.markup)
    assert " ".join(title.split()) in compact(page.partition("</title>")[0])
    message = database.read_state(room.meeting.pk, "en").message.decode()
    assert message.startswith(f"event: state\nid: {state.version}\ndata: <div")


@pytest.mark.parametrize("language", ["ar", "zh", "fr", "ru", "es"])
def test_the_stream_is_in_the_language_of_the_page(room: Hall, language: str) -> None:
    actions.give_floor(room.chair, room.ask(room.person(name="A. Sample", listed=True)))
    assert "A. Sample" in page_of(room, language=language)
    assert "A. Sample" in channels.read_state(room.meeting.record, language).markup


def test_a_person_is_named_by_consent_or_by_the_rule_of_the_body() -> None:
    with hall(listed=["expert"]) as room:
        society = organisation(person(), names={"en": "Reading Society"})
        room.ask(room.person(name="Private One", organisation=society))
        room.ask(room.person(name="Private Two"))
        consents = room.ask(room.person(name="Consenting Three", listed=True, organisation=society))
        actions.give_floor(room.chair, consents)
        room.ask(room.person(name="Ruled Four", capacity="expert"))
        page = page_of(room)
        assert "Reading Society" in page
        assert "Private" not in page
        assert "Consenting Three" in page and "Ruled Four" in page


def test_a_draft_is_no_page_for_strangers() -> None:
    meeting = factories.meeting(state="draft")
    address = f"/en/meetings/{meeting.slug}/live/"
    assert Client().get(address).status_code == 404
    client = Client()
    client.force_login(factories.officer(meeting))
    page = client.get(address).content.decode()
    assert "This meeting has no sitting yet." in page


def test_the_page_shows_the_sitting_that_goes_on_else_the_next_else_the_last(room: Hall) -> None:
    meeting = room.meeting
    later = factories.sitting(meeting, hour=14, state="planned")
    sittings = list(meeting.sittings.all())
    assert queries.current_sitting(sittings) == room.sitting
    actions.close_sitting(room.chair, room.sitting)
    assert queries.current_sitting(meeting.sittings.all()) == later
    later.state = "closed"
    later.save()
    assert queries.current_sitting(meeting.sittings.all()) == later
    assert queries.current_sitting([]) is None


def test_a_document_that_not_all_may_see_is_not_named(room: Hall) -> None:
    words = {"title": {"en": "Hidden title"}}
    circle = get_or_create_circle("secretariat", {"role": "secretariat"})
    hidden = create_record("document", "documents/1", words, access="group", circle=circle)
    officer = Actor(user=person("secretariat"))
    actions.set_document_in_hand(officer, room.sitting, document=hidden)
    for page in (page_of(room), page_of(room, room.officer)):
        assert "Hidden title" not in page
        assert "A document with restricted access is under discussion." in page
    public = create_record("document", "documents/2", {"title": {"en": "Draft licence"}})
    actions.set_document_in_hand(officer, room.sitting, document=public, words="article 5")
    page = page_of(room)
    assert "Draft licence" in page and "article 5" in page


def test_the_conclusion_being_written_and_its_pen_are_shown(room: Hall) -> None:
    conclusion = factories.conclusion(room.item, pen=room.officer, pen_since=room.now, revision=1)
    ConclusionRevision.objects.create(
        conclusion=conclusion, number=1, text="The group <agrees>.", made_at=room.now
    )
    page = page_of(room)
    assert "The group &lt;agrees&gt;." in page
    assert "The secretariat has the pen since 10:00." in page
    assert room.officer.name not in page
    assert "Revision 1, saved at 10:00:00." in page
    assert "Take over the pen" not in page
    own = page_of(room, room.officer)
    assert "Edit conclusion" in own and "Conclude as written" in own
    assert "Take over the pen" in page_of(room, room.person().user)
    ConclusionRevision.objects.create(
        conclusion=conclusion, number=2, text="The group <requests>.", made_at=room.now
    )
    conclusion.revision = 2
    conclusion.save()
    page = page_of(room)
    assert "agrees" in page.partition("<del>")[2].partition("</del>")[0]
    assert "requests" in page.partition("<ins>")[2].partition("</ins>")[0]


def test_participants_ask_withdraw_and_end_by_forms(room: Hall) -> None:
    participant = room.person()
    user = participant.user
    assert user is not None
    page = page_of(room, user)
    assert "Ask for the floor" in page and "Raise a point of order" in page
    page = press(room, user, f"{room.sitting.pk}/ask", kind="speech", mode="remote")
    assert "You are number 1 on the list of speakers." in page
    assert ">Ask for the floor</button>" not in page
    turn = SpeakingTurn.objects.get()
    assert turn.mode == "remote"
    page = press(room, user, f"turns/{turn.pk}/withdraw")
    assert ">Ask for the floor</button>" in page
    again = room.ask(participant)
    actions.give_floor(room.chair, again)
    page = press(room, user, f"turns/{again.pk}/end")
    assert "No request for the floor is waiting." in page


def test_a_request_that_is_refused_is_said_on_the_form_and_kept(room: Hall) -> None:
    participant = room.person()
    actions.close_speakers_list(room.chair, room.sitting)
    client = Client()
    client.force_login(participant.user)
    address = f"/en/meetings/{room.meeting.slug}/live/{room.sitting.pk}/ask/"
    response = client.post(address, {"kind": "speech", "mode": "remote"})
    assert response.status_code == 409
    page = compact(response.content.decode())
    assert "The list of speakers is closed." in page
    assert '<option value="remote" selected' in page


def test_who_has_not_signed_in_is_led_to_the_sign_in_and_back(room: Hall) -> None:
    live = f"/en/meetings/{room.meeting.slug}/live/"
    response = Client().post(f"{live}{room.sitting.pk}/ask/", {"kind": "speech", "mode": "room"})
    assert response.status_code == 302
    assert response["Location"].endswith(f"?next={live}")
    assert "Confirmed participants can then ask for the floor here." in page_of(room)


def test_the_chair_conducts_the_sitting_by_buttons_and_undoes(room: Hall) -> None:
    officer = room.officer
    turn = room.ask(room.person(name="A. Sample", listed=True))
    page = page_of(room, officer)
    assert "Give the floor to A. Sample" in page
    page = press(room, officer, f"turns/{turn.pk}/give")
    undo = f'href="/en/meetings/{room.meeting.slug}/live/turns/{turn.pk}/return/">Undo</a>'
    assert undo in page
    page = press(room, officer, f"turns/{turn.pk}/return")
    assert "Speaker returned to the list of speakers." in page
    press(room, officer, f"{room.sitting.pk}/suspend")
    room.sitting.refresh_from_db()
    assert room.sitting.state == "suspended"


def test_the_page_of_an_act_asks_before_it_is_undone(room: Hall) -> None:
    turn = room.ask(room.person(name="A. Sample", listed=True))
    client = Client()
    client.force_login(room.officer)
    page = client.get(f"/en/meetings/{room.meeting.slug}/live/turns/{turn.pk}/give/")
    assert "A. Sample, speech" in page.content.decode()
    turn.refresh_from_db()
    assert turn.state == "waiting"


def test_an_act_that_came_too_late_is_said_on_the_page_which_shows_what_is_true(
    room: Hall,
) -> None:
    first = room.ask(room.person(name="A. Sample", listed=True))
    second = room.ask(room.person())
    actions.give_floor(room.chair, first)
    page = press(room, room.officer, f"turns/{second.pk}/give")
    assert "A. Sample has the floor." in page and "Speaking" in page


def test_an_item_a_document_and_a_request_are_chosen_in_forms(room: Hall) -> None:
    following = factories.item(room.meeting, "Next item")
    start = f"{room.sitting.pk}"
    page = press(room, room.officer, f"{start}/item", item=str(following.pk))
    assert "<h1>Next item</h1>" in page
    assert f"/item/?item={room.item.pk}" in page, "the undo leads back to the item before"
    page = press(room, room.officer, f"{start}/document", document="", words="")
    assert "No change was made" in page
    somebody = room.person(name="No Account")
    page = press(
        room,
        room.officer,
        f"{start}/enter",
        participant=str(somebody.pk),
        kind="order",
        mode="room",
    )
    assert "Point of order" in page
    client = Client()
    client.force_login(somebody.user)
    address = f"/en/meetings/{room.meeting.slug}/live/{start}/enter/"
    assert client.get(address).status_code == 403


def test_the_part_of_ones_own_is_read_by_itself(room: Hall) -> None:
    participant = room.person()
    client = Client()
    client.force_login(participant.user)
    address = f"/en/meetings/{room.meeting.slug}/live/"
    response = client.get(address, headers={"X-Part": "own"})
    part = response.content.decode()
    assert "<html" not in part and "Ask for the floor" in part
    assert 'data-live-own="ask"' in part
    assert response["Cache-Control"] == "no-store" and "X-Part" in response["Vary"]
    assert "data-live-own-url" in page_of(room, participant.user)
    assert "data-live-own-url" not in page_of(room), "a reader has nothing to read again"


def test_the_wall_shows_no_forms(room: Hall) -> None:
    factories.conclusion(room.item, revision=0)
    page = page_of(room, room.officer, "?wall=1")
    assert "data-wall" in page
    assert "<form" not in page.partition("<main")[2]
    assert "List of speakers" in page and "Conclusion being written" in page


def first_act(room: Hall) -> str:
    """The act that comes next."""
    return chair_acts(read_region(room.meeting, room.now))[0].label


def test_the_filled_button_is_the_act_that_comes_next_by_the_rules(room: Hall) -> None:
    one = room.person(name="One", listed=True)
    two = room.person(name="Two", listed=True)
    assert first_act(room) == "Close the list of speakers"
    turn = room.ask(one)
    assert first_act(room) == "Give the floor to One"
    order = room.ask(two, "order")
    assert first_act(room) == "Give the floor to Two, point of order"
    actions.give_floor(room.chair, turn)
    assert first_act(room) == "Give the floor to Two, point of order"
    actions.give_floor(room.chair, order)
    assert first_act(room) == "End the speech"
    actions.end_speech(room.chair, order)
    assert first_act(room) == "Give the floor to One"
    actions.give_floor(room.chair, turn)
    assert first_act(room) == "End the speech"
    actions.pause_speech(room.chair, turn)
    assert first_act(room) == "Start the clock"
    actions.resume_speech(room.chair, turn)
    room.wait(5)
    actions.end_speech(room.chair, turn)
    actions.close_speakers_list(room.chair, room.sitting)
    assert first_act(room) == "Close the sitting", "the agenda is at its end"
    factories.item(room.meeting, "Next")
    assert first_act(room) == "Next item: 2"
    actions.suspend_sitting(room.chair, room.sitting)
    assert first_act(room) == "Resume the sitting"
    actions.close_sitting(room.chair, room.sitting)
    assert first_act(room) == "Reopen the sitting"


def test_a_sitting_without_an_item_begins_with_the_first(room: Hall) -> None:
    actions.set_item_in_hand(room.chair, room.sitting, item=None)
    assert first_act(room) == "Take up item 1"


def speakers(room: Hall) -> list[Participant]:
    """Speakers of all groups, who have spoken."""
    society = organisation(person(), names={"en": "Reading Society"}, area="004")
    member = room.person(organisation=society)
    observer = room.person(capacity="observer")
    room.speak(room.ask(member), 90)
    room.speak(room.ask(member, "order"), 30.5)
    room.speak(room.ask(observer), 60)
    actions.give_floor(room.chair, room.ask(room.person(capacity="chair")))
    room.wait(19.5)
    return room.people


def test_speaking_time_is_added_up_by_group_kind_region_and_organization(room: Hall) -> None:
    speakers(room)
    totals = {
        grouping: {
            total.code: (total.speeches, total.orders, total.time.total_seconds())
            for total in queries.speaking_totals(room.meeting, grouping, room.now)
        }
        for grouping in Grouping
    }
    assert totals[Grouping.GROUP] == {
        "members": (1, 1, 120.5),
        "observers": (1, 0, 60),
        "chair": (1, 0, 19.5),
    }
    assert totals[Grouping.KIND] == {"civil-society": (1, 1, 120.5), "": (2, 0, 79.5)}
    assert set(totals[Grouping.REGION]) == {"142", ""} or len(totals[Grouping.REGION]) == 2
    society = room.people[0].organisation
    assert society is not None
    assert totals[Grouping.ORGANISATION][str(society.pk)] == (1, 1, 120.5)
    used = samples.time_used(room.item, room.now)
    assert sum(used.values(), timedelta()) == timedelta(seconds=200)


def test_the_page_of_speaking_time_and_its_files_have_the_same_rows(room: Hall) -> None:
    speakers(room)
    address = f"/en/meetings/{room.meeting.slug}/live/time/"
    page = compact(Client().get(f"{address}?by=organisation").content.decode())
    assert "Reading Society" in page and "2:00" in page
    first = json.loads(Client().get(f"{address}?by=organisation&download=json").getvalue())["rows"][
        0
    ]
    assert first["speakers"] == "Reading Society"
    assert (first["speeches"], first["points_of_order"], first["seconds"]) == (1, 1, 120.5)
    assert Client().get(f"{address}?by=nothing").status_code == 200


def test_a_person_who_takes_part_alone_is_not_named_in_the_statistics(room: Hall) -> None:
    alone = organisation(person(), names={"en": "Private Name"}, form="individual")
    room.speak(room.ask(room.person(organisation=alone)), 10)
    address = f"/en/meetings/{room.meeting.slug}/live/time/?by=organisation"
    page = Client().get(address).content.decode()
    assert "Private Name" not in page and "No organization" in page


def test_the_page_costs_few_queries(
    room: Hall, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    speakers(room)
    for _ in range(5):
        room.ask(room.person(organisation=organisation(person())))
    client = Client()
    client.force_login(room.officer)
    address = f"/en/meetings/{room.meeting.slug}/live/"
    client.get(address)
    with django_assert_max_num_queries(17):  # type: ignore[operator]
        client.get(address)
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        Client().get(address)
