"""Verbs of the floor: sittings, what is in hand, the list of speakers and the clock.

Each act locks the floor of its sitting first, so that acts of several people happen one after the other.
"""

from __future__ import annotations

import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from majlis.events.floor import queries
from majlis.events.floor.names import speaker_name
from majlis.events.floor.speaking_time import allotted_seconds, is_running, time_spoken
from majlis.events.lifecycle import CONFIRMED, OPEN, SITTING, SUSPENDED
from majlis.events.models import (
    AgendaItem,
    AttendanceMode,
    Floor,
    Meeting,
    Participant,
    Sitting,
    SpeakingTurn,
    TurnKind,
    TurnState,
)
from majlis.events.rules import is_officer
from majlis.kernel import clock
from majlis.kernel.errors import InvalidInput, Refused, StrOrPromise, WrongState
from majlis.kernel.json_types import JSON
from majlis.kernel.models import Record
from majlis.kernel.verbs import Act, verb
from majlis.parties.models import ParticipationForm

MAX_DOCUMENT_WORDS = 200
NOT_OPEN = _("The sitting is not open.")


# Sittings.


@verb("events.open_sitting")
def open_sitting(act: Act, sitting: Sitting) -> Sitting:
    """Open a sitting that was planned or suspended.

    Raises WrongState unless the meeting is open, and while another of its sittings goes on.
    """
    _require_open_meeting(sitting)
    return _move_sitting(act, sitting, opened=True)


@verb("events.reopen_sitting")
def reopen_sitting(act: Act, sitting: Sitting) -> Sitting:
    """Reopen a sitting that was closed. Raises WrongState as ``open_sitting``."""
    _require_open_meeting(sitting)
    return _move_sitting(act, sitting, opened=True)


@verb("events.suspend_sitting")
def suspend_sitting(act: Act, sitting: Sitting) -> Sitting:
    """Suspend a sitting; the clock of the speaker stops. Raises WrongState."""
    return _move_sitting(act, sitting, opened=False)


@verb("events.close_sitting")
def close_sitting(act: Act, sitting: Sitting) -> Sitting:
    """Close a sitting: the speech ends, and so does the list; who waits stays on it for the next sitting.

    Raises WrongState.
    """
    return _move_sitting(act, sitting, opened=False)


def _require_open_meeting(sitting: Sitting) -> None:
    """Lock the meeting, and require that it is open and that none of its other sittings goes on."""
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=sitting.meeting_id)
    if meeting.state != OPEN:
        raise WrongState(_("The meeting is not open."), _("Open the meeting first."))
    if meeting.sittings.filter(state__in=(OPEN, SUSPENDED)).exclude(pk=sitting.pk).exists():
        raise WrongState(
            _("Another sitting of this meeting is open or suspended."),
            _("Close that sitting first."),
        )


def _move_sitting(act: Act, sitting: Sitting, *, opened: bool) -> Sitting:
    Floor.objects.get_or_create(sitting=sitting)
    floor = _lock_floor(sitting)
    sitting = floor.sitting
    change = SITTING.move(sitting, act.verb)
    now = clock.now()
    if opened:
        sitting.opened_at = sitting.opened_at or now
        sitting.closed_at = None
    speaking = _speaking(sitting)
    if speaking is not None and not opened:
        _stop_clock(speaking, now)
    if act.verb == "events.close_sitting":
        sitting.closed_at = now
        floor.list_open = False
        if speaking is not None:
            speaking.state, speaking.ended_at = TurnState.DONE, now
    sitting.save(update_fields=["opened_at", "closed_at"])
    if speaking is not None:
        speaking.save(update_fields=["state", "used", "began_at", "ended_at"])
    _save_floor(floor, "list_open")
    starts: dict[str, JSON] = {"sitting": sitting.starts.isoformat()}
    act.note(
        sitting,
        old=change["old"],
        new=change["new"] | starts,
        record=sitting.meeting.record,
    )
    return sitting


