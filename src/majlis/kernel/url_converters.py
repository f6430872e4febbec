"""Converters of parts of addresses; the application registers them when it starts."""

from __future__ import annotations

from django.urls.converters import SlugConverter


class RecordPartConverter(SlugConverter):
    """The slug of something below the address of a record; ``history`` is the page of the record's history."""

    regex = "(?!history/)[-a-zA-Z0-9_]+"
