"""The next dates of the front page: meetings, and what is due under mandates in force."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language

from majlis.events.core import times
from majlis.events.lifecycle import OPEN
from majlis.kernel import clock
from majlis.look import parts
from majlis.mandates.core.display import with_language
from majlis.mandates.core.rows import JsonRow, MandateRow
from majlis.mandates.register import dashboard_tables

MAX_DATES = 6
"""Dates on the front page."""


def meeting_timeline_entry(row: JsonRow) -> parts.TimelineEntry:
    """A meeting as an entry of a timeline."""
    language = get_language() or "en"
    first, last = (datetime.date.fromisoformat(row[name]) for name in ("first_day", "last_day"))
    days = times.days_text(first, last, language)
    when = format_html('<time datetime="{}">{}</time>', first.isoformat(), days)
    phase = "now" if first <= clock.today() else "coming"
    title = with_language(row["called"] or row["slug"], row["called_in"] or "")
    url = f"/{language}/{row['address']}/"
    return parts.TimelineEntry(title, when, phase, url, note=row["body"] or "")


def meetings_in_progress(meetings: Sequence[JsonRow]) -> list[tuple[parts.Link, str]]:
    """The open meetings that have begun: a link to each, and the address of its live page."""
    language = get_language() or "en"
    return [
        (
            parts.Link(
                with_language(row["called"] or row["slug"], row["called_in"] or ""),
                f"/{language}/{row['address']}/",
            ),
            reverse("events:live", args=[row["slug"]]),
        )
        for row in meetings
        if row["state"] == OPEN and row["first_day"] <= clock.today().isoformat()
    ]


def upcoming_dates(
    meetings: Sequence[JsonRow], due: Sequence[MandateRow] = ()
) -> list[parts.TimelineEntry]:
    """The next meetings and due dates as one timeline; ``due``: the mandates that are due next."""
    dated: list[tuple[datetime.date, parts.TimelineEntry]] = [
        (datetime.date.fromisoformat(row["first_day"]), meeting_timeline_entry(row))
        for row in meetings
    ]
    entries = dashboard_tables.next_due_timeline(due)
    dated += [
        (row.mandate.due, entry)
        for row, entry in zip(due, entries, strict=True)
        if row.mandate.due is not None
    ]
    return [entry for _day, entry in sorted(dated, key=lambda each: each[0])][:MAX_DATES]