# What is in hand.


@verb("events.set_item_in_hand")
def set_item_in_hand(act: Act, sitting: Sitting, *, item: AgendaItem | None) -> Floor:
    """Take up an item of the agenda, or none; the document of the item before is put away.

    Who waited for the floor on the item at a sitting that is closed goes on waiting here. Raises
    InvalidInput for an item of another meeting or one that is withdrawn, and WrongState unless the sitting is open, or
    while somebody has the floor.
    """
    floor = _open_floor(sitting)
    if item is not None and (item.meeting_id != sitting.meeting_id or item.withdrawn_at):
        raise InvalidInput({"item": _("This item is not on the agenda. Select another item.")})
    old = floor.item
    if old == item:
        act.unchanged()
        return floor
    _require_nobody_speaks(sitting, _("End the speech before you take up another item."))
    floor.item, floor.item_since = item, clock.now() if item is not None else None
    floor.document, floor.document_words = None, ""
    _save_floor(floor, "item", "item_since", "document", "document_words")
    carried = 0
    if item is not None:
        keys = list(queries.carried_requests(item, sitting).values_list("pk", flat=True))
        carried = SpeakingTurn.objects.filter(pk__in=keys).update(sitting=sitting)
    new: dict[str, JSON] = {"item": _item_address(item)}
    act.note(
        floor,
        old={"item": _item_address(old)},
        new=new | ({"carried": carried} if carried else {}),
        record=sitting.meeting.record,
    )
    return floor


@verb("events.set_document_in_hand")
def set_document_in_hand(
    act: Act, sitting: Sitting, *, document: Record | None, words: str = ""
) -> Floor:
    """Take up a document of the item in hand, or none; ``words`` name the place in it.

    Raises InvalidInput by field, and WrongState unless the sitting is open.
    """
    words = " ".join(words.split())
    if len(words) > MAX_DOCUMENT_WORDS:
        raise InvalidInput({"words": _("The place in the document has at most 200 characters.")})
    if document is not None and not document.is_visible_to(act.actor.person):
        raise InvalidInput({"document": _("This document is not here. Select another document.")})
    floor = _open_floor(sitting)
    words = words if document is not None else ""
    if (floor.document, floor.document_words) == (document, words):
        act.unchanged()
        return floor
    old = _document_values(floor)
    floor.document, floor.document_words = document, words
    _save_floor(floor, "document", "document_words")
    act.note(floor, old=old, new=_document_values(floor), record=sitting.meeting.record)
    return floor


def _document_values(floor: Floor) -> dict[str, JSON]:
    return {
        "document": floor.document.address if floor.document is not None else "",
        "document_words": floor.document_words,
    }


def _item_address(item: AgendaItem | None) -> str:
    return item.record.address if item is not None else ""


# The list of speakers.


@verb("events.open_speakers_list")
def open_speakers_list(act: Act, sitting: Sitting) -> Floor:
    """Open the list of speakers. Raises WrongState unless the sitting is open."""
    return _set_list(act, sitting, True)


@verb("events.close_speakers_list")
def close_speakers_list(act: Act, sitting: Sitting) -> Floor:
    """Close the list of speakers: who is on it is heard, and points of order too. Raises WrongState."""
    return _set_list(act, sitting, False)


def _set_list(act: Act, sitting: Sitting, is_open: bool) -> Floor:
    floor = _open_floor(sitting)
    if floor.list_open == is_open:
        act.unchanged()
        return floor
    floor.list_open = is_open
    _save_floor(floor, "list_open")
    act.note(
        floor,
        old={"list_open": not is_open},
        new={"list_open": is_open},
        record=sitting.meeting.record,
    )
    return floor


