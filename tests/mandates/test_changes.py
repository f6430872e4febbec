"""What changed in a month, and what followers read of it in their digest: one line each, of what they may see."""

from __future__ import annotations

import csv
import datetime
import io
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from majlis.commons.notices import actions as notices
from majlis.commons.notices import delivery, events
from majlis.commons.notices.models import Event, Mailing, Notice, Preference
from majlis.kernel.actor import Actor
from majlis.kernel.models import Access
from majlis.kernel.records import circle
from majlis.mandates import actions, tasks_archive, telling_archive
from majlis.mandates.models import Asking, Ending, Mandate
from majlis.mandates.settling import settle
from tests.mandates import made
from tests.support.people import person

pytestmark = pytest.mark.django_db


def at(it: Mandate, day: datetime.datetime, **values: Any) -> Mandate:
    Asking.objects.filter(mandate=it).update(accepted_at=day, **values)
    return it


def moment(year: int, month: int, day: int = 15) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime(year, month, day))


def take_in(version: Any, number: int = 3) -> Mandate:
    given = actions.Given("en", "requests", "Requests", "to report", named={"asked": ["Keeper"]})
    return actions.take_in(
        Actor(user=person("secretariat")), made.operative(version, number), given=given
    )


def test_a_month_has_what_came_in_and_ended_and_was_answered_by_text(
    django_assert_max_num_queries: Any,
) -> None:
    version = made.text()
    new = at(made.mandate(version), moment(2026, 3))
    at(made.mandate(version, number=3), moment(2026, 3), change="kept")
    changed = at(made.mandate(number=1), moment(2026, 3, 31), change="changed")
    ended = at(made.mandate(), moment(2026, 2))
    Ending.objects.create(
        mandate=ended, kind="lapse", language="en", text="Over.", made_at=moment(2026, 3, 2)
    )
    Event.objects.create(
        kind="mandates.say_state", record=ended.record, is_public=True, at=moment(2026, 3, 4)
    )
    with django_assert_max_num_queries(12):
        page = Client().get("/en/mandates/changes/?month=2026-03")
    shelves = page.context["shelves"]
    rows = [(str(row[0].url), row[1]) for _symbol, table in shelves for row in table.rows]
    assert rows == [
        (new.get_absolute_url(), "new"),
        (changed.get_absolute_url(), "changed"),
        (ended.get_absolute_url(), "lapsed"),
        (ended.get_absolute_url(), "its state was said"),
    ]
    assert "?month=2026-02" in page.content.decode()
    answer: Any = Client().get("/en/mandates/changes/?month=2026-03&download=csv")
    lines = csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")))
    assert len(list(lines)) == 1 + len(rows)
    for odd in ("?month=2026-13", "?month=9999-01", "?month=0001-01", "?month=x", "?page=9"):
        assert Client().get(f"/ar/mandates/changes/{odd}").status_code == 200, odd


def test_changes_of_closed_mandates_are_in_no_page_or_feed() -> None:
    owner, version = person(), made.text()
    it, other = made.mandate(version), made.mandate()
    alone = circle("tests:changes", {"user": owner})
    version.record.access, version.record.circle = Access.PRIVATE, alone
    version.record.save()
    settle([it.pk])
    Ending.objects.create(mandate=it, kind="pause", language="en", text="Waits.")
    for page in ("changes/", "changes.atom"):
        text = Client().get(f"/en/mandates/{page}").content.decode()
        assert it.slug not in text
        assert other.slug in text


@pytest.mark.parametrize("followed", ["actor", "text", "lead", "kind", "mandate"])
def test_who_follows_it_or_what_stands_near_it_gets_one_line_in_the_next_digest(
    followed: str,
) -> None:
    reader, lead = person(language="en"), made.actor("Warden")
    version = made.text()
    it = made.mandate(version, lead=lead, number=2)
    me = Actor(user=reader)
    if followed == "kind":
        notices.follow_kind(me, "mandate")
    else:
        near = {
            "actor": made.actor("Keeper"),
            "text": version.instrument,
            "lead": lead,
            "mandate": it,
        }
        notices.follow(me, near[followed].record)
    Mandate.objects.filter(pk=it.pk).update(due=timezone.localdate() + datetime.timedelta(days=9))
    assert tasks_archive.tell_due_soon_daily.call() == 1
    assert tasks_archive.tell_due_soon_daily.call() == 0  # once for each date
    assert Notice.objects.filter(user=reader).count() == 1
    wish = Preference.objects.get(user=reader)
    system, later = Actor.as_system("test"), timezone.now() + datetime.timedelta(days=2)
    delivery.gather(system, wish)
    mailing = delivery.gather(system, wish, now=later)
    assert isinstance(mailing, Mailing)
    delivery.send(system, mailing)
    (letter,) = mail.outbox
    assert it.slug in letter.body
    assert "Due on" in letter.body
    assert "Requests the Keeper to report on the tide" in letter.body


def test_what_comes_into_the_register_is_told_and_stands_in_the_feeds() -> None:
    reader, version = person(), made.text()
    notices.follow(Actor(user=reader), made.actor("Keeper").record)
    it = take_in(version)
    notice = Notice.objects.get(user=reader)
    assert notice.event.record == it.record
    text = Client().get("/ar/feeds/all.atom").content.decode()
    assert it.slug in text


def test_followers_of_an_actor_hear_nothing_of_what_they_may_not_see() -> None:
    reader, owner, version = person(), person(), made.text()
    alone = circle("tests:told", {"user": owner})
    for record in (version.record, version.instrument.record):
        record.access, record.circle = Access.PRIVATE, alone
        record.save()
    for each in (reader, owner):
        notices.follow(Actor(user=each), made.actor("Keeper").record)
    take_in(version)
    assert [each.user for each in Notice.objects.all()] == [owner]


def test_a_verb_that_another_file_tells_of_keeps_its_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = events.EventKind("mandates.pause", "Another sentence: {record}")
    monkeypatch.setitem(events.KINDS, "mandates.pause", other)
    telling_archive.tell()
    assert events.KINDS["mandates.pause"] is other


def test_the_feed_has_the_latest_changes_in_the_language_of_its_address() -> None:
    it = made.mandate()
    Ending.objects.create(mandate=it, kind="complete", language="en", text="Done.")
    text = Client().get("/en/mandates/changes.atom").content.decode()
    assert text.count("<entry>") == 2
    assert text.index("completed") < text.index("new</title>")
    assert "this register binds nobody" in text
    with_link = Client().get("/en/mandates/").content.decode()
    assert 'href="/en/mandates/changes/"' in with_link
    assert 'href="/en/mandates/archive/"' in with_link
