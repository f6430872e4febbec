"""A sitting with people at it, for the tests of the floor."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest import mock

from majlis.events.floor import actions, queries
from majlis.events.models import AgendaItem, Meeting, Participant, Sitting, SpeakingTurn
from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.models import User
from tests.events import factories

START = datetime(2027, 2, 24, 9, 0, tzinfo=UTC)


@dataclass
class Hall:
    """An open sitting of an open meeting on an item, its officer, and the clock, which stands until it is moved."""

    meeting: Meeting
    sitting: Sitting
    item: AgendaItem
    officer: User
    now: datetime = START
    people: list[Participant] = field(default_factory=list)

    @property
    def chair(self) -> Actor:
        """The officer as actor."""
        return Actor(user=self.officer)

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)

    def person(self, **values: Any) -> Participant:
        """Somebody who takes part."""
        row = factories.participant(self.meeting, **values)
        self.people.append(row)
        return row

    def ask(self, participant: Participant, kind: str = "speech") -> SpeakingTurn:
        """Somebody asks for the floor; a second passes."""
        turn = actions.ask_for_floor(Actor(user=participant.user), self.sitting, kind=kind)
        self.wait(1)
        return turn

    def speak(self, turn: SpeakingTurn, seconds: float) -> None:
        """Somebody has the floor for a time."""
        actions.give_floor(self.chair, turn)
        self.wait(seconds)
        actions.end_speech(self.chair, turn)

    def order(self) -> list[int]:
        """The keys of the list in its order."""
        state = queries.read_floor(self.meeting, self.sitting, self.now)
        return [each.turn.pk for each in state.waiting]

    def state(self) -> queries.FloorState:
        """What is true."""
        self.sitting.refresh_from_db()
        return queries.read_floor(self.meeting, self.sitting, self.now)


@contextmanager
def hall(**rules: Any) -> Iterator[Hall]:
    """An open sitting whose list of speakers is open, with an item in hand."""
    from majlis.events.models import MeetingRules

    meeting = factories.meeting(state="open")
    if rules:
        MeetingRules.objects.create(body=meeting.body, **rules)
    sitting = factories.sitting(meeting, state="planned")
    made = Hall(meeting, sitting, factories.item(meeting, "Licence"), factories.officer(meeting))
    with mock.patch.object(clock, "now", lambda: made.now):
        actions.open_sitting(made.chair, sitting)
        sitting.refresh_from_db()
        actions.set_item_in_hand(made.chair, sitting, item=made.item)
        actions.open_speakers_list(made.chair, sitting)
        yield made