@verb("events.ask_for_floor")
def ask_for_floor(
    act: Act,
    sitting: Sitting,
    *,
    kind: str = TurnKind.SPEECH,
    mode: str = "",
    participant: Participant | None = None,
) -> SpeakingTurn:
    """Ask for the floor, for a speech on the item in hand or a point of order.

    ``mode``: from where; by default as registered. ``participant``: for whom an officer asks, such as for
    somebody in the room. Raises Refused if somebody else does, InvalidInput for who does not take part, and
    WrongState unless the sitting and, for a speech, the list are open, or for who waits already.
    """
    participant = _participant(act, sitting, participant)
    if kind not in TurnKind.values or (mode and mode not in AttendanceMode.values):
        raise InvalidInput({"kind": _("Select what the floor is asked for.")})
    floor = _open_floor(sitting)
    is_speech = kind == TurnKind.SPEECH
    if is_speech and not floor.list_open:
        raise WrongState(
            _("The list of speakers is closed."),
            _("Ask the chair to open it. Points of order are always possible."),
        )
    waiting = SpeakingTurn.objects.filter(
        sitting=sitting,
        participant=participant,
        kind=kind,
        state=TurnState.WAITING,
        interrupted_at=None,
    )
    if (waiting.filter(item=floor.item) if is_speech else waiting).exists():
        raise _on_the_list()
    spoken = SpeakingTurn.objects.filter(
        item=floor.item, kind=TurnKind.SPEECH, participant=participant
    ).exclude(state=TurnState.WITHDRAWN)
    try:
        with transaction.atomic():
            turn = SpeakingTurn.objects.create(
                sitting=sitting,
                item=floor.item,
                participant=participant,
                kind=kind,
                mode=mode or participant.mode,
                ordinal=spoken.count() + 1 if is_speech else 1,
                asked_at=clock.now(),
            )
    except IntegrityError:
        raise _on_the_list() from None
    _save_floor(floor)
    _note_turn(act, turn, {}, {"kind": turn.kind, "mode": turn.mode})
    return turn


def _participant(act: Act, sitting: Sitting, participant: Participant | None) -> Participant:
    """For whom the floor is asked: the actor, or whom an officer names."""
    own = queries.own_participation(sitting.meeting, act.actor.person)
    if participant is None or participant == own:
        if own is None and is_officer.test(act.actor.person, sitting):
            raise InvalidInput({"participant": _("Select who asks for the floor.")})
        if own is None:
            raise Refused
        return own
    if not is_officer.test(act.actor.person, sitting):
        raise Refused
    if participant.meeting_id != sitting.meeting_id or participant.state != CONFIRMED:
        raise InvalidInput(
            {"participant": _("This person is no confirmed participant. Select another person.")}
        )
    return participant


def _on_the_list() -> WrongState:
    return WrongState(
        _("This request is on the list already."), _("Wait until the chair gives the floor.")
    )


@verb("events.withdraw_floor_request")
def withdraw_floor_request(act: Act, turn: SpeakingTurn) -> SpeakingTurn:
    """Withdraw a request that waits. Raises WrongState once the floor was given."""
    floor, turn = _lock_turn(turn)
    if turn.state != TurnState.WAITING:
        raise WrongState
    # What was spoken before an interruption was spoken.
    turn.state = TurnState.DONE if turn.used else TurnState.WITHDRAWN
    turn.ended_at = clock.now() if turn.used else None
    turn.interrupted_at = None
    turn.save(update_fields=["state", "ended_at", "interrupted_at"])
    _save_floor(floor)
    _note_turn(act, turn, {"state": TurnState.WAITING}, {"state": turn.state})
    return turn


# The floor and the clock.


