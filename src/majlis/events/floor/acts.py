"""What a reader may do on the live page: the acts of the chair, with the one that comes next by the rules, and one's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext, pgettext

from majlis.events.floor import queries
from majlis.events.floor.forms import Choices
from majlis.events.floor.queries import FloorState
from majlis.events.floor.speaking_time import is_running
from majlis.events.floor.tables import Region, SpeakerRow
from majlis.events.lifecycle import CLOSED, OPEN, SUSPENDED
from majlis.events.models import (
    AgendaItem,
    AttendanceMode,
    Participant,
    SpeakingTurn,
    TurnKind,
    TurnState,
)
from majlis.kernel.actor import Actor
from majlis.kernel.verbs import may


@dataclass(frozen=True)
class ActButton:
    """A button of an act: where it is sent, and the value that goes with it."""

    label: str
    url: str
    name: str = ""
    value: str = ""


@dataclass(frozen=True)
class OwnTurn:
    """A request or a speech of the reader."""

    text: str
    button: ActButton


@dataclass(frozen=True)
class ListedRequest:
    """A request as an officer sees it: give the floor, or take it off the list."""

    speaker: SpeakerRow
    give: ActButton | None
    remove: ActButton


@dataclass
class OwnParts:
    """What the page offers to one reader, beside what all see."""

    is_officer: bool = False
    participant: Participant | None = None
    ask_url: str = ""
    ask_mode: str = ""
    may_speak: bool = False
    may_raise_order: bool = False
    own_turns: Sequence[OwnTurn] = ()
    acts: Sequence[ActButton] = ()
    requests: Sequence[ListedRequest] = ()
    item_url: str = ""
    document_url: str = ""
    enter_url: str = ""
    pen_url: str = ""
    has_pen: bool = False
    agree_url: str = ""
    begin_url: str = ""
    items: Choices = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing of one's own on the page, so that it need not be read again."""
        return not self.is_officer and self.participant is None


def own_parts(actor: Actor, region: Region) -> OwnParts:
    """What the reader may do at the sitting that the page shows."""
    state = region.state
    own = OwnParts(participant=queries.own_participation(state.meeting, actor.person))
    sitting = state.sitting
    if sitting is None:
        return own
    own.is_officer = may(actor, "events.open_speakers_list", sitting)
    if state.is_open and own.participant is not None:
        own.ask_url = sitting_url("ask_for_floor", state)
        turns = list(queries.own_turns(state, actor.person))
        own.own_turns = [_own_turn(turn, state) for turn in turns]
        # Who has asked from afar probably does so again.
        own.ask_mode = turns[-1].mode if turns else own.participant.mode
        waiting = {
            turn.kind
            for turn in turns
            if turn.state == TurnState.WAITING and turn.interrupted_at is None
        }
        own.may_speak = state.list_is_open and TurnKind.SPEECH not in waiting
        own.may_raise_order = TurnKind.ORDER not in waiting
    if own.is_officer:
        own.acts = chair_acts(region)
        own.requests = _requests(region)
        if state.is_open:
            own.item_url = sitting_url("set_item_in_hand", state)
            own.document_url = sitting_url("set_document_in_hand", state) if state.item else ""
            own.enter_url = sitting_url("enter_floor_request", state)
    conclusion = region.conclusion.conclusion if region.conclusion is not None else None
    if conclusion is not None and may(actor, "events.take_pen", conclusion):
        kwargs = {"slug": state.meeting.slug, "number": conclusion.number}
        own.pen_url = reverse("events:take_pen", kwargs=kwargs)
        own.has_pen = actor.user is not None and conclusion.pen_id == actor.user.pk
        if conclusion.revision and may(actor, "events.agree_conclusion", conclusion):
            own.agree_url = reverse("events:agree_conclusion", kwargs=kwargs)
    if conclusion is None and own.is_officer and state.is_open and state.item is not None:
        serial = int(state.item.record.address.rpartition("/")[2])
        own.begin_url = reverse("events:begin_conclusion", args=[state.meeting.slug, serial])
    return own


def sitting_url(name: str, state: FloorState) -> str:
    """The address of an act on the sitting."""
    assert state.sitting is not None
    kwargs = {"slug": state.meeting.slug, "sitting": state.sitting.pk}
    return reverse(f"events:{name}", kwargs=kwargs)


def turn_url(name: str, turn: SpeakingTurn, state: FloorState) -> str:
    """The address of an act on a turn."""
    return reverse(f"events:{name}", kwargs={"slug": state.meeting.slug, "turn": turn.pk})


