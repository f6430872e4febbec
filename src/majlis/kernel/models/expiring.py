"""Rows that expire: request counts, used form tokens and cache entries."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class RequestCount(models.Model):
    """The number of requests from one client since a moment. The key of the client is hashed."""

    key = models.CharField(max_length=64, primary_key=True)
    since = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "kernel_count"

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.count}"


class UsedToken(models.Model):
    """A token of a form that was used once and is not accepted again."""

    token = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "kernel_spent"
        indexes: ClassVar = [models.Index(fields=["at"])]

    def __str__(self) -> str:
        return self.token[:8]


class CacheEntry(models.Model):
    """A cached value that all processes of the site share: see ``kernel.cache``. The key is hashed."""

    key = models.CharField(max_length=64, primary_key=True)
    value = models.JSONField()
    until = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "kernel_noted"

    def __str__(self) -> str:
        return self.key[:8]
