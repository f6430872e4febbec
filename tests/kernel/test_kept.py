"""What is kept while nothing is written, is counted anew after the least write."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from majlis.kernel.kept import kept
from majlis.kernel.models import Record
from tests.support.people import person

ANYBODY = AnonymousUser()


class Counted:
    """How many records there are, and how often that was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self) -> int:
        self.asked += 1
        return Record.objects.count()


@pytest.mark.django_db(transaction=True)
def test_a_figure_is_counted_once_until_something_is_written() -> None:
    count = Counted()
    before = kept(ANYBODY, "records", count)
    assert [kept(ANYBODY, "records", count) for _ in range(3)] == [before] * 3
    assert count.asked == 1
    Record.objects.create(kind="test", address="tests/kept")
    assert kept(ANYBODY, "records", count) == before + 1
    assert count.asked == 2
    kept(ANYBODY, ("records", "of another key"), count)
    assert count.asked == 3
    with transaction.atomic():  # what is not done yet is seen by who does it alone
        Record.objects.create(kind="test", address="tests/kept-not")
        assert kept(ANYBODY, "records", count) == before + 2
        transaction.set_rollback(True)
    assert kept(ANYBODY, "records", count) == before + 1


@pytest.mark.django_db
def test_for_a_reader_who_is_signed_in_nothing_is_kept() -> None:
    count, user = Counted(), person()
    for number in (1, 2, 3):
        kept(user, "records", count)
        assert count.asked == number
