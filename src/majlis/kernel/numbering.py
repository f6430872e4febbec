"""Consecutive numbers without gaps or collisions."""

from __future__ import annotations

from django.db import connection


def next_number(series: str) -> int:
    """The next number of a series, from 1.

    The row of the series stays locked until the transaction ends: concurrent calls get different numbers,
    and the number of a failed transaction is given out again. Call it inside a verb.

    Raises RuntimeError outside a transaction, where a number could be lost.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a number is allotted only inside a transaction")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_series AS s (key, last) VALUES (%s, 1) "
            "ON CONFLICT (key) DO UPDATE SET last = s.last + 1 RETURNING last",
            [series],
        )
        row = cursor.fetchone()
    return int(row[0])


def raise_number(series: str, least: int) -> None:
    """Let the next number of a series be higher than ``least``, which was allotted elsewhere; it never falls.

    The row of the series stays locked until the transaction ends, as by ``next_number``: look for a number that is
    taken already after this call. Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a number is allotted only inside a transaction")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_series AS s (key, last) VALUES (%s, %s) "
            "ON CONFLICT (key) DO UPDATE SET last = GREATEST(s.last, EXCLUDED.last)",
            [series, least],
        )
