"""Backend of Django's cache in the database: all processes share it, and it survives a restart.

The sign-in library counts attempts and remembers used codes in the cache. Values are JSON, because
unpickling a row could run code; keys are hashed, because they contain network addresses.
"""

from __future__ import annotations

import datetime
import hashlib
from typing import Any, override

from django.conf import settings
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection
from django.utils import timezone

from majlis.kernel.json_types import JSON
from majlis.kernel.models import CacheEntry

type Timeout = float | None
MAX_TIMEOUT = datetime.timedelta(days=365)


def row_key(full_key: str) -> str:
    """The key of the row of a value; ``full_key`` is what ``make_key`` of the cache gives."""
    return hashlib.sha256(f"{settings.SECRET_KEY}|{full_key}".encode()).hexdigest()


class DatabaseCache(BaseCache):
    """The cache of the site, for few and small values that live for minutes."""

    def __init__(self, name: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def _key(self, key: str, version: int | None) -> str:
        return row_key(self.make_key(key, version=version))

    def _until(self, timeout: Timeout) -> datetime.datetime:
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        duration = MAX_TIMEOUT if seconds is None else datetime.timedelta(seconds=seconds)
        return timezone.now() + min(duration, MAX_TIMEOUT)

    def add(
        self, key: str, value: JSON, timeout: Timeout = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """Store a value if the key has none; return whether it did. Of concurrent calls one gets True."""
        row = CacheEntry(key=self._key(key, version), value=value, until=self._until(timeout))
        prepared = CacheEntry._meta.get_field("value").get_db_prep_save(value, connection)
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO kernel_noted AS n (key, value, until) VALUES (%s, %s, %s) "
                "ON CONFLICT (key) DO UPDATE SET value = excluded.value, until = excluded.until "
                "WHERE n.until <= %s",
                [row.key, prepared, row.until, timezone.now()],
            )
            return bool(cursor.rowcount == 1)

    def get(self, key: str, default: JSON = None, version: int | None = None) -> JSON:
        """The cached value, or the default."""
        entry = CacheEntry.objects.filter(
            key=self._key(key, version), until__gt=timezone.now()
        ).first()
        return default if entry is None else entry.value

    def set(
        self, key: str, value: JSON, timeout: Timeout = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        """Store a value."""
        row = CacheEntry(key=self._key(key, version), value=value, until=self._until(timeout))
        CacheEntry.objects.bulk_create(
            [row],
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=["value", "until"],
        )

    @override
    def touch(
        self, key: str, timeout: Timeout = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """Extend the life of a value; return whether it was cached."""
        rows = CacheEntry.objects.filter(key=self._key(key, version), until__gt=timezone.now())
        return rows.update(until=self._until(timeout)) == 1

    def delete(self, key: str, version: int | None = None) -> bool:
        """Delete a value; return whether it was stored."""
        return CacheEntry.objects.filter(key=self._key(key, version)).delete()[0] == 1

    def clear(self) -> None:
        """Delete all values."""
        CacheEntry.objects.all().delete()
