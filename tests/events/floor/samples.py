"""A sitting with a speaker and people who wait, for the tests of all pages."""

from __future__ import annotations

import datetime
from typing import Any

from majlis.events.floor import actions, queries
from majlis.events.floor.speaking_time import SpeakerGroup
from majlis.events.models import AgendaItem, Meeting, Participant, Sitting, SpeakingTurn
from majlis.kernel.actor import Actor
from tests.events import factories


def plant(
    meeting: Meeting, sitting: Sitting, item: AgendaItem, participant: Participant
) -> dict[str, Any]:
    """An item in hand, somebody who speaks, a point of order and a request of ``participant`` that waits."""
    chair = Actor(user=factories.officer(meeting))
    actions.set_item_in_hand(chair, sitting, item=item)
    actions.open_speakers_list(chair, sitting)
    speaker, observer, other = (
        factories.participant(meeting, listed=True, capacity=capacity)
        for capacity in ("member", "observer", "member")
    )
    speech = actions.ask_for_floor(chair, sitting, participant=speaker)
    actions.give_floor(chair, speech)
    waiting = actions.ask_for_floor(chair, sitting, participant=participant, mode="remote")
    actions.ask_for_floor(chair, sitting, participant=observer)
    actions.ask_for_floor(chair, sitting, participant=other, kind="order")
    return {"speech": speech, "waiting_turn": waiting}


def time_used(item: AgendaItem, now: datetime.datetime) -> dict[SpeakerGroup, datetime.timedelta]:
    """The time that was spoken on an item until now, at all sittings, by whose it was."""
    turns = SpeakingTurn.objects.filter(item=item).select_related("participant")
    return queries.add_up(turns, now)
