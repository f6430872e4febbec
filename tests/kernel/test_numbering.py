"""Numbers: raced, and neither lost nor given twice."""

from __future__ import annotations

import random
import threading

import pytest
from django.db import connection, transaction

from majlis.kernel.numbering import next_number, raise_number


@pytest.mark.django_db
def test_a_number_needs_a_transaction_and_is_given_back_with_it() -> None:
    assert [next_number("s") for _ in range(3)] == [1, 2, 3]
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        assert next_number("s") == 4
        raise ZeroDivisionError
    assert next_number("s") == 4
    assert next_number("other") == 1


@pytest.mark.django_db
def test_numbers_go_on_above_one_that_was_allotted_elsewhere() -> None:
    raise_number("s", 5)
    raise_number("s", 3)
    assert next_number("s") == 6
    raise_number("s", 6)
    assert next_number("s") == 7


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_no_number_is_allotted() -> None:
    with pytest.raises(RuntimeError):
        next_number("s")
    with pytest.raises(RuntimeError):
        raise_number("s", 1)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_each_number_once_without_a_gap() -> None:
    """Eight threads, one in four of whose transactions fails."""
    kept: list[int] = []
    lock = threading.Lock()

    def take(seed: int) -> None:
        chance = random.Random(seed)
        try:
            for _ in range(25):
                try:
                    with transaction.atomic():
                        number = next_number("raced")
                        if chance.random() < 0.25:
                            raise LookupError
                except LookupError:
                    continue
                with lock:
                    kept.append(number)
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=(seed,)) for seed in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(kept) == list(range(1, len(kept) + 1))
    assert len(kept) > 100
