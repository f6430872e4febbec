"""What comes, as a time line, as a calendar file and as a feed."""

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
from majlis.mandates.models import Clause
from majlis.mandates.queries.calendar import Dated
from majlis.mandates.queries.lines import Line
from majlis.mandates.show import lines as show

if TYPE_CHECKING:
    from icalendar import Event


def place(each: Dated) -> str:
    """Which provision of which text a clause is."""
    here = get_language() or "en"
    instrument = each.version.instrument
    symbol = format.localized_symbol(instrument.symbol, here) or instrument.slug
    return f"{symbol}{formats.list_separator(here)}{format.provision_reference(each.chain)}"


def address(each: Dated) -> str:
    """The page of the provision that a clause is in."""
    return each.chain[-1][0].get_absolute_url()


def words(each: Dated) -> SafeString:
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


def who(line: Line) -> str:
    """Who is asked, for a line of a calendar."""
    return formats.list_separator(get_language() or "en").join(
        show.name_of(each) for each in line.actors("asked")
    )


def of_mandate(line: Line, when: Any, phase: str = "coming") -> parts.TimelineEntry:
    """A mandate on a time line."""
    note = format_html("<bdi>{}</bdi> · {} · {}", line.mandate.slug, who(line), show.place(line))
    url = line.mandate.get_absolute_url()
    return parts.TimelineEntry(show.words(line), when, phase, url, note=note)


def of_clause(each: Dated) -> parts.TimelineEntry:
    """A clause on a time line; one of which no whole date is known stands as undated."""
    whole = len(each.clause.deadline) == 10
    when = date(each.clause.deadline)
    if not whole:
        when = _("%(occasion)s, date to be set") % {
            "occasion": formats.date(each.clause.deadline, get_language() or "en")
        }
    phase = "coming" if whole else "undated"
    note = format_html("{}", place(each))
    return parts.TimelineEntry(words(each), when, phase, address(each), note=note)


def by_month(
    dated: Sequence[Line], clauses: Sequence[Dated]
) -> list[tuple[str, list[parts.TimelineEntry]]]:
    """Dates by month, and what has only a year under that year, before its months."""
    here = get_language() or "en"
    every: list[tuple[str, parts.TimelineEntry]] = [
        (each.mandate.due.isoformat(), of_mandate(each, date(each.mandate.due)))
        for each in dated
        if each.mandate.due
    ]
    every += [(each.clause.deadline, of_clause(each)) for each in clauses]
    every.sort(key=lambda each: each[0])
    return [
        (formats.date(month, here), [moment for _when, moment in there])
        for month, there in groupby(every, key=lambda each: each[0][:7])
    ]


def ics(title: str, dated: Sequence[Line], clauses: Sequence[Dated], cut: str = "") -> bytes:
    """A calendar (RFC 5545) of whole days. What has no whole date is in no calendar.

    ``page_links``: where it is not all, the list that has the rest; the calendar and its first day say so then.
    """
    from icalendar import Calendar  # heavy, and of one page alone

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
            told = formats.colon(get_language() or "en").join(filter(None, [who(line), line.text]))
            url = line.mandate.get_absolute_url()
            made.add_component(
                _event(
                    f"mandates/{line.mandate.slug}", line.mandate.due, told, show.place(line), url
                )
            )
    for each in clauses:
        if len(each.clause.deadline) == 10:
            kind = Clause.Kind(each.clause.kind).label
            told = f"{kind}{formats.colon(get_language() or 'en')}{each.text}"
            on = datetime.date.fromisoformat(each.clause.deadline)
            made.add_component(
                _event(f"clauses/{each.clause.pk}", on, told, place(each), address(each))
            )
    return bytes(made.to_ical())


def _event(key: str, on: datetime.date, told: str, where: str, url: str) -> Event:
    from icalendar import Event

    event = Event()
    host = absolute_url("").partition("://")[2].partition("/")[0] or "majlis"
    event.add("uid", f"{key.replace('/', '-')}@{host}")
    event.add("dtstamp", timezone.now())
    event.add("dtstart", on)
    event.add("dtend", on + datetime.timedelta(days=1))
    event.add("summary", told)
    event.add("description", f"{where}\n{absolute_url(url)}\n{notice()}")
    event.add("url", absolute_url(url))
    event.add("transp", "TRANSPARENT")
    return event


def notice() -> str:
    """What stands under every page of the register, for what leaves it."""
    return str(_("For information: this register binds nobody. The adopted text prevails."))


def name() -> str:
    """What the calendar and the feed are called."""
    return str(_("Majlis: register of mandates"))
