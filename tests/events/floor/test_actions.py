"""The verbs of the floor: what each does, and each reason to refuse."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection

from majlis.commons.live.channels import published_version
from majlis.events.floor import actions
from majlis.events.floor.speaking_time import SpeakerGroup
from majlis.events.models import Floor, SpeakingTurn
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput, Refused, WrongState
from majlis.kernel.models import AuditEntry
from majlis.kernel.records import create_record
from tests.events import factories
from tests.events.floor import samples
from tests.events.floor.world import Hall, hall
from tests.support.parties import organisation
from tests.support.people import person
from tests.support.permissions import check_permissions

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Iterator[Hall]:
    """An open sitting with an open list."""
    with hall(member_seconds=180, observer_seconds=120) as made:
        yield made


def state_of(turn: SpeakingTurn) -> str:
    """The state of a turn now."""
    turn.refresh_from_db()
    return turn.state


# Permissions.


@pytest.mark.parametrize(
    "name",
    [
        "events.open_sitting",
        "events.suspend_sitting",
        "events.close_sitting",
        "events.reopen_sitting",
        "events.set_item_in_hand",
        "events.set_document_in_hand",
        "events.open_speakers_list",
        "events.close_speakers_list",
    ],
)
def test_the_chair_and_the_secretariat_conduct_the_sitting(room: Hall, name: str) -> None:
    body = room.meeting.body.record
    other = factories.body().record
    check_permissions(
        name,
        room.sitting,
        granted={
            "the chair": person(("chair", body)),
            "the secretariat of the body": person(("secretariat", body)),
            "the secretariat": person("secretariat"),
        },
        refused={
            "nobody": None,
            "a participant": room.person().user,
            "the chair of another body": person(("chair", other)),
            "a blocked officer": person(("chair", body), is_active=False),
        },
    )


@pytest.mark.parametrize(
    "name",
    ["events.give_floor", "events.pause_speech", "events.resume_speech", "events.return_to_list"],
)
def test_the_chair_gives_the_floor(room: Hall, name: str) -> None:
    speaker = room.person()
    check_permissions(
        name,
        room.ask(speaker),
        granted={"an officer": room.officer},
        refused={"nobody": None, "the speaker": speaker.user, "another": room.person().user},
    )


@pytest.mark.parametrize("name", ["events.withdraw_floor_request", "events.end_speech"])
def test_speakers_end_their_own_turn(room: Hall, name: str) -> None:
    speaker = room.person()
    check_permissions(
        name,
        room.ask(speaker),
        granted={"the speaker": speaker.user, "an officer": room.officer},
        refused={"nobody": None, "another": room.person().user},
    )


def test_confirmed_participants_ask_for_the_floor(room: Hall) -> None:
    check_permissions(
        "events.ask_for_floor",
        room.sitting,
        granted={"a participant": room.person().user, "an officer": room.officer},
        refused={
            "nobody": None,
            "a stranger": person(),
            "who is not confirmed": room.person(state="requested").user,
        },
    )


# Sittings.


def test_a_sitting_is_opened_suspended_resumed_closed_and_reopened() -> None:
    with hall() as room:
        sitting = room.sitting
        assert (sitting.state, sitting.opened_at) == ("open", room.now)
        room.wait(60)
        assert actions.suspend_sitting(room.chair, sitting).state == "suspended"
        resumed = actions.open_sitting(room.chair, sitting)
        assert (resumed.state, resumed.opened_at) == ("open", sitting.opened_at)
        closed = actions.close_sitting(room.chair, sitting)
        assert (closed.state, closed.closed_at) == ("closed", room.now)
        assert not Floor.objects.get(sitting=sitting).list_open
        reopened = actions.reopen_sitting(room.chair, sitting)
        assert (reopened.state, reopened.closed_at) == ("open", None)


def test_a_sitting_of_a_meeting_that_is_not_open_is_not_opened() -> None:
    meeting = factories.meeting()
    sitting = factories.sitting(meeting)
    with pytest.raises(WrongState, match="The meeting is not open"):
        actions.open_sitting(Actor(user=factories.officer(meeting)), sitting)


def test_one_sitting_of_a_meeting_goes_on_at_a_time(room: Hall) -> None:
    later = factories.sitting(room.meeting, hour=14, state="planned")
    with pytest.raises(WrongState, match="Another sitting"):
        actions.open_sitting(room.chair, later)


def test_a_sitting_is_not_opened_twice(room: Hall) -> None:
    with pytest.raises(WrongState):
        actions.open_sitting(room.chair, room.sitting)


def test_a_suspension_stops_the_clock_and_the_end_ends_the_speech(room: Hall) -> None:
    turn = room.ask(room.person())
    actions.give_floor(room.chair, turn)
    room.wait(30)
    actions.suspend_sitting(room.chair, room.sitting)
    room.wait(600)
    with pytest.raises(WrongState, match="not open"):
        actions.resume_speech(room.chair, turn)
    actions.open_sitting(room.chair, room.sitting)
    actions.resume_speech(room.chair, turn)
    room.wait(12.5)
    actions.close_sitting(room.chair, room.sitting)
    turn.refresh_from_db()
    assert (turn.state, turn.used) == ("done", timedelta(seconds=42.5))


# What is in hand.


def test_an_item_is_taken_up_and_the_document_before_is_put_away(room: Hall) -> None:
    document = create_record("document", "documents/fictional")
    actions.set_document_in_hand(
        room.chair, room.sitting, document=document, words=" Articles  4 to 6 "
    )
    floor = Floor.objects.get(sitting=room.sitting)
    assert (floor.document, floor.document_words) == (document, "Articles 4 to 6")
    following = factories.item(room.meeting, "Next")
    room.wait(60)
    actions.set_item_in_hand(room.chair, room.sitting, item=following)
    floor.refresh_from_db()
    assert (floor.item, floor.item_since, floor.document) == (following, room.now, None)
    entry = AuditEntry.objects.filter(verb="events.set_item_in_hand").latest("pk")
    assert entry.record == room.meeting.record
    assert entry.old == {"item": room.item.record.address}
    actions.set_item_in_hand(room.chair, room.sitting, item=None)
    floor.refresh_from_db()
    assert (floor.item, floor.item_since) == (None, None)


def test_an_item_of_another_agenda_is_refused(room: Hall) -> None:
    elsewhere = factories.item(factories.meeting(state="open"))
    withdrawn = factories.item(room.meeting, withdrawn_at=room.now)
    for item in (elsewhere, withdrawn):
        with pytest.raises(InvalidInput):
            actions.set_item_in_hand(room.chair, room.sitting, item=item)


def test_no_item_is_taken_up_while_somebody_speaks(room: Hall) -> None:
    actions.give_floor(room.chair, room.ask(room.person(name="A. Sample", listed=True)))
    with pytest.raises(WrongState, match=r"A\. Sample has the floor\. End the speech"):
        actions.set_item_in_hand(room.chair, room.sitting, item=None)


def test_a_document_that_the_chair_may_not_see_is_refused(room: Hall) -> None:
    from majlis.kernel.records import get_or_create_circle

    circle = get_or_create_circle("others", {"role": "moderator"})
    hidden = create_record("document", "documents/hidden", access="group", circle=circle)
    with pytest.raises(InvalidInput):
        actions.set_document_in_hand(room.chair, room.sitting, document=hidden)
    with pytest.raises(InvalidInput):
        actions.set_document_in_hand(room.chair, room.sitting, document=None, words="x" * 201)


def test_nothing_is_taken_up_at_a_sitting_that_is_not_open(room: Hall) -> None:
    actions.suspend_sitting(room.chair, room.sitting)
    for act in (
        lambda: actions.set_item_in_hand(room.chair, room.sitting, item=None),
        lambda: actions.set_document_in_hand(room.chair, room.sitting, document=None),
        lambda: actions.open_speakers_list(room.chair, room.sitting),
        lambda: actions.ask_for_floor(Actor(user=room.person().user), room.sitting, kind="order"),
    ):
        with pytest.raises(WrongState, match="not open"):
            act()


def test_what_is_so_already_changes_nothing(room: Hall) -> None:
    before = AuditEntry.objects.count()
    actions.set_item_in_hand(room.chair, room.sitting, item=room.item)
    actions.set_document_in_hand(room.chair, room.sitting, document=None)
    actions.open_speakers_list(room.chair, room.sitting)
    assert AuditEntry.objects.count() == before


def test_who_waits_on_an_item_is_heard_when_it_is_taken_up_again(room: Hall) -> None:
    turn = room.ask(room.person())
    other = factories.item(room.meeting, "Other")
    actions.set_item_in_hand(room.chair, room.sitting, item=other)
    assert room.order() == []
    actions.set_item_in_hand(room.chair, room.sitting, item=room.item)
    assert room.order() == [turn.pk]


def test_who_waits_when_a_sitting_closes_waits_at_the_next_on_the_same_item(room: Hall) -> None:
    turn, gone = room.ask(room.person()), room.ask(room.person())
    actions.withdraw_floor_request(Actor(user=gone.participant.user), gone)
    actions.close_sitting(room.chair, room.sitting)
    later = factories.sitting(room.meeting, hour=14, state="planned")
    actions.open_sitting(room.chair, later)
    later.refresh_from_db()
    actions.set_item_in_hand(room.chair, later, item=room.item)
    room.sitting = later
    assert room.order() == [turn.pk]
    entry = AuditEntry.objects.filter(verb="events.set_item_in_hand").latest("pk")
    assert entry.new["carried"] == 1
    actions.give_floor(room.chair, turn)
    assert state_of(turn) == "speaking"


# Requests.


def test_people_ask_from_the_room_or_from_afar_and_their_name_is_not_in_the_audit(
    room: Hall,
) -> None:
    society = organisation(person())
    remote = room.person(organisation=society, mode="remote", name="Private Name")
    turn = room.ask(remote)
    assert (turn.mode, turn.item, turn.state) == ("remote", room.item, "waiting")
    entry = AuditEntry.objects.filter(verb="events.ask_for_floor").get()
    assert entry.new == {
        "kind": "speech",
        "mode": "remote",
        "speaker": society.record.address,
        "item": room.item.record.address,
    }
    alone = room.ask(room.person(name="Private Name"))
    assert "speaker" not in AuditEntry.objects.get(target__endswith=f":{alone.pk}").new


def test_an_officer_enters_a_request_for_somebody_in_the_room(room: Hall) -> None:
    somebody = room.person(user=None, name="No Account")
    turn = actions.ask_for_floor(room.chair, room.sitting, participant=somebody, mode="room")
    assert turn.participant == somebody
    with pytest.raises(InvalidInput) as fault:
        actions.ask_for_floor(room.chair, room.sitting)
    assert set(fault.value.faults) == {"participant"}
    waiting = room.person(state="requested")
    elsewhere = factories.participant(factories.meeting(state="open"))
    for participant in (waiting, elsewhere):
        with pytest.raises(InvalidInput):
            actions.ask_for_floor(room.chair, room.sitting, participant=participant)


def test_nobody_else_enters_a_request_for_another(room: Hall) -> None:
    one, other = room.person(), room.person()
    with pytest.raises(Refused):
        actions.ask_for_floor(Actor(user=one.user), room.sitting, participant=other)


def test_a_closed_list_takes_no_speeches_but_points_of_order(room: Hall) -> None:
    waiting = room.ask(room.person())
    actions.close_speakers_list(room.chair, room.sitting)
    speaker = room.person()
    with pytest.raises(WrongState, match="list of speakers is closed"):
        room.ask(speaker)
    order = room.ask(speaker, "order")
    assert room.order() == [order.pk, waiting.pk]


def test_a_request_of_a_kind_waits_once(room: Hall) -> None:
    speaker = room.person()
    room.ask(speaker), room.ask(speaker, "order")
    for kind in ("speech", "order"):
        with pytest.raises(WrongState, match="on the list already"):
            room.ask(speaker, kind)
    with pytest.raises(InvalidInput):
        room.ask(speaker, "song")


def test_a_request_is_withdrawn_and_put_back_in_its_place(room: Hall) -> None:
    first, second = room.ask(room.person()), room.ask(room.person())
    actions.withdraw_floor_request(Actor(user=first.participant.user), first)
    assert room.order() == [second.pk]
    with pytest.raises(WrongState):
        actions.withdraw_floor_request(room.chair, first)
    actions.return_to_list(room.chair, first)
    assert room.order() == [first.pk, second.pk]
    with pytest.raises(WrongState):
        actions.return_to_list(room.chair, first)


def test_who_asked_again_meanwhile_is_not_put_back(room: Hall) -> None:
    speaker = room.person()
    first = room.ask(speaker)
    actions.withdraw_floor_request(room.chair, first)
    room.ask(speaker)
    with pytest.raises(WrongState, match="on the list already"):
        actions.return_to_list(room.chair, first)


# The floor and the clock.


def test_the_time_of_a_turn_depends_on_the_capacity(room: Hall) -> None:
    allotted = {}
    for capacity in ("member", "observer", "expert", "chair", "secretariat"):
        turn = room.ask(room.person(capacity=capacity))
        room.speak(turn, 1)
        turn.refresh_from_db()
        allotted[capacity] = turn.allotted
    assert allotted == {
        "member": 180,
        "observer": 120,
        "expert": 120,
        "chair": 0,
        "secretariat": 0,
    }


def test_the_clock_stops_and_starts_and_time_is_exact(room: Hall) -> None:
    turn = room.ask(room.person())
    actions.give_floor(room.chair, turn)
    for _ in range(10):
        room.wait(0.333)
        actions.pause_speech(room.chair, turn)
        room.wait(10)
        actions.resume_speech(room.chair, turn)
    room.wait(1)
    actions.end_speech(room.chair, turn)
    turn.refresh_from_db()
    assert (turn.state, turn.used, turn.ended_at) == ("done", timedelta(seconds=4.33), room.now)
    assert samples.time_used(room.item, room.now)[SpeakerGroup.MEMBERS] == turn.used
    for act in (actions.pause_speech, actions.resume_speech, actions.end_speech):
        with pytest.raises(WrongState):
            act(room.chair, turn)


def test_the_floor_is_given_to_one_at_a_time(room: Hall) -> None:
    first = room.ask(room.person(name="A. Sample", listed=True))
    second = room.ask(room.person())
    actions.give_floor(room.chair, first)
    with pytest.raises(WrongState, match=r"A\. Sample has the floor"):
        actions.give_floor(room.chair, second)
    with pytest.raises(WrongState):
        actions.give_floor(room.chair, first)


def test_who_may_not_be_named_is_not_named_in_an_error(room: Hall) -> None:
    actions.give_floor(room.chair, room.ask(room.person(name="Private Name")))
    with pytest.raises(WrongState) as fault:
        actions.give_floor(room.chair, room.ask(room.person()))
    assert "Private" not in str(fault.value)


def test_the_floor_that_was_given_by_mistake_is_taken_back(room: Hall) -> None:
    first, second = room.ask(room.person()), room.ask(room.person())
    actions.give_floor(room.chair, second)
    assert AuditEntry.objects.filter(verb="events.give_floor").get().new["place"] == 2
    room.wait(3)
    actions.return_to_list(room.chair, second)
    assert room.order() == [first.pk, second.pk]
    second.refresh_from_db()
    assert second.used == timedelta(seconds=3), "what was spoken stays counted"


def test_a_speech_that_was_ended_by_mistake_goes_on(room: Hall) -> None:
    turn = room.ask(room.person())
    room.speak(turn, 20)
    room.wait(5)
    actions.give_floor(room.chair, turn)
    room.wait(7)
    actions.end_speech(Actor(user=turn.participant.user), turn)
    turn.refresh_from_db()
    assert turn.used == timedelta(seconds=27)


def test_a_point_of_order_interrupts_a_speech_which_goes_on_after_it(room: Hall) -> None:
    waits = room.ask(room.person())
    speech, order = room.ask(room.person()), room.ask(room.person(), "order")
    actions.give_floor(room.chair, speech)
    room.wait(10)
    again = actions.ask_for_floor(Actor(user=speech.participant.user), room.sitting)
    actions.give_floor(room.chair, order)
    assert (state_of(speech), speech.used) == ("waiting", timedelta(seconds=10))
    second = room.ask(room.person(), "order")
    with pytest.raises(WrongState):
        actions.give_floor(room.chair, second)
    room.wait(5)
    actions.end_speech(room.chair, order)
    assert room.order() == [second.pk, speech.pk, waits.pk, again.pk]
    actions.withdraw_floor_request(room.chair, second)
    room.speak(speech, 8)
    assert (state_of(speech), speech.used) == ("done", timedelta(seconds=18))
    assert samples.time_used(room.item, room.now)[SpeakerGroup.MEMBERS] == timedelta(seconds=24)


def test_an_interrupted_speech_that_is_given_up_stays_counted(room: Hall) -> None:
    speech, order = room.ask(room.person()), room.ask(room.person(), "order")
    actions.give_floor(room.chair, speech)
    room.wait(10)
    actions.give_floor(room.chair, order)
    actions.withdraw_floor_request(Actor(user=speech.participant.user), speech)
    assert (state_of(speech), speech.used) == ("done", timedelta(seconds=10))


def test_the_floor_is_not_given_on_another_item_or_at_a_closed_sitting(room: Hall) -> None:
    turn = room.ask(room.person())
    actions.set_item_in_hand(room.chair, room.sitting, item=factories.item(room.meeting))
    with pytest.raises(WrongState, match="another item"):
        actions.give_floor(room.chair, turn)
    actions.suspend_sitting(room.chair, room.sitting)
    with pytest.raises(WrongState, match="not open"):
        actions.give_floor(room.chair, turn)


# The order of the list.


def test_the_list_follows_the_rules_of_the_body(room: Hall) -> None:
    society = organisation(person())
    nerida = [room.person(organisation=society) for _ in range(2)]
    room.speak(room.ask(nerida[0]), 60)
    later = room.ask(nerida[1])
    league = room.ask(room.person(capacity="observer"))
    coast = room.ask(room.person())
    order = room.ask(room.person(), "order")
    state = room.state()
    assert [each.turn.pk for each in state.waiting] == [order.pk, coast.pk, league.pk, later.pk]
    assert [each.ordinal for each in state.waiting] == [0, 1, 1, 2]


def test_a_body_may_hear_who_asked_first() -> None:
    with hall(members_first=False, first_turns_first=False) as room:
        speaker = room.person(capacity="observer")
        room.speak(room.ask(speaker), 10)
        turns = [room.ask(speaker), room.ask(room.person())]
        assert room.order() == [turn.pk for turn in turns]


# Races.


@pytest.mark.django_db(transaction=True)
def test_two_chairs_give_the_floor_at_once_and_one_is_told_who_has_it() -> None:
    with hall() as room:
        turns = [room.ask(room.person(name=f"Speaker {n}", listed=True)) for n in range(4)]
        said: list[str] = []

        def give(turn: SpeakingTurn) -> None:
            try:
                actions.give_floor(room.chair, turn)
            except WrongState as fault:
                said.append(str(fault))
            finally:
                connection.close()

        threads = [threading.Thread(target=give, args=(turn,)) for turn in turns]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        speaking = SpeakingTurn.objects.get(state="speaking")
        assert len(said) == 3
        assert all(f"{speaking.participant.name} has the floor." in words for words in said)


@pytest.mark.django_db(transaction=True)
def test_a_button_pressed_twice_at_once_makes_one_request() -> None:
    with hall() as room:
        speaker = room.person()
        refused: list[WrongState] = []

        def ask() -> None:
            try:
                actions.ask_for_floor(Actor(user=speaker.user), room.sitting)
            except WrongState as fault:
                refused.append(fault)
            finally:
                connection.close()

        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert (SpeakingTurn.objects.count(), len(refused)) == (1, 3)


# What is published.


def test_each_act_is_published_and_what_is_not_on_the_page_is_not(room: Hall) -> None:
    record = room.meeting.record
    versions = [published_version(record)]

    def changed() -> bool:
        versions.append(published_version(record))
        return versions[-1] == versions[-2] + 1

    turn = room.ask(room.person())
    assert changed()
    actions.give_floor(room.chair, turn)
    assert changed()
    actions.end_speech(room.chair, turn)
    assert changed()
    actions.set_item_in_hand(room.chair, room.sitting, item=room.item)
    assert published_version(record) == versions[-1], "nothing has changed"
