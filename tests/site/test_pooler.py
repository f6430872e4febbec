"""A pooler between the site and PostgreSQL, which gives a connection for the time of one transaction."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db import connection

import majlis
from majlis.kernel.models import User
from tests.support.people import person

SOURCE = Path(majlis.__file__).parent
SESSION_LOCK = re.compile(r"pg_(try_)?advisory_(lock|unlock)\w*", re.IGNORECASE)


@pytest.mark.django_db
def test_no_rows_are_read_by_a_cursor_of_the_server() -> None:
    person()
    person()
    rows = User.objects.iterator(chunk_size=1)
    next(rows)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_cursors WHERE name LIKE '_django%'")
        assert cursor.fetchall() == []
    assert next(rows)


def test_no_lock_belongs_to_a_session_of_the_database() -> None:
    found = [
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if SESSION_LOCK.search(path.read_text(encoding="utf-8"))
    ]
    assert found == [], "use pg_advisory_xact_lock or pg_try_advisory_xact_lock"