@verb("events.give_floor")
def give_floor(act: Act, turn: SpeakingTurn) -> SpeakingTurn:
    """Give the floor to who waits for it, or once more to who has spoken; the clock starts.

    A point of order interrupts a speech, which goes on after it. The history keeps the place on the list
    from which the floor was given. Raises WrongState unless the sitting is open, for a request on another item,
    and while somebody else has the floor.
    """
    floor, turn = _lock_turn(turn)
    _require_open(floor)
    before = turn.state
    if before not in (TurnState.WAITING, TurnState.DONE):
        raise WrongState
    if turn.kind == TurnKind.SPEECH and turn.item_id != floor.item_id:
        raise WrongState(
            _("The floor was asked for on another item."), _("Take up that item first.")
        )
    now = clock.now()
    speaking = _speaking(floor.sitting)
    if speaking is not None:
        if turn.kind != TurnKind.ORDER or speaking.kind == TurnKind.ORDER:
            raise _has_the_floor(speaking, _("End the speech before you give the floor again."))
        _interrupt(speaking, now)
    state = queries.read_floor(floor.sitting.meeting, floor.sitting, now, times=False)
    places = [each.turn.pk for each in state.waiting]
    placed = next((each for each in state.waiting if each.turn.pk == turn.pk), None)
    if placed is not None:
        turn.ordinal = max(placed.ordinal, 1)
    turn.state, turn.item, turn.sitting = TurnState.SPEAKING, floor.item, floor.sitting
    turn.allotted = allotted_seconds(turn.participant.capacity, state.rules)
    turn.began_at, turn.ended_at, turn.interrupted_at = now, None, None
    try:
        with transaction.atomic():
            turn.save()
    except IntegrityError:
        raise WrongState from None
    _save_floor(floor)
    new: dict[str, JSON] = {"state": turn.state, "kind": turn.kind}
    if placed is not None:
        new["place"] = places.index(turn.pk) + 1
    _note_turn(act, turn, {"state": before}, new)
    return turn


@verb("events.pause_speech")
def pause_speech(act: Act, turn: SpeakingTurn) -> SpeakingTurn:
    """Stop the clock of a speaker. Raises WrongState unless it runs."""
    floor, turn = _lock_turn(turn)
    if not is_running(turn):
        raise WrongState
    _stop_clock(turn, clock.now())
    return _save_clock(act, floor, turn)


@verb("events.resume_speech")
def resume_speech(act: Act, turn: SpeakingTurn) -> SpeakingTurn:
    """Start the clock of a speaker again. Raises WrongState if it runs, and unless the sitting is open."""
    floor, turn = _lock_turn(turn)
    _require_open(floor)
    if turn.state != TurnState.SPEAKING or is_running(turn):
        raise WrongState
    turn.began_at = clock.now()
    return _save_clock(act, floor, turn)


def _save_clock(act: Act, floor: Floor, turn: SpeakingTurn) -> SpeakingTurn:
    turn.save(update_fields=["used", "began_at"])
    _save_floor(floor)
    running = is_running(turn)
    _note_turn(act, turn, {"running": not running}, {"running": running, "seconds": _seconds(turn)})
    return turn


@verb("events.end_speech")
def end_speech(act: Act, turn: SpeakingTurn) -> SpeakingTurn:
    """End a speech. Raises WrongState unless it goes on."""
    floor, turn = _lock_turn(turn)
    if turn.state != TurnState.SPEAKING:
        raise WrongState
    now = clock.now()
    _stop_clock(turn, now)
    turn.state, turn.ended_at = TurnState.DONE, now
    turn.save(update_fields=["state", "used", "began_at", "ended_at"])
    _save_floor(floor)
    new: dict[str, JSON] = {"state": turn.state, "seconds": _seconds(turn)}
    _note_turn(act, turn, {"state": TurnState.SPEAKING}, new)
    return turn


@verb("events.return_to_list")
def return_to_list(act: Act, turn: SpeakingTurn) -> SpeakingTurn:
    """Put a speaker, or who was taken off the list, back in their place on it; the time that was spoken stays counted.

    Raises WrongState for who waits already.
    """
    floor, turn = _lock_turn(turn)
    before = turn.state
    if before not in (TurnState.SPEAKING, TurnState.WITHDRAWN):
        raise WrongState
    _stop_clock(turn, clock.now())
    turn.state = TurnState.WAITING
    try:
        with transaction.atomic():
            turn.save(update_fields=["state", "used", "began_at"])
    except IntegrityError:
        raise _on_the_list() from None
    _save_floor(floor)
    _note_turn(act, turn, {"state": before}, {"state": turn.state})
    return turn


