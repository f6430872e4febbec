"""What the journey through a meeting begins with: a working group below a council, its last meeting, and what waits in
the register for the meetings of both. All of it is fictional, and made by the ordinary verbs."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import partial

from majlis.documents.models import LateRule
from majlis.documents.numbering import actions as numbering
from majlis.events.agenda import actions as agenda
from majlis.events.meetings import actions as meetings
from majlis.events.models import Capacity, Meeting, Outcome
from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.mandates.deliverables import actions as deliverables
from majlis.mandates.deliverables import steps
from majlis.mandates.entities import actions as entities
from majlis.mandates.models import Entity, EntityKind, Mandate
from majlis.parties.accounts.actions import roles
from majlis.parties.accounts.demonstration import find_person
from majlis.parties.actions import member
from majlis.parties.demonstration import (
    BODIES,
    COUNCIL,
    LIBRARY_OFFICE_HOST,
    ORGANISATIONS,
    WORKING_GROUP,
    demonstration_body,
    organisation_of_host,
)
from majlis.parties.models import Body

SYSTEM = Actor.as_system("tests")
GROUP_SYMBOL = "WG-A&K"
# There the day changes as it does on the site, so that “today” is one day for all.
ZONE, HOST_AREA = "Atlantic/Reykjavik", "352"
NOTICE_DAYS, DEADLINE_DAYS = 10, 14
LAST_MEETING = 8
"""The number of the meeting from which the agenda is copied."""
OPENING = {"ar": "افتتاح الاجتماع", "en": "Opening of the meeting", "fr": "Ouverture de la réunion"}
ROOMS = {"ar": "قاعات القراءة", "en": "Reading rooms", "fr": "Salles de lecture"}
FERRY = {"ar": "عبّارة الكتب", "en": "Ferry of books", "fr": "Bac des livres"}
REPORT_OF_GROUP = {
    "ar": "تقرير فريق العمل",
    "en": "Report of the Working Group",
    "fr": "Rapport du Groupe de travail",
}
"""Titles of items of the agendas: the first two are on each agenda, the third was carried over."""


def make_meeting_world() -> None:
    """Appoint and admit people, set the rules, hold the last meeting of the group, and convene the council."""
    group, council = _body(WORKING_GROUP), _body(COUNCIL)
    chair = find_person("chair")
    assert chair is not None
    roles.appoint_person(SYSTEM, roles.RoleInScope("chair", group.record), chair)
    for host in (ORGANISATIONS[0].host, ORGANISATIONS[1].host, LIBRARY_OFFICE_HOST):
        member.admit_member(SYSTEM, group, organisation=organisation_of_host(host))
    meetings.set_meeting_rules(
        SYSTEM,
        group,
        notice_days=NOTICE_DAYS,
        listed=[Capacity.CHAIR, Capacity.MEMBER, Capacity.SECRETARIAT],
        source="Fictional rules of procedure of the group",
    )
    numbering.set_document_rules(
        SYSTEM,
        group,
        group=GROUP_SYMBOL,
        late_rule=LateRule.MARK,
        deadline_days=DEADLINE_DAYS,
        source="Fictional working methods of the group",
    )
    numbering.set_document_rules(
        SYSTEM, council, group="C", deadline_days=0, source="Fictional rules"
    )
    _register(group)
    _hold_last_meeting(group)
    _convene_council(council)


def _body(slug: str) -> Body:
    body = demonstration_body(slug)
    assert body is not None
    return body


def _register(group: Body) -> None:
    """What the register expects: of the group a draft at its next meeting, of the council that it receives the report."""
    names = {"title": BODIES[WORKING_GROUP][1]}
    entities.load_entity(SYSTEM, WORKING_GROUP, words=names, kind=EntityKind.BODY, body=group)
    year = clock.today().year
    of_group, of_council = (Entity.objects.get(slug=slug) for slug in (WORKING_GROUP, COUNCIL))
    at_group = steps.add_occasion(
        SYSTEM, of_group, year=year, label=f"meeting {LAST_MEETING + 1}", source="fictional"
    )
    at_council = steps.add_occasion(
        SYSTEM, of_council, year=year, label="session 4", source="fictional"
    )
    mandate = Mandate.objects.get(slug=mandate_with_report())
    due = deliverables.add_deliverable(SYSTEM, mandate, kind="report", occasion=at_council)
    due.mandate = mandate
    add = partial(steps.add_step, SYSTEM, due)
    add(entity=of_group, task="agree", occasion=at_group)
    add(entity=of_council, task="receive", occasion=at_council)


def mandate_with_report() -> str:
    """The number of the mandate of which the report of the group is the deliverable."""
    found = Mandate.objects.filter(source__provision__eid="instructs__para_2").order_by("number")
    return str(found.values_list("slug", flat=True)[0])


def _hold_last_meeting(group: Body) -> None:
    """Two months ago: the agenda, of which one item was carried over."""
    first = clock.today() - datetime.timedelta(days=60)
    with clock.shifted_to(clock.start_of_day(first)):
        meeting = _make(group, LAST_MEETING, first)
        opening = _item(meeting, OPENING, standing=True)
        _item(meeting, ROOMS, standing=True)
        ferry = _item(meeting, FERRY)
        meeting = meetings.convene_meeting(SYSTEM, meeting, reason="fictional", language="en")
        meeting = meetings.open_meeting(SYSTEM, meeting)
        agenda.set_item_outcome(SYSTEM, opening, outcome=Outcome.AGREED)
        agenda.set_item_outcome(SYSTEM, ferry, outcome=Outcome.CARRIED_OVER)
        meetings.close_meeting(SYSTEM, meeting)


def _convene_council(council: Body) -> None:
    """The session that will receive the report of the group begins today."""
    meeting = _make(council, 4, clock.today())
    _item(meeting, REPORT_OF_GROUP)
    meetings.convene_meeting(SYSTEM, meeting, reason="fictional", language="en")


def _make(body: Body, number: int, first: datetime.date) -> Meeting:
    return meetings.create_meeting(
        SYSTEM,
        body,
        language="en",
        texts={"place": "Port Lira (fictional)"},
        number=number,
        first_day=first,
        last_day=first,
        zone=ZONE,
        area=HOST_AREA,
        source="fictional",
    )


def _item(
    meeting: Meeting, words: Mapping[str, str], *, standing: bool = False
) -> agenda.AgendaItem:
    return agenda.add_item(
        SYSTEM, meeting, words={"title": words}, authentic="en", standing=standing
    )
