"""What changed in a month, and what followers read of it in their digest: one line each, of what they may see."""

from __future__ import annotations

import csv
import datetime
import io
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone, translation

from majlis.commons.notices import actions as notices
from majlis.commons.notices import delivery, events
from majlis.commons.notices.models import Event, Mailing, Notice, Preference
from majlis.commons.notices.sentences import notice_sentences
from majlis.instruments.models import Provision
from majlis.kernel.actor import Actor
from majlis.kernel.models import Access
from majlis.kernel.records import get_or_create_circle
from majlis.kernel.verbs import Act
from majlis.mandates.changes import notifications, tasks
from majlis.mandates.core.status import refresh_status
from majlis.mandates.extraction import actions as extraction_actions
from majlis.mandates.extraction import fields
from majlis.mandates.models import Assignment, Finding, LifecycleEvent, Mandate, MandateSource
from majlis.mandates.transfer import actions
from tests.mandates import factories
from tests.mandates.extraction.test_actions import at as at_
from tests.mandates.extraction.test_actions import read
from tests.support.parties import body
from tests.support.people import person

pytestmark = pytest.mark.django_db


def at(it: Mandate, day: datetime.datetime, **values: Any) -> Mandate:
    MandateSource.objects.filter(mandate=it).update(accepted_at=day, **values)
    return it


def moment(year: int, month: int, day: int = 15) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime(year, month, day))


def take_in(version: Any, number: int = 3) -> Mandate:
    given = actions.RowValues(
        "en", "requests", "Requests", "to report", addressees={"asked": ["Keeper"]}
    )
    return actions.import_row(
        Actor(user=person("secretariat")), factories.operative(version, number), given=given
    )


def test_a_month_has_what_came_in_and_ended_and_was_answered_by_text(
    django_assert_max_num_queries: Any,
) -> None:
    version = factories.text()
    new = at(factories.mandate(version), moment(2026, 3))
    at(factories.mandate(version, number=3), moment(2026, 3), change="kept")
    changed = at(factories.mandate(number=1), moment(2026, 3, 31), change="changed")
    ended = at(factories.mandate(), moment(2026, 2))
    LifecycleEvent.objects.create(
        mandate=ended, kind="lapse", language="en", text="Over.", made_at=moment(2026, 3, 2)
    )
    Event.objects.create(
        kind="mandates.set_progress", record=ended.record, is_public=True, at=moment(2026, 3, 4)
    )
    with django_assert_max_num_queries(12):
        page = Client().get("/en/mandates/changes/?month=2026-03")
    shelves = page.context["shelves"]
    rows = [(str(row[0].url), row[1]) for _symbol, table in shelves for row in table.rows]
    assert rows == [
        (new.get_absolute_url(), "new"),
        (changed.get_absolute_url(), "changed"),
        (ended.get_absolute_url(), "lapsed"),
        (ended.get_absolute_url(), "status reported"),
    ]
    assert "?month=2026-02" in page.content.decode()
    answer: Any = Client().get("/en/mandates/changes/?month=2026-03&download=csv")
    lines = csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")))
    assert len(list(lines)) == 1 + len(rows)
    for odd in ("?month=2026-13", "?month=9999-01", "?month=0001-01", "?month=x", "?page=9"):
        assert Client().get(f"/ar/mandates/changes/{odd}").status_code == 200, odd


def test_changes_of_closed_mandates_are_in_no_page_or_feed() -> None:
    owner, version = person(), factories.text()
    it, other = factories.mandate(version), factories.mandate()
    alone = get_or_create_circle("tests:changes", {"user": owner})
    version.record.access, version.record.circle = Access.PRIVATE, alone
    version.record.save()
    refresh_status([it.pk])
    LifecycleEvent.objects.create(mandate=it, kind="pause", language="en", text="Waits.")
    for page in ("changes/", "changes.atom"):
        text = Client().get(f"/en/mandates/{page}").content.decode()
        assert it.slug not in text
        assert other.slug in text


