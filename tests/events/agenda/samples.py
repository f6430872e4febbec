"""An agenda with all that an item can have, for the tests of all pages."""

from __future__ import annotations

import datetime
import io
from typing import Any

from majlis.events.agenda import actions
from majlis.events.models import Meeting
from majlis.kernel.actor import Actor
from majlis.parties.models import Organisation
from tests.events import factories

SYSTEM = Actor.as_system("tests")


def plant(meeting: Meeting, organisation: Organisation) -> dict[str, Any]:
    """An item with materials, one carried over from an earlier meeting, and one that was withdrawn."""
    previous = factories.meeting(meeting.body, first_day=datetime.date(2026, 2, 24))
    source = factories.item(previous, "A fictional matter", outcome="carried_over")
    carried = actions.copy_agenda(SYSTEM, meeting, previous=previous)[0]
    sitting = factories.sitting(meeting, hour=14)
    item = actions.add_item(
        SYSTEM,
        meeting,
        words={
            "title": {"en": "A fictional discussion", "ar": "مناقشة خيالية"},
            "note": {"en": "The meeting is invited to take note."},
        },
        authentic="en",
        sitting=sitting,
        starts=sitting.starts,
        ends=sitting.ends,
        presenters="A fictional office",
        presenting=[organisation],
        standing=True,
    )
    actions.add_item(
        SYSTEM, meeting, words={"title": {"en": "A part of it"}}, authentic="en", parent=item
    )
    withdrawn = factories.item(meeting, "A fictional matter that is not ready")
    actions.withdraw_item(SYSTEM, withdrawn, reason="Not ready.")
    material = actions.add_material(
        SYSTEM,
        item,
        kind="presentation",
        title="Fictional slides",
        language="en",
        organisation=organisation,
        file=io.BytesIO(b"%PDF-1.7 fictional"),
        file_name="slides.pdf",
    )
    actions.add_material(
        SYSTEM,
        item,
        kind="recording",
        title="A fictional recording",
        language="fr",
        presented_by="A fictional office",
        link="https://example.org/recording",
    )
    statement = actions.add_material(
        SYSTEM,
        item,
        kind="statement",
        title="A fictional statement",
        language="ar",
        organisation=organisation,
        text="كلمات خيالية.",
    )
    actions.withdraw_material(SYSTEM, statement, reason="Wrong text.")
    for each in (item, carried, withdrawn):
        each.refresh_from_db()
    return {
        "previous_meeting": previous,
        "previous_item": source,
        "agenda_item": item,
        "carried_item": carried,
        "withdrawn_item": withdrawn,
        "material": material,
        "withdrawn_material": statement,
    }
