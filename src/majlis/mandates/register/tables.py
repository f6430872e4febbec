"""The list of the register as a table, with its count, downloads and shortcuts."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from majlis.kernel import downloads
from majlis.look import formats, parts
from majlis.look.templatetags.look import number
from majlis.mandates.core import table
from majlis.mandates.core.rows import MandateRow
from majlis.mandates.register import queries


def addressee_names(row: MandateRow) -> str:
    """The addressees of a mandate as text."""
    return formats.list_separator(get_language() or "en").join(
        table.entity_name(each) for each in row.entities_with_role("asked")
    )


def disclaimer() -> str:
    """The disclaimer of the register, for files and feeds."""
    return str(_("For information: this register binds nobody. The adopted text prevails."))


PAGE_SIZE = 25
SHORTCUTS = ("late", "soon", "year", "undated", "nolead")


def mandate_count(total: int) -> str:
    """The number of mandates of a list, as text."""
    language = get_language() or "en"
    return ngettext("%(n)s mandate", "%(n)s mandates", total) % {
        "n": formats.number(total, language)
    }


def filter_query(request: HttpRequest) -> str:
    """The query string with the filters, for the calendar and the feeds of the same list."""
    query = request.GET.copy()
    for name in ("page", "sort", "download"):
        query.pop(name, None)
    return f"?{query.urlencode()}" if query else ""


def download_links(request: HttpRequest) -> list[parts.Link]:
    """Links to the list as files, as a calendar and as a feed."""
    links = [parts.Link(label, url) for label, url in downloads.download_links(request)]
    query = filter_query(request)
    links.append(parts.Link("iCal", reverse("mandates:calendar_file") + query))
    links.append(parts.Link("Atom", reverse("mandates:register_feed") + query))
    return links


def shortcut_links(request: HttpRequest) -> list[parts.Link]:
    """Links to frequent lists, each with its number of mandates in force."""
    counts = queries.state_counts(request.user)
    names = {
        "late": pgettext("mandates", "Late"),
        "soon": pgettext("mandates", "Due within 90 days"),
        "year": pgettext("mandates", "Due within a year"),
        "undated": pgettext("mandates", "Without a date"),
        "nolead": _("No lead named"),
    }
    language = get_language() or "en"
    return [
        parts.Link(
            formats.with_brackets(names[name], number(counts.get(name, 0)), language),
            f"?state={name}",
        )
        for name in SHORTCUTS
    ]


def register_table(request: HttpRequest, rows: list[MandateRow]) -> parts.Table:
    """The list as a table that can be sorted by text, entity and date."""
    text, addressees, force, due, state = table.mandate_columns()
    columns = [
        parts.sortable_column(request, text.label, "text"),
        parts.sortable_column(request, addressees.label, "entity"),
        force,
        parts.sortable_column(request, due.label, "due"),
        state,
    ]
    return parts.Table(
        columns, [table.mandate_cells(each) for each in rows], _("Mandates"), headed=True
    )