@pytest.mark.parametrize("followed", ["entity", "text", "body", "lead", "kind", "mandate"])
def test_who_follows_it_or_what_stands_near_it_gets_one_line_in_the_next_digest(
    followed: str,
) -> None:
    reader, lead = person(language="en"), factories.entity("Warden")
    version = factories.text()
    it = factories.mandate(version, lead=lead, number=2)
    me = Actor(user=reader)
    if followed == "kind":
        notices.follow_kind(me, "mandate")
    else:
        version.instrument.body = body()
        version.instrument.save()
        near = {
            "body": version.instrument.body,
            "entity": factories.entity("Keeper"),
            "text": version.instrument,
            "lead": lead,
            "mandate": it,
        }
        notices.follow_record(me, near[followed].record)
    Mandate.objects.filter(pk=it.pk).update(due=timezone.localdate() + datetime.timedelta(days=9))
    assert tasks.notify_due_daily.call() == 1
    assert tasks.notify_due_daily.call() == 0  # once for each date
    assert Notice.objects.filter(user=reader).count() == 1
    wish = Preference.objects.get(user=reader)
    system, later = Actor.as_system("test"), timezone.now() + datetime.timedelta(days=2)
    delivery.create_mailing(system, wish)
    mailing = delivery.create_mailing(system, wish, now=later)
    assert isinstance(mailing, Mailing)
    delivery.send_mailing(system, mailing)
    (letter,) = mail.outbox
    assert it.slug in letter.body
    assert "Due on" in letter.body
    assert "Requests the Keeper to report on the tide" in letter.body


def test_that_its_date_has_come_is_told_once_and_of_what_is_open_alone() -> None:
    reader = person(language="en")
    rows = [factories.mandate() for _each in range(5)]
    notices.follow_record(Actor(user=reader), factories.entity("Keeper").record)
    today = timezone.localdate()
    for each, days in zip(rows, (0, 2, notifications.MAX_MISSED_DAYS, 0, 0), strict=True):
        due = today - datetime.timedelta(days=days)
        Mandate.objects.filter(pk=each.pk).update(due=due)
    Mandate.objects.filter(pk=rows[3].pk).update(progress="answered")
    Mandate.objects.filter(pk=rows[4].pk).update(lifecycle_state="paused")
    tasks.notify_due_daily.call()
    tasks.notify_due_daily.call()
    told = Event.objects.filter(kind="mandates.notify_due")
    assert {each.record_id for each in told} == {rows[0].pk, rows[1].pk}
    mine = Notice.objects.filter(user=reader, event__kind="mandates.notify_due")
    lines = [each.words for each in notice_sentences(mine)]
    assert len(lines) == 2 and all("Due date reached" in each for each in lines)


def test_what_goes_on_unchanged_is_one_line_for_each_person() -> None:
    keepers = body()
    keeper = factories.entity("Keeper", body=keepers)
    follower, leads, both = person(), person(("chair", keepers.record)), person()
    stranger, officer = person(), person("secretariat")
    first = factories.text()
    found = read(first)
    rows = [
        extraction_actions.accept_finding(Actor(user=officer), at_(found, each))
        for each in ("report", "paint")
    ]
    for each in rows:
        about = {"mandate": each, "entity": keeper, "part": "lead"}
        Assignment.objects.update_or_create(**about, defaults={"state": "confirmed"})
        refresh_status([each.pk])
    notices.follow_record(Actor(user=follower), rows[0].record)
    for record in (rows[0].record, rows[1].record, keeper.record, first.instrument.record):
        notices.follow_record(Actor(user=both), record)
    Notice.objects.all().delete()
    second = factories.text(of=first)
    for old, new in zip(first.provisions.all(), second.provisions.all(), strict=True):
        Provision.objects.filter(pk=new.pk).update(lineage=old.lineage_id)
    assert read(second)
    Notice.objects.all().delete()
    assert len(extraction_actions.accept_unchanged_findings(Actor(user=officer), second)) == 2
    told = Notice.objects.select_related("event")
    assert sorted(each.user_id for each in told) == sorted([follower.pk, leads.pk, both.pk])
    assert stranger.pk not in {each.user_id for each in told}
    (line,) = {each.words for each in notice_sentences(told)}
    assert "accepted as unchanged" in line and "2" in line
    assert Event.objects.filter(kind="mandates.accept_unchanged_findings").count() == 1


def test_nobody_hears_what_goes_on_in_a_text_that_they_may_not_see() -> None:
    keepers, insider = body(), person()
    keeper = factories.entity("Keeper", body=keepers)
    chair = person(("chair", keepers.record))
    version, it = factories.text(), factories.mandate(lead=keeper)
    entry = Act(Actor.as_system("test"), "mandates.accept_unchanged_findings").note(
        version, new={"continues": [it.slug]}
    )
    assert set(notifications.unchanged_audience(entry)) == {chair}
    version.record.access = Access.PRIVATE
    version.record.circle = get_or_create_circle("tests:unchanged", {"user": insider})
    version.record.save()
    assert not notifications.unchanged_audience(entry).exists()