# What the verbs share.


def _lock_floor(sitting: Sitting) -> Floor:
    """The floor of a sitting, locked, with the sitting as it is now."""
    floor = Floor.objects.select_for_update(of=("self",)).get(sitting=sitting)
    current = Sitting.objects.select_related("meeting__record", "meeting__body__record")
    floor.sitting = current.get(pk=sitting.pk)
    return floor


def _open_floor(sitting: Sitting) -> Floor:
    """The floor of an open sitting, locked. Raises WrongState for another sitting."""
    if not Sitting.objects.filter(pk=sitting.pk, state=OPEN).exists():
        raise WrongState(NOT_OPEN, _("Open the sitting first."))
    Floor.objects.get_or_create(sitting=sitting)
    floor = _lock_floor(sitting)
    _require_open(floor)
    return floor


def _require_open(floor: Floor) -> None:
    if floor.sitting.state != OPEN:
        raise WrongState(NOT_OPEN, _("Open the sitting first."))


def _lock_turn(turn: SpeakingTurn) -> tuple[Floor, SpeakingTurn]:
    """The floor of a turn, locked, and the turn as it is now."""
    floor = _lock_floor(turn.sitting)
    rows = SpeakingTurn.objects.select_related("participant__organisation__record")
    row = rows.get(pk=turn.pk)
    if row.sitting_id != floor.pk:  # carried over to a later sitting meanwhile
        return _lock_turn(row)
    row.sitting = floor.sitting
    return floor, row


def _save_floor(floor: Floor, *fields: str) -> None:
    """Save the fields of a floor, and when the last act was done."""
    floor.changed_at = clock.now()
    floor.save(update_fields=[*fields, "changed_at"])


def _speaking(sitting: Sitting) -> SpeakingTurn | None:
    rows = SpeakingTurn.objects.select_related("participant__organisation__record")
    return rows.filter(sitting=sitting, state=TurnState.SPEAKING).first()


def _require_nobody_speaks(sitting: Sitting, mend: StrOrPromise) -> None:
    speaking = _speaking(sitting)
    if speaking is not None:
        raise _has_the_floor(speaking, mend)


def _has_the_floor(turn: SpeakingTurn, mend: StrOrPromise) -> WrongState:
    rules = queries.rules_of(turn.sitting.meeting)
    name = speaker_name(turn.participant, rules).text
    return WrongState(gettext("%(speaker)s has the floor.") % {"speaker": name}, mend)


def _stop_clock(turn: SpeakingTurn, now: datetime.datetime) -> None:
    turn.used, turn.began_at = time_spoken(turn, now), None


def _interrupt(speaking: SpeakingTurn, now: datetime.datetime) -> None:
    """Put the speaker on the list while a point of order is heard."""
    _stop_clock(speaking, now)
    speaking.state, speaking.interrupted_at = TurnState.WAITING, now
    speaking.save(update_fields=["state", "used", "began_at", "interrupted_at"])


def _seconds(turn: SpeakingTurn) -> int:
    return round(turn.used.total_seconds())


def _note_turn(act: Act, turn: SpeakingTurn, old: dict[str, JSON], new: dict[str, JSON]) -> None:
    """Write the audit entry of a turn: the organization is named, a person never is."""
    organisation = turn.participant.organisation
    if organisation is not None and organisation.form == ParticipationForm.ORGANISATION:
        new = new | {"speaker": organisation.record.address}
    if turn.item is not None:
        new = new | {"item": turn.item.record.address}
    act.note(turn, old=old, new=new, record=turn.sitting.meeting.record)
