"""The page of the clause library."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, override

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

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
    title = _("Clause library")
    lead = _(
        "How adopted texts say when something ends, is looked at again or goes on. Words to copy, and where they stand."
    )
    paginate_by = 20
    file_name = "clauses"
    columns = (
        Column("kind", pgettext_lazy("clause", "Kind"), value=lambda row: row.clause.kind),
        Column("text", _("Text"), value=lambda row: row.version.instrument.symbol),
        Column("place", _("Provision"), value=tables.clause_place),
        Column("date", pgettext_lazy("clause", "Date"), value=lambda row: row.clause.deadline),
        Column("occasion", _("Occasion"), value=lambda row: row.clause.occasion),
        Column("body", _("Who reviews or renews"), value=lambda row: row.body),
        Column("language", _("Language"), value=lambda row: row.clause.language),
        Column("words", _("Words"), value=tables.wording_of_clause),
        Column("address", _("Address"), value=tables.clause_address),
    )
    empty = _("No clause was accepted yet. They come from the review of what is found in texts.")
    no_match = _("No clause is found so. Take a filter away.")
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
        return ngettext("%(n)s clause", "%(n)s clauses", total)

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
            "%(n)s mandate in force has no clause on its end, review or renewal",
            "%(n)s mandates in force have no clause on their end, review or renewal",
            count,
        )
        url = f"{reverse('mandates:register')}?expires={register_queries.WITHOUT_CLAUSE}"
        return parts.Link(sentence % {"n": formats.number(count, self.language)}, url)
