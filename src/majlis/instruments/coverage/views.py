"""The coverage page."""

from __future__ import annotations

from functools import cached_property
from typing import Any, override

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, npgettext, pgettext_lazy

from majlis.instruments.coverage import queries
from majlis.instruments.coverage.tables import COVERAGE, STUBS
from majlis.kernel import downloads
from majlis.kit.columns import file_sheet, page_table
from majlis.kit.table_page import TablePage
from majlis.look import formats, parts

CITED = _("Cited texts not held in Majlis")


class Coverage(TablePage[queries.BodyCoverage]):
    """The coverage by body and date, and the cited texts that are not held."""

    template_name = "instruments/coverage/coverage.html"
    title = _("Coverage and cut-off date")
    parents = ((pgettext_lazy("documents", "Texts"), "instruments:texts"),)
    columns = COVERAGE
    file_name = "coverage"

    @override
    def get_rows(self) -> list[queries.BodyCoverage]:
        return queries.coverage_by_body(self.reader)

    @cached_property
    def cited(self) -> list[tuple[int, int]]:
        """The keys of the cited texts, and how many texts cite each."""
        return queries.cited_stubs(self.reader)

    @override
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if downloads.requested_format(request) and downloads.requested_list(request) == "cited":
            stubs = queries.load_stubs(self.reader, self.cited)
            return downloads.download_response(request, file_sheet("cited", CITED, STUBS, stubs))
        return super().get(request, *args, **kwargs)

    @override
    def get_context_data(self) -> dict[str, Any]:
        page = Paginator(self.cited, 25).get_page(self.request.GET.get("page"))
        texts, stubs = sum(each.texts for each in self.rows), page.paginator.count
        text_count = npgettext("number of texts", "%(n)s text", "%(n)s texts", texts)
        stub_count = ngettext(
            "%(n)s cited text not held in Majlis", "%(n)s cited texts not held in Majlis", stubs
        )
        links = downloads.download_links(self.request, "cited")
        return {
            **super().get_context_data(),
            "summary": parts.ListSummary(
                text_count % {"n": formats.number(texts, self.language)},
                (),
                self.get_download_links(),
            ),
            "apart": parts.ListSummary(
                stub_count % {"n": formats.number(stubs, self.language)},
                (),
                [parts.Link(label, url) for label, url in links],
            ),
            "stubs": page_table(STUBS, queries.load_stubs(self.reader, page), CITED),
            "pages": parts.page_links(self.request, page),
        }
