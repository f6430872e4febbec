"""What all processes share: counted once, for a while, and never run."""

from __future__ import annotations

import datetime
import threading
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from majlis.kernel import cache as kernel_cache
from majlis.kernel import cleanup
from majlis.kernel.cache import DatabaseCache
from majlis.kernel.models import CacheEntry, UsedToken
from majlis.site import tasks


def cache_of_another_process() -> DatabaseCache:
    """The cache as another process has it."""
    return DatabaseCache("", {})


@pytest.mark.django_db
def test_what_one_process_keeps_another_finds() -> None:
    assert cache.get("attempts", []) == []
    cache.set("attempts", [2.5, 1.5], 60)
    assert cache_of_another_process().get("attempts") == [2.5, 1.5]
    assert cache_of_another_process().add("attempts", [], 60) is False
    assert cache_of_another_process().delete("attempts") and cache.get("attempts") is None
    assert cache_of_another_process().add("attempts", True, 60) and cache.get("attempts") is True
    assert cache_of_another_process().touch(
        "attempts", 90
    ) and not cache_of_another_process().touch("other", 90)
    assert "attempts" not in str(list(CacheEntry.objects.values_list("key", flat=True)))
    cache.clear()
    assert not CacheEntry.objects.exists()


@pytest.mark.django_db
def test_it_is_kept_for_its_time_and_then_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.set("code", "y", 30)
    cache.set("day", "y", None)
    later = timezone.now() + datetime.timedelta(seconds=31)
    monkeypatch.setattr(kernel_cache.timezone, "now", lambda: later)
    assert cache.get("code") is None and cache.get("day") == "y"
    UsedToken.objects.create(token="old")
    UsedToken.objects.update(at=later - datetime.timedelta(days=3))
    monkeypatch.setattr(tasks, "call_command", lambda *_given, **_named: None)
    tasks.tidy_up.func()
    assert CacheEntry.objects.count() == 1 and not UsedToken.objects.exists()
    assert cache.add("code", "z", 30)
    assert cleanup.delete_expired() == 0


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_is_first() -> None:
    first: list[Any] = []

    def attempt() -> None:
        if cache_of_another_process().add("used code", "y", 30):
            first.append(1)
        connection.close()

    threads = [threading.Thread(target=attempt) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(first) == 1