def _own_turn(turn: SpeakingTurn, state: FloorState) -> OwnTurn:
    if turn.state == TurnState.SPEAKING:
        end = pgettext("button", "End my speech")
        return OwnTurn(
            gettext("You have the floor."), ActButton(end, turn_url("end_speech", turn, state))
        )
    place = [each.turn.pk for each in state.waiting].index(turn.pk) + 1
    message = (
        gettext("Your point of order is number %(place)s on the list.")
        if turn.kind == TurnKind.ORDER
        else gettext("You are number %(place)s on the list of speakers.")
    )
    withdraw = pgettext("button", "Withdraw request")
    return OwnTurn(
        message % {"place": place},
        ActButton(withdraw, turn_url("withdraw_floor_request", turn, state)),
    )


def give_button(turn: SpeakingTurn, name: str, state: FloorState) -> ActButton:
    """The button that gives the floor."""
    message = (
        gettext("Give the floor to %(speaker)s, point of order")
        if turn.kind == TurnKind.ORDER
        else gettext("Give the floor to %(speaker)s")
    )
    return ActButton(message % {"speaker": name}, turn_url("give_floor", turn, state))


def may_be_given(turn: SpeakingTurn, state: FloorState) -> bool:
    """Whether the floor can be given now: nobody has it, or a point of order interrupts a speech."""
    speaking = state.speaking
    return speaking is None or (turn.kind == TurnKind.ORDER and speaking.kind != TurnKind.ORDER)


def _requests(region: Region) -> list[ListedRequest]:
    state = region.state
    if not state.is_open:
        return []
    rows = {row.key: row for row in region.speakers}
    remove = pgettext("list of speakers", "Take off the list")
    return [
        ListedRequest(
            rows[each.turn.pk],
            ActButton(
                pgettext("button", "Give the floor"), turn_url("give_floor", each.turn, state)
            )
            if may_be_given(each.turn, state)
            else None,
            ActButton(remove, turn_url("withdraw_floor_request", each.turn, state)),
        )
        for each in state.waiting
    ]


def chair_acts(region: Region) -> list[ActButton]:
    """The acts of the chair. The first is the one that comes next by the rules.

    A point of order comes before a turn; a speech ends before the next begins; the list is heard to its
    end before the next item.
    """
    state = region.state
    sitting = state.sitting
    assert sitting is not None
    if state.meeting.state != OPEN:
        return []
    if sitting.state == CLOSED:
        return [_act(pgettext("button", "Reopen the sitting"), "reopen_sitting", state)]
    close = _act(pgettext("button", "Close the sitting"), "close_sitting", state)
    if sitting.state == SUSPENDED:
        return [_act(pgettext("button", "Resume the sitting"), "open_sitting", state), close]
    if sitting.state != OPEN:
        return [_act(pgettext("button", "Open the sitting"), "open_sitting", state)]
    acts = _speaker_acts(region)
    list_act = (
        _act(pgettext("button", "Close the list of speakers"), "close_speakers_list", state)
        if state.list_is_open
        else _act(pgettext("button", "Open the list of speakers"), "open_speakers_list", state)
    )
    following = queries.next_item(region.items, state.item)
    item_act = [_item_act(following, state)] if following is not None else []
    if state.speaking is not None:
        item_act = []  # the speech ends first
    nothing_heard = not any(state.used.values())
    list_first = state.list_is_open or nothing_heard
    others = (
        [list_act, *item_act] if state.item is not None and list_first else [*item_act, list_act]
    )
    suspend = _act(pgettext("button", "Suspend the sitting"), "suspend_sitting", state)
    at_the_end = not acts and not item_act and not list_first
    return [*acts, *([close, *others] if at_the_end else [*others, close]), suspend]


def _speaker_acts(region: Region) -> list[ActButton]:
    state = region.state
    acts: list[ActButton] = []
    following = state.next_turn
    speaking = state.speaking
    if following is not None and may_be_given(following.turn, state):
        row = next(row for row in region.speakers if row.key == following.turn.pk)
        acts.append(give_button(following.turn, row.plain_name, state))
    if speaking is not None:
        end = ActButton(
            pgettext("button", "End the speech"), turn_url("end_speech", speaking, state)
        )
        pause = ActButton(
            pgettext("button", "Stop the clock"), turn_url("pause_speech", speaking, state)
        )
        resume = ActButton(
            pgettext("button", "Start the clock"), turn_url("resume_speech", speaking, state)
        )
        acts += [end, pause] if is_running(speaking) else [resume, end]
        back = pgettext("button", "Return the speaker to the list")
        acts.append(ActButton(back, turn_url("return_to_list", speaking, state)))
    return acts


def _act(label: str, name: str, state: FloorState) -> ActButton:
    return ActButton(label, sitting_url(name, state))


def _item_act(item: AgendaItem, state: FloorState) -> ActButton:
    message = (
        gettext("Next item: %(number)s")
        if state.item is not None
        else gettext("Take up item %(number)s")
    )
    return ActButton(
        message % {"number": item.label},
        sitting_url("set_item_in_hand", state),
        "item",
        str(item.pk),
    )


def place_choices() -> list[tuple[str, str]]:
    """From where the floor can be asked for."""
    return [(value, str(label)) for value, label in AttendanceMode.choices]
