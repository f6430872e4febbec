"""Coming dates as a timeline and as a calendar file (iCalendar)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from itertools import groupby

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from majlis.commons.notices import ical
from majlis.commons.notices.ical import CalendarEvent
from majlis.commons.notices.links import absolute_url
from majlis.instruments.citations import format
from majlis.instruments.citations.names import instrument_symbol
from majlis.kernel import clock
from majlis.kernel.languages import direction
from majlis.look import formats, parts
from majlis.look.bidi import foreign_part, join_pieces, joined
from majlis.look.templatetags.look import date
from majlis.mandates.core import table
from majlis.mandates.core.display import date_to_be_set
from majlis.mandates.core.rows import MandateRow
from majlis.mandates.models import Clause
from majlis.mandates.register.calendar import DatedClause
from majlis.mandates.register.tables import addressee_names, disclaimer


def clause_place(dated_clause: DatedClause) -> str:
    """The reference to the provision of a clause."""
    symbol = instrument_symbol(dated_clause.version.instrument)
    return format.provision_of_text(symbol, dated_clause.chain)


def clause_url(dated_clause: DatedClause) -> str:
    """The address of the provision of a clause."""
    return dated_clause.chain[-1][0].get_absolute_url()


def clause_text(dated_clause: DatedClause) -> SafeString:
    """The kind of a clause, and the text of its provision."""
    language = get_language() or "en"
    return format_html(
        '{}{}<span lang="{}" dir="{}">{}</span>',
        Clause.Kind(dated_clause.clause.kind).label,
        formats.colon(language),
        dated_clause.language,
        direction(dated_clause.language) if dated_clause.language else "auto",
        dated_clause.text,
    )


def mandate_timeline_entry(
    row: MandateRow, when: str, phase: str = "coming"
) -> parts.TimelineEntry:
    """A mandate as an entry of a timeline."""
    note = format_html(
        "<bdi>{}</bdi> · {} · {}",
        row.mandate.slug,
        addressee_names(row),
        table.provision_label(row),
    )
    url, note = row.mandate.get_absolute_url(), table.note_below_title(row, note)
    return parts.TimelineEntry(table.title_html(row), when, phase, url, note=note)


def clause_timeline_entry(dated_clause: DatedClause) -> parts.TimelineEntry:
    """A clause as an entry of a timeline; undated where its date is partial."""
    whole = len(dated_clause.clause.deadline) == 10
    when = date(dated_clause.clause.deadline)
    if not whole:
        when = date_to_be_set(dated_clause.clause.deadline)
    phase = "coming" if whole else "undated"
    note = format_html("{}", clause_place(dated_clause))
    return parts.TimelineEntry(
        clause_text(dated_clause), when, phase, clause_url(dated_clause), note=note
    )


def timeline_by_month(
    dated: Sequence[MandateRow], clauses: Sequence[DatedClause]
) -> list[tuple[str, list[parts.TimelineEntry]]]:
    """The entries by month; those with only a year stand under that year, before its months."""
    language = get_language() or "en"
    entries: list[tuple[str, parts.TimelineEntry]] = [
        (each.mandate.due.isoformat(), mandate_timeline_entry(each, date(each.mandate.due)))
        for each in dated
        if each.mandate.due
    ]
    entries += [(each.clause.deadline, clause_timeline_entry(each)) for each in clauses]
    entries.sort(key=lambda each: each[0])
    return [
        (formats.date(month, language), [entry for _when, entry in group])
        for month, group in groupby(entries, key=lambda each: each[0][:7])
    ]


def mandate_event(row: MandateRow) -> CalendarEvent | None:
    """The due date of a mandate as an event of a calendar file; None without one."""
    if row.mandate.due is None:
        return None
    language = get_language() or "en"
    text = foreign_part(table.as_title(row.text), row.language, language)
    title = join_pieces(formats.colon(language), filter(None, [addressee_names(row), text]))
    link = row.mandate.get_absolute_url()
    key = f"mandates/{row.mandate.slug}"
    return date_event(key, row.mandate.due, title, table.provision_label(row), link)


def clause_event(dated_clause: DatedClause) -> CalendarEvent | None:
    """The date of a clause as an event of a calendar file; None where it is partial."""
    if len(dated_clause.clause.deadline) != 10:
        return None
    language = get_language() or "en"
    kind = str(Clause.Kind(dated_clause.clause.kind).label)
    text = foreign_part(table.as_title(dated_clause.text), dated_clause.language, language)
    title = joined(kind, formats.colon(language), text)
    day = datetime.date.fromisoformat(dated_clause.clause.deadline)
    key, link = f"clauses/{dated_clause.clause.pk}", clause_url(dated_clause)
    return date_event(key, day, title, clause_place(dated_clause), link)


def date_event(key: str, day: datetime.date, title: str, place: str, link: str) -> CalendarEvent:
    """A date of the register as an event of a calendar file, with its ``place`` in a text."""
    description = f"{place}\n{absolute_url(link)}\n{disclaimer()}"
    return CalendarEvent(key, title, day, day, description, link)


def calendar_bytes(
    title: str, dated: Sequence[MandateRow], clauses: Sequence[DatedClause], cut: str = ""
) -> bytes:
    """A calendar (RFC 5545) of whole days; partial dates are left out.

    ``cut``: the path of the list that has the rest, where the calendar is not complete; its
    description and an event of today say so.
    """
    events = [mandate_event(row) for row in dated] + [clause_event(each) for each in clauses]
    description = ""
    if cut:
        words = _("This calendar is incomplete. Apply a filter in the register.")
        description = f"{words} {absolute_url(cut)}"
        events.insert(
            0, CalendarEvent("mandates/cut", words, clock.today(), clock.today(), description, cut)
        )
    return ical.calendar_bytes(
        title, filter(None, events), description, name="Register of mandates"
    )


def calendar_title() -> str:
    """The title of the calendar and of the feed."""
    return str(_("Majlis: register of mandates"))
