"""Figures that are kept: while nothing is written, for some seconds after that, and no longer than what is taken away."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from copy import copy
from dataclasses import replace
from threading import Event
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from majlis.kernel import clock, snapshot_cache
from majlis.kernel.actor import Actor
from majlis.kernel.compiled_query import compiled_query
from majlis.kernel.models import Record
from majlis.kernel.signals import (
    FREQUENT_VERBS,
    HIDING_VERBS,
    is_hiding_verb,
)
from majlis.kernel.snapshot_cache import cached_rows, cached_value, figures_as_of, read_present
from majlis.kernel.verbs import VERBS, Act, verb_done
from tests.support.people import person


def anonymous_reader() -> AnonymousUser:
    """Somebody who has not signed in, in a request of their own."""
    return AnonymousUser()


def at_the_same_moment(reader: AnonymousUser) -> AnonymousUser:
    """Somebody else, whose request reads the snapshot when that of the reader did.

    What is written in another database of the server changes the snapshot as well: other tests may write there
    between two requests.
    """
    return copy(reader)


class CountingQuery:
    """How many records there are, and how often that was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self) -> int:
        self.asked += 1
        return Record.objects.count()


@pytest.mark.django_db(transaction=True)
def test_a_figure_is_counted_once_until_something_is_written() -> None:
    count, reader = CountingQuery(), anonymous_reader()
    before = cached_value(reader, "records", count)
    for _ in range(3):
        assert cached_value(at_the_same_moment(reader), "records", count) == before
    assert count.asked == 1
    Record.objects.create(kind="test", address="tests/kept")
    assert cached_value(anonymous_reader(), "records", count) == before + 1
    assert count.asked == 2
    cached_value(anonymous_reader(), ("records", "of another key"), count)
    assert count.asked == 3
    with transaction.atomic():  # what is not done yet is seen by who does it alone
        Record.objects.create(kind="test", address="tests/kept-not")
        assert cached_value(anonymous_reader(), "records", count) == before + 2
        transaction.set_rollback(True)
    assert cached_value(anonymous_reader(), "records", count) == before + 1


@pytest.mark.django_db(transaction=True)
def test_two_requests_share_a_figure_while_nothing_is_written() -> None:
    """At least one of many times nobody writes in another database between them; see above."""
    for number in range(500):
        count = CountingQuery()
        for _ in range(2):
            cached_value(anonymous_reader(), ("records", number), count)
        if count.asked == 1:
            return
    pytest.fail("nothing was kept from one request to the next")


@pytest.mark.django_db(transaction=True)
def test_rows_of_a_prepared_query_are_kept_by_their_values() -> None:
    @cached_rows
    @compiled_query
    def kinds(user: Any, kind: str) -> QuerySet[Any]:
        return Record.objects.filter(kind=kind).values_list("address", flat=True)

    Record.objects.create(kind="kept", address="tests/kept")
    reader = anonymous_reader()
    with CaptureQueriesContext(connection) as asked:
        for _ in range(3):
            assert kinds(reader, kind="kept") == ["tests/kept"]
            assert kinds(at_the_same_moment(reader), kind="nothing") == []
    assert sum("kernel_record" in each["sql"] for each in asked) == 2


@pytest.mark.django_db(transaction=True)
def test_a_request_asks_for_its_moment_once_and_no_more_is_kept_than_fits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("majlis.kernel.snapshot_cache.MAX_VALUES", 3)
    reader = anonymous_reader()
    with CaptureQueriesContext(connection) as asked:
        made = [cached_value(reader, n, lambda n=n: n) for n in range(9)]  # type: ignore[misc]
    assert made == list(range(9))
    assert len(asked) == 1


