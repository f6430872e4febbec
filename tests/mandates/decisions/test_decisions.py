"""The decision of a body on a document: recorded once, at the item, the texts and the deliverables."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from majlis.documents.models import Consideration
from majlis.instruments.lifecycle import IN_FORCE, NOT_ADOPTED, PROPOSED
from majlis.instruments.models import Version
from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.models import AuditEntry, User
from majlis.mandates.core.status import refresh_status
from majlis.mandates.decisions import actions, queries
from majlis.mandates.models import Deliverable, Mandate, Occasion
from majlis.mandates.models.choices import LegalStatus, Progress
from tests.commons.helpers import client_for
from tests.documents import factories as documents
from tests.events import factories as events
from tests.mandates import factories
from tests.support.forms import submit
from tests.support.people import person
from tests.support.permissions import check_permissions

pytestmark = pytest.mark.django_db
DAY = clock.today()


class World:
    """A council that meets, a report that submits a revised text, and a deliverable that waits for it."""

    def __init__(self) -> None:
        self.officer = person("secretariat")
        self.actor = Actor(user=self.officer)
        self.meeting = events.meeting(state="open", first_day=DAY)
        self.item = events.item(self.meeting, "Reports")
        self.report = documents.document(
            self.meeting, title="Report of the group", category="report"
        )
        self.consideration = Consideration.objects.create(document=self.report, item=self.item)
        self.former = factories.text()
        self.mandate = factories.mandate(self.former)
        self.revised = factories.text(PROPOSED, of=self.former)
        factories.mandate(self.revised, of=self.mandate)
        refresh_status([self.mandate.pk])
        self.report.transmitted_texts.create(version=self.revised)
        council = factories.entity("Council of the meeting", body=self.meeting.body)
        occasion = Occasion.objects.create(entity=council, year=DAY.year, meeting=self.meeting)
        self.deliverable = Deliverable.objects.create(
            mandate=self.mandate, ordinal=1, occasion=occasion
        )
        self.step = self.deliverable.steps.create(entity=council, task="receive", occasion=occasion)

    def decide(self, user: User | None = None, **changes: Any) -> Consideration:
        values: dict[str, Any] = {
            "outcome": "agreed",
            "date": DAY,
            "kinds": {self.revised.pk: "adopts"},
            "in_force": [self.revised.pk],
            "answered": [self.deliverable.pk],
        }
        actor = Actor(user=user) if user else self.actor
        return actions.record_decision(actor, self.consideration, **values | changes)


@pytest.fixture
def world() -> World:
    return World()


def test_a_decision_closes_the_loop_in_one_step(world: World) -> None:
    world.decide()
    world.consideration.refresh_from_db()
    assert world.consideration.outcome == "agreed"
    revised = Version.objects.get(pk=world.revised.pk)
    former = Version.objects.get(pk=world.former.pk)
    assert (revised.state, former.state) == (IN_FORCE, "superseded")
    (deciding,) = revised.acts.all()
    assert (deciding.record, deciding.body, deciding.date) == (
        world.meeting.record,
        world.meeting.body,
        DAY.isoformat(),
    )
    mandate = Mandate.objects.get(pk=world.mandate.pk)
    assert mandate.legal_status == LegalStatus.IN_FORCE
    assert mandate.source is not None and mandate.source.version == revised
    deliverable = Deliverable.objects.get(pk=world.deliverable.pk)
    assert deliverable.state == Progress.REPORTED_DONE
    assert deliverable.submissions.get().record == world.report.record
    world.step.refresh_from_db()
    assert (world.step.done_on, world.step.record) == (DAY.isoformat(), world.report.record)
    assert AuditEntry.objects.filter(verb="mandates.record_decision").count() == 1


def test_the_item_has_the_outcome_of_its_last_document(world: World) -> None:
    other = Consideration.objects.create(
        document=documents.document(world.meeting), item=world.item
    )
    world.decide()
    world.item.refresh_from_db()
    assert world.item.outcome == ""
    actions.record_decision(world.actor, other, outcome="noted", date=DAY, kinds={})
    world.item.refresh_from_db()
    assert world.item.outcome == "noted"


def test_an_item_with_one_document_has_its_outcome(world: World) -> None:
    world.decide()
    world.item.refresh_from_db()
    assert world.item.outcome == "agreed"


def test_a_decision_is_recorded_once(world: World) -> None:
    world.decide()
    with pytest.raises(WrongState):
        world.decide()
    assert world.revised.acts.count() == 1


def test_a_text_that_is_not_adopted_stays_readable_and_the_former_one_in_force(
    world: World,
) -> None:
    world.decide(outcome="not_agreed", kinds={world.revised.pk: "declines"}, in_force=[])
    assert Version.objects.get(pk=world.revised.pk).state == NOT_ADOPTED
    assert Version.objects.get(pk=world.former.pk).state == IN_FORCE


def test_without_a_decision_on_the_text_it_stays_proposed(world: World) -> None:
    world.decide(outcome="noted", kinds={world.revised.pk: ""}, in_force=[], answered=[])
    assert Version.objects.get(pk=world.revised.pk).state == PROPOSED
    assert not world.revised.acts.exists()
    assert Deliverable.objects.get(pk=world.deliverable.pk).state == Progress.NO_INFORMATION


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"outcome": ""}, "outcome"),
        ({"outcome": "carried"}, "outcome"),
        ({"date": DAY - datetime.timedelta(days=9)}, "date"),
        ({"date": DAY + datetime.timedelta(days=1)}, "date"),
        ({"manner": "shouting"}, "manner"),
        ({"in_favour": 3}, "manner"),
        ({"kinds": {1: "adopts"}}, ""),
        ({"answered": [0]}, "answered"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_changed(
    world: World, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        world.decide(**changes)
    assert field in refused.value.faults
    world.consideration.refresh_from_db()
    assert world.consideration.outcome == ""
    assert Version.objects.get(pk=world.revised.pk).state == PROPOSED


def test_a_meeting_that_has_not_begun_decides_nothing(world: World) -> None:
    type(world.meeting).objects.filter(pk=world.meeting.pk).update(state="convened")
    world.consideration = queries.consideration_or_404(world.officer, world.consideration.pk)
    with pytest.raises(WrongState):
        world.decide()


def test_who_may_record_a_decision(world: World) -> None:
    check_permissions(
        "mandates.record_decision",
        world.consideration,
        granted={"secretariat": world.officer},
        refused={
            "nobody": None,
            "chair of the body": person(("chair", world.meeting.body.record)),
            "somebody": person(),
            "inactive": person("secretariat", is_active=False),
        },
        do=lambda actor: (
            world.decide(actor.user)
            if actor.user
            else actions.record_decision(
                actor, world.consideration, outcome="noted", date=DAY, kinds={}
            )
        ),
    )


def test_the_page_of_the_report_leads_to_the_decision_until_it_is_recorded(world: World) -> None:
    client = client_for(world.officer)
    address = f"/en/decisions/{world.consideration.pk}/record/"
    report = f"/en/documents/{world.report.slug}/"
    assert address in client.get(report).content.decode()
    assert address not in client_for(person()).get(report).content.decode()
    world.decide()
    assert address not in client.get(report).content.decode()


def test_the_page_offers_texts_and_deliverables(world: World) -> None:
    client = client_for(world.officer)
    address = f"/en/decisions/{world.consideration.pk}/record/"
    page = client.get(address).content.decode()
    assert "Deliverables that the document answers" in page and world.mandate.slug in page
    refused = submit(
        client,
        address,
        {
            "outcome": "agreed",
            f"kind_{world.revised.pk}": "notes",
            f"in_force_{world.revised.pk}": "on",
        },
    )
    assert refused.status_code == 422
    done = submit(
        client,
        address,
        {
            "date_day": DAY.day,
            "date_month": DAY.month,
            "date_year": DAY.year,
            "outcome": "agreed",
            f"kind_{world.revised.pk}": "adopts",
            f"in_force_{world.revised.pk}": "on",
            "answered": [str(world.deliverable.pk)],
        },
    )
    assert done.status_code == 302
    assert Version.objects.get(pk=world.revised.pk).state == IN_FORCE
