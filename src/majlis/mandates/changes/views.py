"""The page and the feed of recent changes."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import groupby
from typing import Any, override

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from majlis.commons.notices import atom
from majlis.instruments.citations.names import instrument_symbol
from majlis.kernel import clock
from majlis.kernel.models import Reader
from majlis.kit.columns import Column, page_table
from majlis.kit.table_page import TablePage
from majlis.look import formats, parts
from majlis.look.templatetags.look import date
from majlis.mandates.changes import queries
from majlis.mandates.changes.queries import Change
from majlis.mandates.core import table as show
from majlis.mandates.core.rows import MandateRow
from majlis.mandates.models import Mandate
from majlis.mandates.register import queries as register_queries
from majlis.mandates.register.pages import CoveredPage
from majlis.mandates.register.tables import disclaimer

FEED_PERIOD = datetime.timedelta(days=92)


def requested_month(month: str, today: datetime.date) -> datetime.date:
    """The first day of the month in ``month`` (as ``2026-04``).

    This month where ``month`` is empty, invalid or in the future.
    """
    try:
        first = datetime.date.fromisoformat(f"{month}-01")
    except ValueError:
        return today.replace(day=1)
    return min(first, today.replace(day=1)) if first.year > 1 else today.replace(day=1)


def next_month(first: datetime.date) -> datetime.date:
    """The first day of the month after ``first``."""
    return (first + datetime.timedelta(days=31)).replace(day=1)


class Changes(CoveredPage, TablePage[Change]):
    """The mandates that were accepted, changed, ended or reported on in a month, by text."""

    template_name = "mandates/changes/list.html"
    title = pgettext_lazy("page", "Recent changes")
    paginate_by = 50
    file_name = "mandates-changes"
    columns = (
        Column(
            "number",
            pgettext_lazy("number of a record", "Number"),
            value=lambda change: change.slug,
        ),
        Column(
            "text",
            pgettext_lazy("document", "Text"),
            value=lambda change: change.text,
            meaning=_("identifier (as in the page address)"),
        ),
        Column(
            "change",
            pgettext_lazy("change of a mandate", "Change"),
            value=lambda change: change.what,
        ),
        Column(
            "day",
            pgettext_lazy("date", "Date"),
            value=lambda change: clock.date_of(change.at),
        ),
    )

    @cached_property
    def first_day(self) -> datetime.date:
        """The first day of the month that the page shows."""
        return requested_month(self.request.GET.get("month", ""), clock.today())

    @override
    def get_rows(self) -> list[Change]:
        return queries.register_changes(self.reader, self.first_day, next_month(self.first_day))

    @override
    def get_lead(self) -> str:
        return formats.date(self.first_day.isoformat()[:7], self.language)

    @override
    def get_download_links(self) -> list[parts.Link]:
        return [*super().get_download_links(), parts.Link("Atom", reverse("mandates:changes_feed"))]

    @override
    def get_context_data(self) -> dict[str, Any]:
        context = super().get_context_data()
        return {
            **context,
            "ways": self.month_links(),
            "shelves": self.tables_by_text(context["rows"]),
        }

    def month_links(self) -> list[parts.Link]:
        """Links to the month before, and to the month after if it is not in the future."""
        previous = (self.first_day - datetime.timedelta(days=1)).isoformat()[:7]
        links = [parts.Link(pgettext_lazy("link", "Previous month"), f"?month={previous}")]
        following = next_month(self.first_day)
        if following <= clock.today():
            links.append(
                parts.Link(
                    pgettext_lazy("link", "Next month"), f"?month={following.isoformat()[:7]}"
                )
            )
        return links

    def tables_by_text(self, changes: Sequence[Change]) -> list[tuple[str, parts.Table]]:
        """The symbol of each text, and its changes as a table."""
        rows = rows_of_changes(self.reader, changes, self.language)
        columns: tuple[Column[Change], ...] = (
            Column(
                "mandate",
                pgettext_lazy("mandate", "Requested action"),
                lambda change: show.mandate_cell(rows[change.mandate]),
            ),
            Column(
                "change", pgettext_lazy("change of a mandate", "Change"), lambda change: change.what
            ),
            Column("when", pgettext_lazy("date", "Date"), lambda change: date(change.at)),
        )
        tables = []
        for _slug, group in groupby(changes, key=lambda change: change.text):
            of_text = [change for change in group if change.mandate in rows]
            if of_text:
                symbol = instrument_symbol(rows[of_text[0].mandate].version.instrument)
                tables.append((symbol, page_table(columns, of_text, symbol)))
        return tables


def rows_of_changes(
    reader: Reader, changes: Iterable[Change], language: str
) -> dict[int, MandateRow]:
    """Map the mandates of changes that the reader may see to their rows; one query."""
    mandates = [Mandate(record_id=key) for key in sorted({change.mandate for change in changes})]
    rows = register_queries.page_rows(reader, mandates, language)
    return {row.mandate.pk: row for row in rows}


@require_safe
def changes_feed(request: HttpRequest) -> HttpResponse:
    """The latest changes as an Atom feed, in the language of the address."""
    language, today = get_language() or "en", clock.today()
    changes = queries.register_changes(
        request.user, today - FEED_PERIOD, today + datetime.timedelta(days=1)
    )
    latest = sorted(changes, key=lambda change: change.at, reverse=True)[: atom.MAX_ENTRIES]
    lines = rows_of_changes(request.user, latest, language)
    entries = []
    for change in latest:
        line = lines.get(change.mandate)
        if line is None:
            continue
        entry_title = f"{change.slug}{formats.colon(language)}{change.what}"
        html = format_html(
            "<p>{}</p><p>{}</p><p>{}</p>",
            show.text_excerpt(line),
            show.provision_label(line),
            disclaimer(),
        )
        entries.append(
            atom.Entry(
                f"/mandates/{change.key}",
                entry_title,
                line.mandate.get_absolute_url(),
                change.at,
                html,
            )
        )
    title = pgettext("page", "Recent changes")
    return atom.feed_response(request, title, reverse("mandates:changes"), entries)
