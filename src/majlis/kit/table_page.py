"""A page with a table whose rows are computed and not read as a queryset; also as files.

::

    class Coverage(TablePage[CoverageRow]):
        title = _("What is in, and what waits")
        columns = (Column("body", _("Body"), body_name, body_slug), ...)
        file_name = "coverage"

        def get_rows(self) -> Sequence[CoverageRow]:
            return queries.by_body_and_year(self.reader)
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar, override

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from majlis.kernel import downloads
from majlis.kit import phrases
from majlis.kit.columns import Column, file_sheet, page_table
from majlis.kit.page import Page, StrOrPromise
from majlis.look import parts


class TablePage[Row](Page):
    """A page with a table of computed rows. Subclasses declare it; see the module.

    ``paginate_by`` is 0 for a page with all rows; ``file_name`` is empty for one without files. The template
    gets ``table``, ``rows`` (those of the page), ``summary`` and ``pages``, as that of a ``ListPage``.
    """

    template_name = "kit/list.html"
    paginate_by: ClassVar[int] = 0
    columns: Sequence[Column[Row]] = ()
    file_name: ClassVar[str] = ""
    empty: StrOrPromise = phrases.NO_ENTRY

    def get_rows(self) -> Sequence[Row]:
        """All rows, in their order."""
        raise NotImplementedError

    def get_empty(self) -> StrOrPromise:
        """The sentence of a page without rows."""
        return self.empty

    def get_columns(self) -> Sequence[Column[Row]]:
        """The columns; override where they depend on what is shown."""
        return self.columns

    @cached_property
    def rows(self) -> Sequence[Row]:
        """All rows."""
        return self.get_rows()

    @override
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.file_name and downloads.requested_format(request):
            columns, title = self.get_columns(), self.get_title()
            sheet = file_sheet(self.file_name, title, columns, self.rows)
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
        return {
            **super().get_context_data(),
            "summary": parts.ListSummary("", (), self.get_download_links()),
            "table": page_table(self.get_columns(), page, self.get_title()),
            "rows": list(page),
            "pages": parts.page_links(self.request, page),
        }
