"""Mail: at the reader's hour, in the reader's language, each thing once, and nothing lost."""

from __future__ import annotations

import datetime
import smtplib
import threading
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import connection
from django.http import Http404
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from majlis.commons.notices import actions, delivery, events, queries, tasks
from majlis.commons.notices.dispatch import create_notices as make_notices
from majlis.commons.notices.links import stop_mail_link_or_404
from majlis.commons.notices.models import Delivery, Event, Mailing, Notice, Preference
from majlis.commons.notices.schedule import next_digest, time_zone_of
from majlis.kernel.actor import Actor
from majlis.kernel.models import AuditEntry, Record, User
from tests.commons.helpers import make_record
from tests.support.people import person

CLOCK = Actor.as_system("the clock")
HOUR = datetime.timedelta(hours=1)


@pytest.fixture(autouse=True)
def kind(settings: Any) -> Iterator[None]:
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    events.register("test.done", sentence="{actor} worked on {record}.")
    yield
    events.EVENT_KINDS.pop("test.done", None)


def make_event(*readers: User, record: Record | None = None, urgent: bool = False) -> Event:
    event = Event.objects.create(kind="test.done", record=record, is_public=True)
    make_notices(event, [each.pk for each in readers], urgent=urgent)
    return event


def set_preference(user: User, how: str, hour: int = 7) -> None:
    actions.set_delivery(Actor(user=user), Preference(user=user), delivery=how, hour=hour)


def deliver_at(now: datetime.datetime) -> list[str]:
    """What the clock mails at that moment, by address."""
    before = len(mail.outbox)
    for preference in delivery.due_preferences(now):
        delivery.create_mailing(CLOCK, preference, now=now)
    for mailing in Mailing.objects.filter(done_at__isnull=True, try_at__lte=now):
        delivery.send_mailing(CLOCK, mailing)
    return [each.to[0] for each in mail.outbox[before:]]


@pytest.mark.django_db
def test_at_once_daily_weekly_or_never() -> None:
    once, daily, weekly, page = (person() for _n in range(4))
    for user, how in zip((once, daily, weekly, page), Delivery.values, strict=True):
        set_preference(user, how)
    make_event(once, daily, weekly, page)
    now = timezone.now()
    assert deliver_at(now) == [once.email]
    assert deliver_at(now) == []
    day = Preference.objects.get(user=daily).next_digest_at
    week = Preference.objects.get(user=weekly).next_digest_at
    assert day is not None and week is not None
    assert deliver_at(day - datetime.timedelta(seconds=1)) == []
    assert daily.email in deliver_at(day)
    assert week.weekday() == 0
    deliver_at(week)
    assert sorted(each.to[0] for each in mail.outbox) == sorted(
        [once.email, daily.email, weekly.email]
    )
    assert deliver_at(week + datetime.timedelta(days=30)) == []
    assert queries.unread_count(page) == 1


@pytest.mark.django_db
def test_a_digest_is_one_mail_with_all_in_it_and_none_is_sent_without() -> None:
    reader = person()
    set_preference(reader, "daily")
    for _n in range(3):
        make_event(reader, record=make_record())
    due = Preference.objects.get(user=reader).next_digest_at
    assert due is not None
    assert deliver_at(due) == [reader.email]
    body = str(mail.outbox[-1].body)
    assert body.count("worked on") == 3
    assert deliver_at(due + datetime.timedelta(days=1)) == []


@pytest.mark.django_db
def test_who_never_chose_gets_the_first_digest_at_seven_and_not_at_once() -> None:
    reader = person(time_zone="Asia/Tokyo")
    make_event(reader)
    now = timezone.now()
    assert deliver_at(now) == []
    due = Preference.objects.get(user=reader).next_digest_at
    assert due is not None and due.astimezone(ZoneInfo("Asia/Tokyo")).hour == 7
    assert deliver_at(due) == [reader.email]


@pytest.mark.django_db
def test_what_is_urgent_comes_at_once_but_not_to_the_page_only() -> None:
    daily, page = person(), person()
    set_preference(daily, "daily")
    set_preference(page, "page")
    make_event(daily)
    make_event(daily, page, urgent=True)
    assert deliver_at(timezone.now()) == [daily.email]
    assert str(mail.outbox[-1].body).count("worked on") == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ar", "لإيقاف هذه الرسائل دون تسجيل الدخول:"),
        ("zh", "停止接收"),
        ("en", "To stop these emails without signing in:"),
        ("fr", "Pour arrêter"),
        ("ru", "Прекратить рассылку без входа в систему:"),
        ("es", "Para dejar de recibir"),
    ],
)
def test_the_mail_is_in_the_language_and_zone_of_the_reader(language: str, words: str) -> None:
    reader = person(language=language, time_zone="Asia/Kolkata")
    record = make_record()
    set_preference(reader, "once")
    make_event(reader, record=record)
    deliver_at(timezone.now())
    letter = mail.outbox[-1]
    assert words in str(letter.body)
    assert record.say("title", language).text in str(letter.body)
    assert "UTC+5:30" in str(letter.body)
    assert f"/{language}/{record.address}/" in str(letter.body)
    html = str(letter.alternatives[0][0])  # type: ignore[attr-defined]
    assert f'lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in html
    assert letter.extra_headers["Content-Language"] == language


