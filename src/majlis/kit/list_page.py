"""A list of records: filters, count, sort, pages, files and empty state, from a declaration.

::

    class BodyList(ListPage[Body, Body]):
        title = _("Bodies")
        columns = (
            Column("name", pgettext_lazy("organization", "Name"), body_link, body_name),
            Column("kind", pgettext_lazy("body", "Kind"), lambda body: body_type_name(body.sort)),
        )
        filter_form = SearchForm

        def get_queryset(self) -> QuerySet[Body]:
            return queries.bodies(self.reader, words=self.filters["q"])

        def get_count(self, total: int) -> str:
            return ngettext("%(n)s body", "%(n)s bodies", total)

    path("bodies/", BodyList.as_view(), name="bodies")
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import batched
from typing import Any, ClassVar, override

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from majlis.kernel import downloads
from majlis.kernel.pagination import paginate
from majlis.kit import phrases
from majlis.kit.action_page import ActionPage, action_links
from majlis.kit.columns import Column, file_sheet, page_table
from majlis.kit.filters import ListFilters, active_filters, filter_query, result_title
from majlis.kit.page import Page, StrOrPromise
from majlis.look import formats, parts

FILE_BATCH = 500
"""Rows that a file reads at a time."""


class ListPage[Item: Model, Row](Page):
    """A page with a list of records. Subclasses declare it; see the module.

    ``Item`` is the model of the queryset; ``Row`` is what the columns read, which ``get_rows`` makes of
    the items of a page (by default the item itself).

    - ``sort``: the key of the column by which the list is sorted if the reader chose none, with ``-``
      for the reverse order; empty for the order of the queryset.
    - ``counted``: whether the page says how many entries there are.
    - ``file_name``: the name of its files; empty for a list without downloads.
    - ``feeds``: further links beside the files, with the same filters: (label, name of the address).
    - ``links``: further pages, below the list. ``actions``: actions on the object above, if there is
      one, as ``DetailPage``.
    - ``empty``: the sentence of a list without entries; ``no_match``, with filters that nothing matches.

    Templates extend ``kit/list.html``, with the filters in the block ``margin``. They get ``table``, ``rows``, ``summary``, ``filter``, ``pages``, ``links``;
    a list that is no table fills the block ``rows``.
    """

    template_name = "kit/list.html"
    paginate_by: ClassVar[int] = 25
    columns: Sequence[Column[Row]] = ()
    filter_form: ClassVar[type[ListFilters]] = ListFilters
    sort: ClassVar[str] = ""
    counted: ClassVar[bool] = True
    file_name: ClassVar[str] = ""
    feeds: ClassVar[tuple[tuple[str, str], ...]] = ()
    links: ClassVar[tuple[tuple[StrOrPromise, str], ...]] = ()
    actions: ClassVar[Mapping[str, type[ActionPage[Any]]]] = {}
    empty: StrOrPromise = phrases.NO_ENTRY
    no_match: StrOrPromise = phrases.NO_MATCH
    show_all: StrOrPromise = phrases.SHOW_ALL

    # What a list declares by methods.

    def get_queryset(self) -> QuerySet[Item]:
        """The items that the reader may see and that match ``self.filters``, in the default order."""
        raise NotImplementedError

    def get_rows(self, items: Sequence[Item]) -> Sequence[Row]:
        """The rows of some items, with what the columns read."""
        return items  # type: ignore[return-value]

    def get_file_name(self) -> str:
        """The name of the files; override where it depends on what is listed."""
        return self.file_name

    def get_count(self, total: int) -> str:
        """The number of entries as a sentence with ``%(n)s`` for the number."""
        return "%(n)s"

    def get_empty(self) -> StrOrPromise:
        """The sentence of a list without entries."""
        return self.empty

    def get_columns(self) -> Sequence[Column[Row]]:
        """The columns; override where they depend on the reader."""
        return self.columns

    def get_filter_form(self) -> ListFilters:
        """The form of the filters with the values of the address."""
        return self.filter_form(self.request.GET)

    def get_counter(self, queryset: QuerySet[Item]) -> Callable[[], int] | None:
        """A function that counts the items, for a count that is cached; None counts with the page."""
        return None

    # How it is shown.

    @cached_property
    def form(self) -> ListFilters:
        """The filters with the values of the address."""
        return self.get_filter_form()

    @cached_property
    def filters(self) -> dict[str, Any]:
        """The values of the filters; empty where a filter is not set."""
        return self.form.filter_values()

    def sorted_queryset(self) -> QuerySet[Item]:
        """The items in the order of ``?sort=``; none where a filter has an unknown value."""
        if self.filters["nothing"]:
            return self.get_queryset().none()
        queryset = self.get_queryset()
        by_key = {column.key: column for column in self.get_columns() if column.sort}
        requested = self.request.GET.get("sort", "")
        chosen = requested if requested.removeprefix("-") in by_key else self.sort
        column = by_key.get(chosen.removeprefix("-"))
        if column is None:
            return queryset
        ordered: QuerySet[Item] = (
            column.sort(queryset, self.language)
            if callable(column.sort)
            else queryset.order_by(*column.sort, "pk")
        )
        return ordered.reverse() if chosen.startswith("-") else ordered

    @override
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        queryset = self.sorted_queryset()
        if self.file_name and downloads.requested_format(request):
            return downloads.download_response(request, self.get_sheet(queryset))
        return self.render(self.list_context(queryset))

    def list_context(self, queryset: QuerySet[Item]) -> dict[str, Any]:
        """The context of the list: table, summary, pages, or the empty state."""
        page = paginate(
            queryset, self.paginate_by, self.request.GET.get("page"), self.get_counter(queryset)
        )
        columns, total = self.get_columns(), page.paginator.count
        filters = active_filters(self.request, self.form)
        # Without filters the empty state says as much as a count of zero.
        count = self.get_count(total) if self.counted and (total or filters) else ""
        count %= {"n": formats.number(total, self.language)}
        rows = self.get_rows(list(page))
        return {
            "filter": self.form if self.form.fields else None,
            "window_title": result_title(self.get_title(), count, filters),
            "summary": parts.ListSummary(
                count,
                filters,
                self.download_links(),
                headed=True,
                has_form=bool(self.form.visible_fields()),
            ),
            "table": page_table(columns, rows, self.get_title(), self.request),
            "rows": rows,
            "pages": parts.page_links(self.request, page),
            "links": [parts.Link(label, reverse(name)) for label, name in self.links],
            "action_links": action_links(
                self.actions, self.actor, self.get_object_above(), self.kwargs
            ),
        }

    def download_links(self) -> list[parts.Link]:
        """Links to the list as files and feeds."""
        files = downloads.download_links(self.request) if self.file_name else []
        feeds = [(label, reverse(name) + filter_query(self.request)) for label, name in self.feeds]
        return [parts.Link(label, url) for label, url in [*files, *feeds]]

    def get_sheet(self, queryset: QuerySet[Item]) -> downloads.Sheet:
        """The list as data: the same items in the same order as on the page."""
        rows = self.file_items(queryset[: downloads.MAX_ROWS])
        return file_sheet(self.get_file_name(), self.get_title(), self.get_columns(), rows)

    def file_items(self, queryset: QuerySet[Item]) -> Iterator[Row]:
        """The rows of a file, read in batches."""
        for items in batched(queryset.iterator(chunk_size=FILE_BATCH), FILE_BATCH):
            yield from self.get_rows(items)
