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
    url = row.mandate.get_absolute_url()
    return parts.TimelineEntry(table.text_excerpt(row), when, phase, url, note=note)


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


def calendar_bytes(
    title: str, dated: Sequence[MandateRow], clauses: Sequence[DatedClause], cut: str = ""
) -> bytes:
    """A calendar (RFC 5545) of whole days; partial dates are left out.

    ``cut``: the address of the list that has the rest, where the calendar is not complete; its
    description and an event of today say so.
    """
    language = get_language() or "en"
    colon = formats.colon(language)
    description, events = "", []
    if cut:
        words = _("This calendar is incomplete. Apply a filter in the register.")
        description = f"{words} {cut}"
        events.append(_event("mandates/cut", clock.today(), words, cut, cut))
    for row in dated:
        if row.mandate.due is not None:
            text = foreign_part(table.as_title(row.text), row.language, language)
            summary = join_pieces(colon, filter(None, [addressee_names(row), text]))
            url = row.mandate.get_absolute_url()
            key, place = f"mandates/{row.mandate.slug}", table.provision_label(row)
            events.append(_event(key, row.mandate.due, summary, place, url))
    for dated_clause in clauses:
        if len(dated_clause.clause.deadline) == 10:
            kind = Clause.Kind(dated_clause.clause.kind).label
            text = foreign_part(table.as_title(dated_clause.text), dated_clause.language, language)
            summary = joined(str(kind), colon, text)
            day = datetime.date.fromisoformat(dated_clause.clause.deadline)
            key, place = f"clauses/{dated_clause.clause.pk}", clause_place(dated_clause)
            events.append(_event(key, day, summary, place, clause_url(dated_clause)))
    return ical.calendar_bytes(title, events, description, "Register of mandates")


def _event(key: str, day: datetime.date, summary: str, place: str, url: str) -> ical.CalendarEvent:
    description = f"{place}\n{absolute_url(url)}\n{disclaimer()}"
    return ical.CalendarEvent(key, summary, day, day, description, url)


def calendar_title() -> str:
    """The title of the calendar and of the feed."""
    return str(_("Majlis: register of mandates"))
