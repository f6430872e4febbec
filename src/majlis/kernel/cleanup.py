"""Deletion of expired rows: tokens, request counts and cache entries."""

from __future__ import annotations

import datetime

from django.utils import timezone

from majlis.kernel.models import CacheEntry, RequestCount, UsedToken


def delete_expired() -> int:
    """Delete tokens and counts older than two days, and expired cache entries; return their number."""
    before = timezone.now() - datetime.timedelta(days=2)
    entries, _unused = CacheEntry.objects.filter(until__lt=timezone.now()).delete()
    tokens, _unused = UsedToken.objects.filter(at__lt=before).delete()
    counts, _unused = RequestCount.objects.filter(since__lt=before).delete()
    return tokens + counts + entries
