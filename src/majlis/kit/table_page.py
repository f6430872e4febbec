"""A page with a table whose rows are computed and not read as a queryset; also as files.

::

    class Coverage(TablePage[CoverageRow]):
        title = _("What is in, and what waits")
        columns = (Column("body", _("Body"), body_name, body_slug), ...)
        filter_form = CoverageFilters
        file_name = "coverage"

        def get_rows(self) -> Sequence[CoverageRow]:
            return queries.by_body_and_year(self.reader, self.filters["year"])
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import batched
from typing import Any, ClassVar, override

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from majlis.kernel import downloads
from majlis.kit import phrases
from majlis.kit.columns import Column, file_sheet, page_table
from majlis.kit.filters import ListFilters, active_filters, result_title
from majlis.kit.page import Page, StrOrPromise
from majlis.look import formats, parts

FILE_BATCH = 500
"""Rows that a file completes at a time."""


class TablePage[Row](Page):
    """A page with a table of computed rows. Subclasses declare it; see the module.

    ``paginate_by`` is 0 for a page with all rows; ``file_name`` is empty for one without files. The template
    gets ``table``, ``rows`` (those of the page), ``summary``, ``filter`` and ``pages``, as that of a
    ``ListPage``. Where a filter has an unknown value, there are no rows.
    """

    template_name = "kit/list.html"
    paginate_by: ClassVar[int] = 0
    columns: Sequence[Column[Row]] = ()
    filter_form: ClassVar[type[ListFilters]] = ListFilters
    file_name: ClassVar[str] = ""
    empty: StrOrPromise = phrases.NO_ENTRY
    no_match: StrOrPromise = phrases.NO_MATCH
    show_all: StrOrPromise = phrases.SHOW_ALL

    def get_rows(self) -> Sequence[Row]:
        """All rows, in their order."""
        raise NotImplementedError

    def complete_rows(self, rows: Sequence[Row]) -> Sequence[Row]:
        """Some of the rows with all that the columns read; override where ``get_rows`` leaves some of it out."""
        return rows

    def get_filter_form(self) -> ListFilters:
        """The form of the filters with the values of the address."""
        return self.filter_form(self.request.GET)

    def get_count(self, total: int) -> str:
        """The number of rows as a sentence with ``%(n)s`` for the number; empty for none."""
        return ""

    def get_empty(self) -> StrOrPromise:
        """The sentence of a page without rows."""
        return self.empty

    def get_columns(self) -> Sequence[Column[Row]]:
        """The columns; override where they depend on what is shown."""
        return self.columns

    @cached_property
    def form(self) -> ListFilters:
        """The filters with the values of the address."""
        return self.get_filter_form()

    @cached_property
    def filters(self) -> dict[str, Any]:
        """The values of the filters; empty where a filter is not set."""
        return self.form.filter_values()

    @cached_property
    def rows(self) -> Sequence[Row]:
        """All rows that match the filters."""
        return () if self.filters["nothing"] else self.get_rows()

    @override
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.file_name and downloads.requested_format(request):
            columns, title = self.get_columns(), self.get_title()
            rows = (
                row for some in batched(self.rows, FILE_BATCH) for row in self.complete_rows(some)
            )
            sheet = file_sheet(self.file_name, title, columns, rows)
            return downloads.download_response(request, sheet)
        return self.render()

    def get_download_links(self) -> list[parts.Link]:
        """Links to the rows as files."""
        files = downloads.download_links(self.request) if self.file_name else []
        return [parts.Link(label, url) for label, url in files]

    @override
    def get_context_data(self) -> dict[str, Any]:
        paginator = Paginator(self.rows, self.paginate_by or max(1, len(self.rows)))
        page = paginator.get_page(self.request.GET.get("page"))
        rows, total = self.complete_rows(list(page)), len(self.rows)
        filters = active_filters(self.request, self.form)
        count = self.get_count(total) if total or filters else ""
        count %= {"n": formats.number(total, self.language)}
        return {
            **super().get_context_data(),
            "filter": self.form if self.form.fields else None,
            "window_title": result_title(self.get_title(), count, filters),
            "summary": parts.ListSummary(
                count,
                filters,
                self.get_download_links(),
                headed=True,
                has_form=bool(self.form.visible_fields()),
            ),
            "table": page_table(self.get_columns(), rows, self.get_title()),
            "rows": rows,
            "pages": parts.page_links(self.request, page),
        }
