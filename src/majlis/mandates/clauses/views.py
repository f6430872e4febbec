"""The page of the clause library."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, override

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, npgettext, pgettext_lazy

from majlis.kit.columns import Column
from majlis.look import formats, parts
from majlis.mandates.clauses import queries, tables
from majlis.mandates.clauses.forms import ClauseFilters
from majlis.mandates.clauses.queries import ClauseRow
from majlis.mandates.models import Clause
from majlis.mandates.register import queries as register_queries
from majlis.mandates.register.pages import CoveredList


class ClauseList(CoveredList[Clause, ClauseRow]):
    """The list of clauses, with their wording to copy."""

    template_name = "mandates/clauses/list.html"
    title = pgettext_lazy("page", "Clause library")
    lead = _("Clauses on expiry, review and renewal in adopted texts, with sources, for reuse.")
    paginate_by = 20
    file_name = "clauses"
    columns = (
        Column("kind", pgettext_lazy("clause", "Kind"), value=lambda row: row.clause.kind),
        Column(
            "text",
            pgettext_lazy("document", "Text"),
            value=lambda row: row.version.instrument.symbol,
        ),
        Column("place", pgettext_lazy("column of a table", "Provision"), value=tables.clause_place),
        Column("date", pgettext_lazy("clause", "Date"), value=lambda row: row.clause.deadline),
        Column(
            "occasion", pgettext_lazy("clause", "Occasion"), value=lambda row: row.clause.occasion
        ),
        Column("body", _("Reviewing or deciding body"), value=lambda row: row.body),
        Column(
            "language", pgettext_lazy("language", "Language"), value=lambda row: row.clause.language
        ),
        Column("words", _("Text of the clause"), value=tables.wording_of_clause),
        Column("address", pgettext_lazy("web address", "Web address"), value=tables.clause_address),
    )
    empty = _("No clauses yet. Clauses are added when findings are checked.")
    no_match = _("No matching clauses. Remove a filter.")
    show_all = _("Show all clauses")

    @override
    def get_filter_form(self) -> ClauseFilters:
        return ClauseFilters(self.reader, self.request.GET)

    @override
    def get_queryset(self) -> QuerySet[Clause]:
        clauses = queries.find_clauses(self.reader, self.filters)
        return queries.with_wordings(clauses, self.language)

    @override
    def get_rows(self, items: Sequence[Clause]) -> list[ClauseRow]:
        return queries.clause_rows(items, self.language)

    @override
    def get_count(self, total: int) -> str:
        return npgettext("number of clauses", "%(n)s clause", "%(n)s clauses", total)

    @override
    def list_context(self, queryset: QuerySet[Clause]) -> dict[str, Any]:
        context = super().list_context(queryset)
        clauses = [tables.clause_context(row) for row in context["rows"]]
        return {**context, "clauses": clauses, "without": self.link_to_mandates_without()}

    def link_to_mandates_without(self) -> parts.Link | None:
        """A link to the mandates in force that have no clause, with their number; None if all have one."""
        filters = {"expires": register_queries.WITHOUT_CLAUSE}
        count = register_queries.find_mandates(self.reader, filters).count()
        if not count:
            return None
        sentence = ngettext(
            "%(n)s mandate in force has no expiry, review or renewal clause",
            "%(n)s mandates in force have no expiry, review or renewal clause",
            count,
        )
        url = f"{reverse('mandates:register')}?expires={register_queries.WITHOUT_CLAUSE}"
        return parts.Link(sentence % {"n": formats.number(count, self.language)}, url)