def test_what_comes_into_the_register_is_told_and_stands_in_the_feeds() -> None:
    reader, version = person(), factories.text()
    notices.follow_record(Actor(user=reader), factories.entity("Keeper").record)
    it = take_in(version)
    notice = Notice.objects.get(user=reader)
    assert notice.event.record == it.record
    text = Client().get("/ar/feeds/all.atom").content.decode()
    assert it.slug in text


def test_followers_of_an_actor_hear_nothing_of_what_they_may_not_see() -> None:
    reader, owner, version = person(), person(), factories.text()
    alone = get_or_create_circle("tests:told", {"user": owner})
    for record in (version.record, version.instrument.record):
        record.access, record.circle = Access.PRIVATE, alone
        record.save()
    for each in (reader, owner):
        notices.follow_record(Actor(user=each), factories.entity("Keeper").record)
    take_in(version)
    assert [each.user for each in Notice.objects.all()] == [owner]


def test_a_verb_that_another_file_tells_of_keeps_its_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = events.EventKind("mandates.pause_mandate", "Another sentence: {record}")
    monkeypatch.setitem(events.EVENT_KINDS, "mandates.pause_mandate", other)
    notifications.register_notifications()
    assert events.EVENT_KINDS["mandates.pause_mandate"] is other


def test_the_feed_has_the_latest_changes_in_the_language_of_its_address() -> None:
    it = factories.mandate()
    LifecycleEvent.objects.create(mandate=it, kind="complete", language="en", text="Done.")
    text = Client().get("/en/mandates/changes.atom").content.decode()
    assert text.count("<entry>") == 2
    assert text.index("completed") < text.index("new</title>")
    assert "The register is not binding" in text
    with_link = Client().get("/en/mandates/").content.decode()
    assert 'href="/en/mandates/changes/"' in with_link
    assert 'href="/en/mandates/archive/"' in with_link


def test_words_of_a_text_are_marked_in_a_notice_and_isolated_in_a_mail_and_a_feed() -> None:
    it, reader = take_in(factories.text()), person(language="ar")
    event = Event.objects.filter(record=it.record_id, kind="mandates.import_row").get()
    Notice.objects.create(user=reader, event=event)
    with translation.override("ar"):
        (sentence,) = notice_sentences(Notice.objects.filter(user=reader))
    shown = f'<bdi>{it.slug}</bdi> · <span lang="en" dir="ltr">'
    assert shown in sentence.markup
    assert f"\u2068{it.slug}\u2069 · \u2068" in sentence.words and "<" not in sentence.words
    assert shown in Client().get("/ar/").content.decode()
    feed = Client().get("/ar/mandates/changes.atom").content.decode()
    assert '&lt;span lang="en" dir="ltr"&gt;' in feed


def newer(first: Any, *without: int, **facts: Any) -> Any:
    """A version that follows in force, without the operative paragraphs of these numbers."""
    pieces = factories.TEXT.split("\n\n")
    kept = [each for each in pieces if not each.startswith(tuple(f"{n}." for n in without))]
    second = factories.text(words="\n\n".join(kept), of=first, **facts)
    refresh_status(Mandate.objects.values_list("pk", flat=True))
    return second


def ago(days: int) -> str:
    return (timezone.localdate() - datetime.timedelta(days=days)).isoformat()


def test_what_a_new_version_leaves_out_is_among_the_changes_and_in_the_brief(
    django_assert_max_num_queries: Any,
) -> None:
    first = factories.text(date="2003-05-01")
    gone, stays = factories.mandate(first), factories.mandate(first, number=3, asked="Harbours")
    newer(first, 2, date=ago(20))
    month = ago(20)[:7]
    with django_assert_max_num_queries(12):
        page = Client().get(f"/en/mandates/changes/?month={month}")
    rows = [(row[0].url, row[1]) for _, table in page.context["shelves"] for row in table.rows]
    assert rows == [(gone.get_absolute_url(), "omitted from the new version")]
    feed = Client().get("/en/mandates/changes.atom").content.decode()
    assert f"{gone.slug}: omitted from the new version" in feed and stays.slug not in feed
    for name in ("brief", "handover"):
        brief = Client().get(f"/en/entities/keeper/{name}/").content.decode()
        assert gone.slug in brief and "omitted from the new version" in brief
    brief = Client().get("/en/entities/harbours/brief/").content.decode()
    assert (
        "left out" not in brief
    )  # its paragraph is there, and nobody has judged yet what that asks


