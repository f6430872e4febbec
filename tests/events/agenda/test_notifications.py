"""Notices of the agenda: changes gathered into one, what happened to an item for its followers."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from majlis.commons.notices.actions import follow_record
from majlis.commons.notices.models import Event, Notice
from majlis.events.agenda import actions, queries, tasks
from majlis.events.models import AgendaItem, Meeting
from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.errors import WrongState
from majlis.kernel.models import AuditEntry
from tests.commons.helpers import client_for
from tests.events import factories
from tests.support.people import person

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("tests")


@pytest.fixture
def meeting() -> Meeting:
    convened = timezone.now() - datetime.timedelta(days=3)
    return factories.meeting(convened_at=convened)


def add(meeting: Meeting, title: str = "An item") -> AgendaItem:
    return actions.add_item(SYSTEM, meeting, words={"title": {"en": title}}, authentic="en")


@contextmanager
def later(**wait: float) -> Iterator[None]:
    """Some time after the changes."""
    moment = timezone.now() + datetime.timedelta(**wait)
    with mock.patch.object(clock, "now", lambda: moment):
        yield


def notify() -> None:
    tasks.notify_agenda_changes.func()


def test_many_changes_are_one_notice_for_participants_and_followers(meeting: Meeting) -> None:
    participant = factories.participant(meeting).user
    waiting = factories.participant(meeting, state="requested").user
    follower = person()
    follow_record(Actor(user=follower), meeting.record)
    for number in range(3):
        item = add(meeting, f"Item {number}")
        actions.change_item(SYSTEM, item, standing=True)
    with later(minutes=29):
        notify()
        assert not Notice.objects.exists()
    with later(minutes=31):
        notify()
        notify()
    assert {notice.user for notice in Notice.objects.all()} == {participant, follower}
    assert waiting is not None and Event.objects.count() == 1
    text = strip_tags(client_for(participant).get("/en/notices/").content.decode())
    assert "Items with changes: 3." in text
    actions.withdraw_item(SYSTEM, item, reason="Postponed.")
    with later(minutes=31):
        notify()
    assert Event.objects.filter(kind="events.notify_agenda_changes").count() == 2


def test_a_notice_does_not_wait_for_ever(meeting: Meeting) -> None:
    add(meeting)
    first = timezone.now()

    def due(now: datetime.datetime) -> list[tuple[Meeting, int]]:
        return queries.unnotified_changes(now, quiet=tasks.QUIET, longest=tasks.LONGEST)

    with mock.patch.object(queries, "changes_since_notice") as changes:
        for last, expected in ((3.9, 0), (4.0, 1)):
            latest = first + datetime.timedelta(hours=last)
            changes.return_value = [(1, first), (2, latest), (2, latest)]
            assert len(due(latest)) == expected
        assert due(latest)[0][1] == 2


@pytest.mark.parametrize("state", ["draft", "reported", "cancelled"])
def test_nobody_is_notified_of_a_draft_or_a_meeting_that_is_over(
    state: str, meeting: Meeting
) -> None:
    add(meeting)
    Meeting.objects.filter(pk=meeting.pk).update(state=state)
    with later(hours=5):
        notify()
    assert not Event.objects.exists()


def test_what_changed_before_the_meeting_was_convened_is_no_news(meeting: Meeting) -> None:
    add(meeting)
    convened = timezone.now() + datetime.timedelta(minutes=1)
    Meeting.objects.filter(pk=meeting.pk).update(convened_at=convened)
    with later(hours=5):
        notify()
    assert not AuditEntry.objects.filter(verb="events.notify_agenda_changes").exists()


def test_a_meeting_that_changed_meanwhile_does_not_stop_the_others(meeting: Meeting) -> None:
    add(meeting)
    with (
        later(hours=5),
        mock.patch.object(actions, "notify_agenda_changes", side_effect=WrongState()),
    ):
        notify()
    assert not Event.objects.exists()


def test_followers_of_an_item_hear_what_came_of_it(meeting: Meeting) -> None:
    item, follower = add(meeting), person()
    follow_record(Actor(user=follower), item.record)
    Meeting.objects.filter(pk=meeting.pk).update(state="open")
    actions.set_item_outcome(SYSTEM, item, outcome="agreed")
    actions.add_material(
        SYSTEM,
        item,
        kind="recording",
        title="Recording",
        language="en",
        presented_by="Secretariat",
        link="https://example.org/",
    )
    text = strip_tags(client_for(follower).get("/en/notices/").content.decode())
    assert "Outcome of An item: agreed." in text
    assert "Material added to the agenda item: An item." in text
    assert Notice.objects.count() == 2


def test_the_history_of_an_item_is_in_words(meeting: Meeting) -> None:
    """Each key has a label; names of people are not shown."""
    sitting = factories.sitting(meeting)
    values: dict[str, Any] = {
        "sitting": sitting,
        "starts": sitting.starts,
        "presenters": "Q. Vance",
    }
    item = add(meeting, "Licence")
    actions.change_item(
        SYSTEM, item, words={"title": {"fr": "Licence type"}}, standing=True, **values
    )
    actions.withdraw_item(SYSTEM, item, reason="Postponed to the autumn.")
    text = client_for().get(f"/en/{item.record.address}/history/").content.decode()
    for words in (
        "Agenda item added",
        "Agenda item withdrawn",
        "On the agenda of each meeting",
        "Sitting that starts at",
        "Number on the agenda",
        "Postponed to the autumn.",
        "Title (French)",
    ):
        assert words in text, words
    assert "Vance" not in text
