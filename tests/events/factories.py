"""Factories of meetings for tests: rows written directly, fictional, each with what a test needs."""

from __future__ import annotations

import datetime
import itertools
from typing import Any

from django.db import transaction

from majlis.events.agenda.numbering import item_address, next_serial
from majlis.events.core.access import circle_of_officers, create_part_record
from majlis.events.lifecycle import CONFIRMED, CONVENED, DRAFT, OPEN
from majlis.events.models import (
    AgendaItem,
    AttendanceMode,
    Capacity,
    Conclusion,
    Meeting,
    Participant,
    Sitting,
)
from majlis.kernel.actor import Actor
from majlis.kernel.models import User
from majlis.kernel.records import create_record
from majlis.parties.actions import body as body_actions
from majlis.parties.models import Body
from tests.support.people import person

_serial = itertools.count(1)


def body(**values: Any) -> Body:
    """A fictional body; ``values`` as ``load_body`` takes them."""
    number = next(_serial)
    words = {"title": {"en": f"Fictional Working Group {number}", "ar": f"فريق عمل خيالي {number}"}}
    return body_actions.load_body(
        Actor.as_system("tests"),
        f"fictional-group-{number}",
        **{"words": words, "authentic": "en", "abbreviation": f"FWG{number}"} | values,
    )


def officer(of: Body | Meeting) -> User:
    """A person of the secretariat of the body."""
    return person(("secretariat", (of.body if isinstance(of, Meeting) else of).record))


def meeting(of: Body | None = None, *, state: str = CONVENED, **values: Any) -> Meeting:
    """A meeting of a body, in three weeks' time, two days long; public unless it is a draft."""
    of = of or body()
    number = values.pop("number", of.meetings.count() + 1)
    first = values.pop("first_day", datetime.date(2027, 2, 24))
    slug = f"{of.slug}-{number}"
    circle = circle_of_officers(of)
    record = create_record(
        "meeting",
        f"meetings/{slug}",
        {"title": {"en": f"Meeting {number} of a fictional group"}},
        authentic="en",
        access="group" if state == DRAFT else "public",
        circle=circle if state == DRAFT else None,
    )
    return Meeting.objects.create(
        record=record,
        body=of,
        slug=slug,
        number=number,
        state=state,
        first_day=first,
        last_day=values.pop("last_day", first and first + datetime.timedelta(days=1)),
        **{"zone": "Europe/Berlin", "area": "756"} | values,
    )


def sitting(of: Meeting, *, hour: int = 10, day: int = 0, **values: Any) -> Sitting:
    """A sitting of two hours on the n-th day of a meeting, at an hour of UTC."""
    assert of.first_day is not None
    starts = datetime.datetime.combine(
        of.first_day + datetime.timedelta(days=day), datetime.time(hour), datetime.UTC
    )
    return Sitting.objects.create(
        meeting=of,
        starts=starts,
        ends=starts + datetime.timedelta(hours=2),
        **{"state": OPEN if of.state == OPEN else "planned"} | values,
    )


def item(
    of: Meeting, title: str = "Opening", *, parent: AgendaItem | None = None, **values: Any
) -> AgendaItem:
    """An item at the end of the agenda, or at the end of the items under ``parent``."""
    position = of.items.filter(parent=parent).count() + 1
    label = f"{parent.label}.{position}" if parent else str(position)
    with transaction.atomic():
        serial = next_serial(of)
    record = create_part_record(
        of,
        "agenda_item",
        item_address(of, serial),
        {"title": {"en": title}},
        authentic="en",
    )
    return AgendaItem.objects.create(
        record=record, meeting=of, parent=parent, position=position, label=label, **values
    )


def participant(of: Meeting, user: User | None = None, **values: Any) -> Participant:
    """A confirmed participant; with an account of their own unless ``user`` is given."""
    user = user or person()
    return Participant.objects.create(
        meeting=of,
        user=user,
        **{
            "name": user.name,
            "capacity": Capacity.MEMBER,
            "mode": AttendanceMode.ROOM,
            "state": CONFIRMED,
        }
        | values,
    )


def conclusion(of: AgendaItem, **values: Any) -> Conclusion:
    """A conclusion under an item, not written yet."""
    number = Conclusion.objects.filter(item__meeting=of.meeting).count() + 1
    record = create_part_record(
        of.meeting,
        "conclusion",
        f"{of.meeting.record.address}/conclusions/{number}",
        {"title": {"en": f"Fictional meeting, conclusion {number}"}},
        authentic="en",
    )
    return Conclusion.objects.create(
        record=record, item=of, number=number, **{"language": "en"} | values
    )
