"""What is kept while nothing is written, is counted anew after the least write."""

from __future__ import annotations

from copy import copy
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from majlis.kernel.compiled_query import compiled_query
from majlis.kernel.models import Record
from majlis.kernel.snapshot_cache import cached_rows, cached_value
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


@pytest.mark.django_db
def test_for_a_reader_who_is_signed_in_nothing_is_kept() -> None:
    count, user = CountingQuery(), person()
    for number in (1, 2, 3):
        cached_value(user, "records", count)
        assert count.asked == number