@pytest.mark.django_db
def test_the_mail_can_be_stopped_by_its_headers_alone() -> None:
    reader = person()
    set_preference(reader, "once")
    make_event(reader)
    deliver_at(timezone.now())
    headers = mail.outbox[-1].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    token = headers["List-Unsubscribe"].rstrip(">/").rpartition("/")[2]
    assert stop_mail_link_or_404(token).user == reader
    with pytest.raises(Http404):
        stop_mail_link_or_404(token + "x")


@pytest.mark.django_db
def test_a_title_is_not_mailed_to_who_lost_access_meanwhile() -> None:
    reader = person()
    record = make_record(private_to=reader)
    set_preference(reader, "once")
    make_event(reader, record=record)
    assert record.circle is not None
    record.circle.admissions.all().delete()
    assert deliver_at(timezone.now()) == []
    assert Mailing.objects.get().done_at is not None
    public = make_event(reader, record=make_record())
    record.circle.admissions.create(user=reader)
    assert deliver_at(timezone.now()) == [reader.email]
    assert Notice.objects.get(event=public).mailing is not None
    assert str(mail.outbox[-1].body).count("worked on") == 1


@pytest.mark.django_db
def test_what_was_read_on_the_page_is_not_mailed() -> None:
    reader = person()
    set_preference(reader, "once")
    make_event(reader)
    assert actions.mark_notices_read(Actor(user=reader), reader) == 1
    assert deliver_at(timezone.now()) == []


@pytest.mark.django_db
def test_a_mail_server_that_is_down_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = person()
    set_preference(reader, "once")
    make_event(reader)

    def down(*_a: Any, **_k: Any) -> None:
        raise smtplib.SMTPServerDisconnected("down")

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", down)
        tasks.deliver.func()
        tasks.deliver.func()
    mailing = Mailing.objects.get()
    assert (mailing.tries, mailing.done_at) == (1, None)
    assert "SMTPServerDisconnected" in mailing.trouble
    assert mailing.try_at > timezone.now()
    assert not AuditEntry.objects.filter(verb="notices.send_mailing").exists()
    Mailing.objects.update(try_at=timezone.now())
    tasks.deliver.func()
    tasks.deliver.func()
    assert [each.to for each in mail.outbox] == [[reader.email]]
    assert Mailing.objects.get().sent


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "tried"),
    [(TimeoutError(), 1), (smtplib.SMTPDataError(552, b"too long"), 3)],
)
def test_a_mail_server_that_does_not_answer_is_asked_once_a_run(
    monkeypatch: pytest.MonkeyPatch, error: OSError, tried: int
) -> None:
    for reader in (person(), person(), person()):
        set_preference(reader, "once")
        make_event(reader)

    def fail(*_a: Any, **_k: Any) -> None:
        raise error

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", fail)
    tasks.deliver.func()
    assert sum(Mailing.objects.values_list("tries", flat=True)) == tried
    assert Mailing.objects.count() == 3


@pytest.mark.django_db
def test_after_two_weeks_it_is_given_up_and_stays_on_the_page() -> None:
    reader = person()
    make_event(reader)
    mailing = Mailing.objects.create(
        user=reader, made_at=timezone.now() - delivery.RETRY_PERIOD - HOUR, tries=60
    )
    Notice.objects.update(mailing=mailing)
    delivery.postpone_mailing(CLOCK, mailing, trouble="refused")
    mailing.refresh_from_db()
    assert mailing.done_at is not None and not mailing.sent
    assert queries.unread_count(reader) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_thing_once() -> None:
    readers = [person() for _n in range(6)]
    for each in readers:
        set_preference(each, "once")
    for _n in range(5):
        make_event(*readers)
    start = threading.Barrier(2)
    trouble: list[BaseException] = []

    def work() -> None:
        start.wait()
        try:
            tasks.deliver.func()
        except BaseException as error:  # noqa: BLE001  # told to the test
            trouble.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _n in range(2)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    tasks.deliver.func()
    assert trouble == []
    assert sorted(each.to[0] for each in mail.outbox) == sorted(each.email for each in readers)
    assert all(str(each.body).count("worked on") == 5 for each in mail.outbox)
    assert not Notice.objects.filter(mailing__isnull=True).exists()


@given(
    now=st.datetimes(
        min_value=datetime.datetime(2000, 1, 1),
        max_value=datetime.datetime(2100, 1, 1),
        timezones=st.just(datetime.UTC),
    ),
    zone=st.sampled_from(["UTC", "Africa/Cairo", "Asia/Kathmandu", "America/New_York", "no such"]),
    hour=st.integers(0, 23),
    how=st.sampled_from(["daily", "weekly"]),
)
def test_the_next_digest_is_after_now_and_within_its_period(
    now: datetime.datetime, zone: str, hour: int, how: str
) -> None:
    user = User(time_zone=zone)
    due = next_digest(Preference(user=user, delivery=how, hour=hour), now)
    longest = datetime.timedelta(days=1 if how == "daily" else 7)
    assert now < due <= now + longest + 2 * HOUR
    if how == "weekly":
        assert due.astimezone(time_zone_of(user)).weekday() == 0