@pytest.mark.django_db(transaction=True)
def test_filters_without_end_do_not_push_out_other_values(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("majlis.kernel.snapshot_cache.MAX_VALUES_OF_A_NAME", 3)
    reader, front_page = anonymous_reader(), CountingQuery()
    cached_value(reader, "front page", front_page)
    made = [cached_value(reader, ("list", n), lambda n=n: n) for n in range(9)]  # type: ignore[misc]
    assert made == list(range(9))
    kept = [key for key in snapshot_cache._values if isinstance(key, tuple) and key[0] == "list"]
    assert kept == [("list", 6), ("list", 7), ("list", 8)]
    cached_value(reader, "front page", front_page)
    assert front_page.asked == 1


@pytest.mark.django_db
def test_for_a_reader_who_is_signed_in_nothing_is_kept() -> None:
    count, user = CountingQuery(), person()
    for number in (1, 2, 3):
        cached_value(user, "records", count)
        assert count.asked == number


@pytest.fixture
def some_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Values may be some seconds old, as on a site; in other tests they may not."""
    monkeypatch.setattr(snapshot_cache, "MAX_AGE", 15.0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("some_seconds")
def test_a_figure_may_be_some_seconds_old_and_says_of_which_moment_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    count, began = CountingQuery(), clock.now()
    before = cached_value(anonymous_reader(), "old", count)
    Record.objects.create(kind="test", address="tests/later")
    later = anonymous_reader()
    assert figures_as_of(later) is None
    assert cached_value(later, "old", count) == before
    moment = figures_as_of(later)
    assert moment is not None
    assert began <= moment <= clock.now()
    with transaction.atomic():
        assert cached_value(anonymous_reader(), "old", count) == before + 1
    assert cached_value(person(), "old", count) == before + 1
    just_sent = anonymous_reader()
    read_present(just_sent)
    assert cached_value(just_sent, "old", count) == before + 1
    assert figures_as_of(just_sent) is None
    monkeypatch.setattr(snapshot_cache, "MAX_AGE", 0.0)
    assert cached_value(anonymous_reader(), "old", count) == before + 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("some_seconds")
def test_what_is_taken_away_is_gone_at_once() -> None:
    count = CountingQuery()
    before = cached_value(anonymous_reader(), "gone", count)
    for verb, difference in (("comments.post_comment", 0), ("moderation.hide_contribution", 2)):
        with transaction.atomic():
            act = Act(Actor.as_system("tests"), verb)
            Record.objects.create(kind="test", address=f"tests/{verb}")
            verb_done.send(sender=verb, act=act, result=None)
        assert cached_value(anonymous_reader(), "gone", count) == before + difference
    restricted = Record.objects.create(kind="test", address="tests/restricted")
    with transaction.atomic():
        act = Act(Actor.as_system("tests"), "events.change_meeting")
        act.note(restricted, old={"access": "public"}, new={"access": "private"})
        verb_done.send(sender=act.verb, act=act, result=None)
    assert cached_value(anonymous_reader(), "gone", count) == before + 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("some_seconds")
def test_two_requests_at_once_make_a_value_once() -> None:
    """The second one waits where there is no value, and gets the older one where there is."""
    begun, may_end = Event(), Event()
    made: list[int] = []

    def make() -> int:
        made.append(len(made))
        begun.set()
        assert may_end.wait(10)
        return made[-1]

    def read(_number: int) -> int:
        try:
            return cached_value(anonymous_reader(), "at once", make)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(read, 1)
        assert begun.wait(10)
        second = pool.submit(read, 2)
        may_end.set()
        assert (first.result(), second.result()) == (0, 0)
        old = snapshot_cache._values["at once"]
        state = replace(old.state, snapshot="before")
        snapshot_cache._values["at once"] = replace(old, state=state, made_at=-1000.0)
        begun.clear()
        may_end.clear()
        third = pool.submit(read, 3)
        assert begun.wait(10)
        assert pool.submit(read, 4).result() == 0
        may_end.set()
        assert third.result() == 1
    assert made == [0, 1]


def test_verbs_that_take_away_are_known_by_their_names() -> None:
    assert get_resolver().url_patterns  # loads the verbs of all rooms
    hiding = {name for name in VERBS if is_hiding_verb(name)}
    assert hiding >= {
        *(
            "instruments.withdraw_version",
            "moderation.hide_contribution",
            "comments.withdraw_comment",
        ),
        *("kernel.confirm_redaction", "remarks.withhold_remark", "remarks.erase_personal_data"),
    }
    assert HIDING_VERBS | FREQUENT_VERBS <= set(VERBS)
    assert not hiding & {
        *("events.withdraw_floor_request", "comments.post_comment", "mandates.reject_finding"),
    }
