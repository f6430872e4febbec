"""Makes an open sitting in the database of a running site, and prints the keys of the meeting and of its item."""

from __future__ import annotations

import django

django.setup()

from majlis.events.floor import actions
from majlis.kernel.actor import Actor
from tests.events import factories

if __name__ == "__main__":
    meeting = factories.meeting(state="open")
    sitting = factories.sitting(meeting)
    item = factories.item(meeting, "State 0")
    actor = Actor.as_system("tests")
    actions.set_item_in_hand(actor, sitting, item=item)
    actions.open_speakers_list(actor, sitting)
    print(meeting.pk, item.pk)
