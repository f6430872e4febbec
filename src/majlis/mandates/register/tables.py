"""The list of the register as a table, with its count, its downloads and its shortcuts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from majlis.kernel import downloads
from majlis.look import formats, parts
from majlis.look.templatetags.look import number
from majlis.mandates.core import table as show
from majlis.mandates.core.rows import MandateRow
from majlis.mandates.register import queries


def addressee_names(line: MandateRow) -> str:
    """Who is asked, for a line of a calendar."""
    return formats.list_separator(get_language() or "en").join(
        show.entity_name(each) for each in line.entities_with_role("asked")
    )


def disclaimer() -> str:
    """What stands under every page of the register, for what leaves it."""
    return str(_("For information: this register binds nobody. The adopted text prevails."))


PAGE_SIZE = 25
SHORTCUTS = ("late", "soon", "year", "undated", "nolead")


def mandate_count(total: int) -> str:
    """How many mandates a list has."""
    here = get_language() or "en"
    return ngettext("%(n)s mandate", "%(n)s mandates", total) % {"n": formats.number(total, here)}


def filter_query(request: HttpRequest) -> str:
    """The filters of this address, for the calendar and the feeds of the same list."""
    query = request.GET.copy()
    for name in ("page", "sort", "download"):
        query.pop(name, None)
    return f"?{query.urlencode()}" if query else ""


def download_links(request: HttpRequest) -> list[parts.Link]:
    """The ways to take the list away: as files, as a calendar, as a feed."""
    ways = [parts.Link(label, url) for label, url in downloads.download_links(request)]
    query = filter_query(request)
    ways.append(parts.Link("iCal", reverse("mandates:calendar_file") + query))
    ways.append(parts.Link("Atom", reverse("mandates:register_feed") + query))
    return ways


def shortcut_links(request: HttpRequest) -> list[parts.Link]:
    """The lists asked for most, each with how many mandates in force it has."""
    counts = queries.state_counts(request.user)
    names = {
        "late": pgettext("mandates", "Late"),
        "soon": pgettext("mandates", "Due within 90 days"),
        "year": pgettext("mandates", "Due within a year"),
        "undated": pgettext("mandates", "Without a date"),
        "nolead": _("No lead named"),
    }
    here = get_language() or "en"
    return [
        parts.Link(
            formats.with_brackets(names[name], number(counts.get(name, 0)), here), f"?state={name}"
        )
        for name in SHORTCUTS
    ]


def register_table(request: HttpRequest, rows: list[Any]) -> parts.Table:
    """The list, to be sorted by text, entity and date."""
    what, who, force, when, state = show.mandate_columns()
    columns = [
        parts.sortable_column(request, what.label, "text"),
        parts.sortable_column(request, who.label, "entity"),
        force,
        parts.sortable_column(request, when.label, "due"),
        state,
    ]
    return parts.Table(
        columns, [show.mandate_cells(each) for each in rows], _("Mandates"), headed=True
    )
