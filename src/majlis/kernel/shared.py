"""Django's cache in the database, so that all processes count the same attempts, also after a restart.

The library that signs people in counts attempts and remembers used codes in the cache. Values are
JSON, so that a row never runs anything; keys are hashed, since they hold addresses of the network.
"""

from __future__ import annotations

import datetime
import hashlib
from typing import Any

from django.conf import settings
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection
from django.utils import timezone

from majlis.kernel.models import Noted

LONGEST = datetime.timedelta(days=365)


class SharedCache(BaseCache):
    """The cache of the site: few and small values, kept for minutes."""

    def __init__(self, name: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def _key(self, key: str, version: int | None) -> str:
        made = self.make_key(key, version=version)
        return hashlib.sha256(f"{settings.SECRET_KEY}|{made}".encode()).hexdigest()

    def _until(self, timeout: Any) -> datetime.datetime:
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        kept = LONGEST if seconds is None else datetime.timedelta(seconds=seconds)
        return timezone.now() + min(kept, LONGEST)

    def add(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """Keep a value where there is none; whether there was none. Of two at once one is told so."""
        row = Noted(key=self._key(key, version), value=value, until=self._until(timeout))
        prepared = Noted._meta.get_field("value").get_db_prep_save(value, connection)
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO kernel_noted AS n (key, value, until) VALUES (%s, %s, %s) "
                "ON CONFLICT (key) DO UPDATE SET value = excluded.value, until = excluded.until "
                "WHERE n.until <= %s",
                [row.key, prepared, row.until, timezone.now()],
            )
            return bool(cursor.rowcount == 1)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """The value that is kept, or the default."""
        found = Noted.objects.filter(key=self._key(key, version), until__gt=timezone.now()).first()
        return default if found is None else found.value

    def set(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        """Keep a value."""
        row = Noted(key=self._key(key, version), value=value, until=self._until(timeout))
        Noted.objects.bulk_create(
            [row],
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=["value", "until"],
        )

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep a value for longer; whether it was there."""
        rows = Noted.objects.filter(key=self._key(key, version), until__gt=timezone.now())
        return rows.update(until=self._until(timeout)) == 1

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget a value; whether it was there."""
        return Noted.objects.filter(key=self._key(key, version)).delete()[0] == 1

    def clear(self) -> None:
        """Forget all values."""
        Noted.objects.all().delete()
