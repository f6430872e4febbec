"""The live region of a meeting, as it is sent to all who follow it."""

from __future__ import annotations

from django.template.loader import render_to_string

from majlis.events.floor import queries
from majlis.events.floor.tables import read_region
from majlis.kernel.models import Record


def meeting_fragment(record: Record, language: str) -> str:
    """The live region of a meeting in a language; the language is active already."""
    region = read_region(queries.meeting_of_record(record.pk))
    return render_to_string("events/floor/region.html", {"region": region})
