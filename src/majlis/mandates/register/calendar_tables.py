"""Coming dates as a timeline and as a calendar file (iCalendar)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from majlis.commons.notices.links import absolute_url
from majlis.instruments.citations import format
from majlis.kernel import clock
from majlis.kernel.languages import direction
from majlis.look import formats, parts
from majlis.look.templatetags.look import date
from majlis.mandates.core import table as show
from majlis.mandates.core.rows import MandateRow
from majlis.mandates.models import Clause
from majlis.mandates.register.calendar import DatedClause
from majlis.mandates.register.tables import addressee_names, disclaimer

if TYPE_CHECKING:
    from icalendar import Event


def clause_place(each: DatedClause) -> str:
    """Which provision of which text a clause is."""
    here = get_language() or "en"
    instrument = each.version.instrument
    symbol = format.localized_symbol(instrument.symbol, here) or instrument.slug
    return f"{symbol}{formats.list_separator(here)}{format.provision_reference(each.chain)}"


def clause_url(each: DatedClause) -> str:
    """The page of the provision that a clause is in."""
    return each.chain[-1][0].get_absolute_url()


def clause_text(each: DatedClause) -> SafeString:
    """What a clause is, then its own words."""
    here = get_language() or "en"
    return format_html(
        '{}{}<span lang="{}" dir="{}">{}</span>',
        Clause.Kind(each.clause.kind).label,
        formats.colon(here),
        each.language,
        direction(each.language) if each.language else "auto",
        each.text,
    )


def mandate_moment(line: MandateRow, when: Any, phase: str = "coming") -> parts.TimelineEntry:
    """A mandate on a time line."""
    note = format_html(
        "<bdi>{}</bdi> · {} · {}",
        line.mandate.slug,
        addressee_names(line),
        show.provision_label(line),
    )
    url = line.mandate.get_absolute_url()
    return parts.TimelineEntry(show.text_excerpt(line), when, phase, url, note=note)


def clause_moment(each: DatedClause) -> parts.TimelineEntry:
    """A clause on a time line; one of which no whole date is known stands as undated."""
    whole = len(each.clause.deadline) == 10
    when = date(each.clause.deadline)
    if not whole:
        when = _("%(occasion)s, date to be set") % {
            "occasion": formats.date(each.clause.deadline, get_language() or "en")
        }
    phase = "coming" if whole else "undated"
    note = format_html("{}", clause_place(each))
    return parts.TimelineEntry(clause_text(each), when, phase, clause_url(each), note=note)


def moments_by_month(
    dated: Sequence[MandateRow], clauses: Sequence[DatedClause]
) -> list[tuple[str, list[parts.TimelineEntry]]]:
    """Dates by month, and what has only a year under that year, before its months."""
    here = get_language() or "en"
    every: list[tuple[str, parts.TimelineEntry]] = [
        (each.mandate.due.isoformat(), mandate_moment(each, date(each.mandate.due)))
        for each in dated
        if each.mandate.due
    ]
    every += [(each.clause.deadline, clause_moment(each)) for each in clauses]
    every.sort(key=lambda each: each[0])
    return [
        (formats.date(month, here), [moment for _when, moment in there])
        for month, there in groupby(every, key=lambda each: each[0][:7])
    ]


def calendar_bytes(
    title: str, dated: Sequence[MandateRow], clauses: Sequence[DatedClause], cut: str = ""
) -> bytes:
    """A calendar (RFC 5545) of whole days. What has no whole date is in no calendar.

    ``page_links``: where it is not all, the list that has the rest; the calendar and its first day say so then.
    """
    from icalendar import Calendar  # noqa: PLC0415 - heavy: heavy, and of one page alone

    made = Calendar()
    made.add("version", "2.0")
    made.add("prodid", "-//Majlis//Register of mandates//EN")
    made.add("method", "PUBLISH")
    made.add("name", title)
    made.add("x-wr-calname", title)
    if cut:
        words = _("There is more than this calendar holds: choose a filter in the register.")
        made.add("x-wr-caldesc", f"{words} {cut}")
        made.add_component(_event("mandates/cut", clock.today(), words, cut, cut))
    for line in dated:
        if line.mandate.due is not None:
            told = formats.colon(get_language() or "en").join(
                filter(None, [addressee_names(line), line.text])
            )
            url = line.mandate.get_absolute_url()
            made.add_component(
                _event(
                    f"mandates/{line.mandate.slug}",
                    line.mandate.due,
                    told,
                    show.provision_label(line),
                    url,
                )
            )
    for each in clauses:
        if len(each.clause.deadline) == 10:
            kind = Clause.Kind(each.clause.kind).label
            told = f"{kind}{formats.colon(get_language() or 'en')}{each.text}"
            on = datetime.date.fromisoformat(each.clause.deadline)
            made.add_component(
                _event(f"clauses/{each.clause.pk}", on, told, clause_place(each), clause_url(each))
            )
    return bytes(made.to_ical())


def _event(key: str, on: datetime.date, told: str, where: str, url: str) -> Event:
    from icalendar import Event  # noqa: PLC0415 - heavy

    event = Event()
    host = absolute_url("").partition("://")[2].partition("/")[0] or "majlis"
    event.add("uid", f"{key.replace('/', '-')}@{host}")
    event.add("dtstamp", timezone.now())
    event.add("dtstart", on)
    event.add("dtend", on + datetime.timedelta(days=1))
    event.add("summary", told)
    event.add("description", f"{where}\n{absolute_url(url)}\n{disclaimer()}")
    event.add("url", absolute_url(url))
    event.add("transp", "TRANSPARENT")
    return event


def calendar_title() -> str:
    """What the calendar and the feed are called."""
    return str(_("Majlis: register of mandates"))