def test_what_may_go_on_and_what_an_act_ended_is_not_left_out() -> None:
    first = factories.text()
    waits, ended = factories.mandate(first), factories.mandate(first, number=1)
    second = newer(first, 1, 2)
    Mandate.objects.filter(pk=ended.pk).update(lifecycle_state="lapsed")
    at = {"version": second, "provision": factories.operative(second, 1), "language": "en"}
    found = Finding.objects.create(**at, continues=waits)
    assert "left out" not in Client().get("/en/mandates/changes/").content.decode()
    found.state = "rejected"
    found.save()
    page = Client().get("/en/mandates/changes/").content.decode()
    assert page.count("omitted from the new version") == 1
    second.record.access = Access.PRIVATE
    second.record.circle = get_or_create_circle("tests:newer", {"user": person()})
    second.record.save()
    assert "left out" not in Client().get("/en/mandates/changes/").content.decode()


def test_what_is_left_out_is_told_in_one_line_to_leads_and_followers() -> None:
    keepers = body()
    keeper = factories.entity("Keeper", body=keepers)
    follower, lead, stranger = person(), person(("chair", keepers.record)), person()
    first = factories.text()
    rows = [factories.mandate(first, number=number, lead=keeper) for number in (2, 3)]
    notices.follow_record(Actor(user=follower), rows[1].record)
    second = newer(first, 2, 3)
    Notice.objects.all().delete()
    assert tasks.notify_dropped_daily.call() == 1
    assert tasks.notify_dropped_daily.call() == 0  # once for each version
    told = Notice.objects.select_related("event")
    assert sorted(each.user_id for each in told) == sorted([follower.pk, lead.pk])
    assert stranger.pk not in {each.user_id for each in told}
    (line,) = {each.words for each in notice_sentences(told)}
    assert "omitted from" in line and "2" in line
    assert Event.objects.get(kind="mandates.notify_dropped").record_id == second.pk


def test_what_was_only_proposed_is_not_left_out_and_what_is_found_out_later_is_told() -> None:
    reader = person(language="en")
    first = factories.text()
    gone, waits = factories.mandate(first), factories.mandate(first, number=1)
    only = factories.mandate(factories.text("proposed", of=first), number=3)
    second = newer(first, 1, 2, 3)
    notices.follow_record(Actor(user=reader), first.instrument.record)
    at = {"version": second, "provision": factories.operative(second, 1), "language": "en"}
    found = Finding.objects.create(**at, continues=waits)
    only.refresh_from_db()
    assert only.legal_status == "past"
    assert tasks.notify_dropped_daily.call() == 1
    found.state = "rejected"
    found.save()
    assert tasks.notify_dropped_daily.call() == 1
    assert tasks.notify_dropped_daily.call() == 0
    told = Event.objects.filter(kind="mandates.notify_dropped").order_by("pk")
    numbers = [each.entry.new["left_out"] for each in told if each.entry is not None]
    assert numbers == [[gone.slug], [waits.slug]]


def test_of_what_was_left_out_years_ago_nobody_is_told() -> None:
    first = factories.text(date="2003-05-01")
    factories.mandate(first, lead=factories.entity())
    newer(first, 2, date="2010-05-01")
    assert tasks.notify_dropped_daily.call() == 0


def test_a_change_is_of_the_day_of_its_version_and_a_correction_is_none() -> None:
    old, none = factories.mandate(factories.text(date="2003")), factories.mandate(factories.text())
    page = Client().get("/en/mandates/changes/").content.decode()
    assert none.slug in page and old.slug not in page
    page = Client().get("/en/mandates/changes/?month=2003-12").content.decode()
    assert old.slug in page
    brief = Client().get("/en/entities/keeper/brief/").content.decode()
    changed = brief[brief.index("Changes in the last 12 months") :]
    assert none.slug in changed and old.slug not in changed
    at(none, moment(2020, 3))
    source = MandateSource.objects.get(mandate=none)
    read = fields.fields_of_source(source) | {"force": "invites"}
    officer = Actor(user=person("secretariat"))
    extraction_actions.correct_source(officer, source, values=read, reason="A slip.")
    source.refresh_from_db()
    assert (source.force, source.accepted_at) == ("invites", moment(2020, 3))
