"""What participation holds on a person is shown, taken away, erased, and forgotten in time."""

from __future__ import annotations

import datetime
import json

import pytest
from django.contrib.auth.signals import user_logged_in

from majlis.events.lifecycle import CONFIRMED, OPEN, REQUESTED, WITHDRAWN
from majlis.events.models import Participant
from majlis.events.people import actions, queries, tasks
from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.models import AuditEntry
from majlis.kernel.verbs import Act
from majlis.parties.accounts.personal_data_registry import PERSONAL_DATA_KINDS, personal_data_of
from tests.events import factories
from tests.support.parties import SYSTEM, organisation
from tests.support.people import person

pytestmark = pytest.mark.django_db
OWN = {
    "name": "Unmistakable Name",
    "function": "Unmistakable function",
    "access_needs": "Unmistakable needs",
    "gender": "woman",
    "listed": True,
}


def test_everything_is_shown_and_erased_and_the_count_stays() -> None:
    me, meeting = person(), factories.meeting(state=OPEN)
    mine = factories.participant(meeting, me, organisation=organisation(), **OWN)
    sitting = factories.sitting(meeting)
    actions.record_attendance(SYSTEM, sitting, modes={mine.pk: "room"})
    by_address = factories.participant(factories.meeting(), state=REQUESTED, **OWN)
    Participant.objects.filter(pk=by_address.pk).update(user=None, email=me.email)
    other = factories.participant(meeting, name="Another")
    data = personal_data_of(me)["participation"]
    assert [row["meeting"] for row in data] == [
        meeting.record.address,
        by_address.meeting.record.address,
    ]
    assert data[0]["present"] == [sitting.starts.isoformat()] and data[0]["listed"] is True
    text = json.dumps(data)
    assert all(str(value) in text for value in OWN.values() if value is not True)
    assert "Another" not in text
    before = queries.participant_counts(meeting).total
    kind = PERSONAL_DATA_KINDS["participation"]
    assert kind.erase(me, Act(Actor(user=me), "accounts.erase_own_data")) == 2
    text = json.dumps(personal_data_of(me)["participation"])
    assert "Unmistakable" not in text and "woman" not in text and me.email not in text
    mine.refresh_from_db()
    by_address.refresh_from_db()
    assert (mine.state, mine.listed, mine.attendances.count()) == (CONFIRMED, False, 1)
    assert by_address.state == WITHDRAWN
    assert queries.participant_counts(meeting).total == before
    assert mine not in queries.named_participants(meeting, "en")
    other.refresh_from_db()
    assert other.name == "Another"


def test_rows_have_the_same_keys_and_columns_name_them() -> None:
    me = person()
    for _number in range(2):
        factories.participant(factories.meeting(), me)
    kind = PERSONAL_DATA_KINDS["participation"]
    rows = kind.export(me)
    assert len({tuple(row) for row in rows}) == 1
    assert all(set(kind.columns) <= set(row) for row in rows)


def test_access_needs_are_erased_by_a_task_and_nothing_else() -> None:
    last = clock.today() - datetime.timedelta(days=30)
    meeting = factories.meeting(state="closed", first_day=last, last_day=last)
    made = factories.participant(meeting, **OWN)
    recent = factories.participant(
        factories.meeting(first_day=clock.today(), last_day=clock.today()), **OWN
    )
    assert tasks.erase_access_needs_daily.call() == 1
    assert tasks.erase_access_needs_daily.call() == 0
    made.refresh_from_db()
    recent.refresh_from_db()
    assert (made.access_needs, made.gender, made.name) == ("", "woman", "Unmistakable Name")
    assert recent.access_needs == "Unmistakable needs"
    assert AuditEntry.objects.get(verb="events.erase_access_needs").new == {"erased": 1}


def test_a_sign_in_connects_what_was_entered_by_address() -> None:
    meeting, focal = factories.meeting(), person()
    made = actions.register_participant(
        Actor(user=focal),
        meeting,
        capacity="observer",
        mode="room",
        own=False,
        name="Fictional Guest",
        email="Guest@example.org",
        organisation=organisation(focal),
    )
    guest = person()
    guest.email = "guest@example.org"
    guest.save()
    user_logged_in.send(type(guest), user=guest)
    made.refresh_from_db()
    assert (made.user, made.email) == (guest, "")
    assert queries.own_registrations(guest, meeting).get() == made
    assert "Fictional Guest" not in str(list(AuditEntry.objects.values("old", "new")))


def test_who_registered_in_the_meantime_keeps_one_registration() -> None:
    meeting, guest = factories.meeting(), person()
    by_address = factories.participant(meeting)
    Participant.objects.filter(pk=by_address.pk).update(user=None, email=guest.email)
    own = factories.participant(meeting, guest)
    user_logged_in.send(type(guest), user=guest)
    by_address.refresh_from_db()
    assert by_address.user is None
    assert queries.own_registrations(guest, meeting).get() == own
