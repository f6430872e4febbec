"""The list of the register, with its files, shortcuts and empty state."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, ClassVar, override

from django.db.models import Case, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext

from majlis.kernel import clock
from majlis.kernel.downloads import Sheet
from majlis.kernel.snapshot_cache import cached_value
from majlis.kit.filters import filter_query
from majlis.look import parts
from majlis.mandates.core.representation import may_create_review
from majlis.mandates.core.rows import MandateRow
from majlis.mandates.core.table import MANDATE_COLUMNS
from majlis.mandates.extraction.queries import waiting_findings
from majlis.mandates.extraction.tables import check_findings
from majlis.mandates.models import Mandate
from majlis.mandates.register import columns, coverage_tables, empty_state, queries, tables
from majlis.mandates.register.forms import RegisterForm
from majlis.mandates.register.pages import CoveredList

_UNCOUNTED = ("sort", "language")
_SORTED = ("text", "entity", "due")


class RegisterList(CoveredList[Mandate, MandateRow]):
    """The list of the register, with its filters, downloads and shortcuts."""

    template_name = "mandates/register/list.html"
    parents: ClassVar = ()
    title = _("Register of mandates")
    lead = _(
        "Requests, due dates and implementation. Only texts in force are binding; "
        "proposals are marked."
    )
    columns = tuple(
        replace(column, sort=(column.key,)) if column.key in _SORTED else column
        for column in MANDATE_COLUMNS
    )
    file_name = "mandates"
    feeds: ClassVar = (("iCal", "mandates:calendar_file"), ("Atom", "mandates:register_feed"))
    empty = _("No mandates in force yet. Findings appear once accepted by a person.")
    no_match = _("No matching mandates. Use fewer words or remove a filter.")
    show_all = _("Show all mandates in force")

    @override
    def get_filter_form(self) -> RegisterForm:
        return RegisterForm(self.reader, self.request.GET)

    @cached_property
    def similar(self) -> list[int]:
        """The keys of mandates similar in meaning to the words, best first; empty where a mandate has the words."""
        return queries.similar_mandates(self.reader, self.filters)

    @override
    def get_queryset(self) -> QuerySet[Mandate]:
        return queries.find_mandates(self.reader, self.filters)

    @override
    def sorted_queryset(self) -> QuerySet[Mandate]:
        """The mandates in the order of ``?sort=``, which is one of the filters; those without a date last.

        Those similar in meaning come in the order of their likeness, unless the reader chose another.
        """
        if not self.similar:
            return self.get_queryset()
        found = queries.find_mandates(self.reader, {**self.filters, "q": ""})
        found = found.filter(pk__in=self.similar)
        places = [When(pk=key, then=Value(place)) for place, key in enumerate(self.similar)]
        ordered: QuerySet[Mandate] = found.order_by(Case(*places))
        return found if self.filters["sort"] else ordered

    @override
    def get_rows(self, items: Sequence[Mandate]) -> list[MandateRow]:
        return queries.page_rows(self.reader, items, self.language)

    @override
    def get_count(self, total: int) -> str:
        if self.similar:
            return npgettext(
                "number of mandates",
                "%(n)s mandate similar in meaning",
                "%(n)s mandates similar in meaning",
                total,
            )
        return npgettext("number of mandates", "%(n)s mandate", "%(n)s mandates", total)

    @override
    def get_counter(self, queryset: QuerySet[Mandate]) -> Callable[[], int] | None:
        """Readers with the same filters share the count until data changes."""
        if self.similar:
            return None
        filters = tuple(
            (name, str(value)) for name, value in self.filters.items() if name not in _UNCOUNTED
        )
        key = ("mandates.register", clock.today(), *filters)
        return lambda: cached_value(self.reader, key, queryset.order_by().count)

    @override
    def get_sheet(self, queryset: QuerySet[Mandate]) -> Sheet:
        return columns.register_sheet(queryset, clock.today())

    @override
    def list_context(self, queryset: QuerySet[Mandate]) -> dict[str, Any]:
        counts = queries.state_counts(self.reader)
        query = filter_query(self.request)
        context = {
            **super().list_context(queryset),
            "short": tables.shortcut_links(counts),
            # of the whole register: above a filtered list, it would pass for a part of that list
            "commitments": None if query else tables.commitment_link(counts),
            "query": query,
            "collects": not self.similar and may_create_review(self.reader),
            "similar": tables.similarity_note() if self.similar else "",
            "check": check_findings(count)
            if (count := waiting_findings(self.reader).count())
            else "",
        }
        if not context["rows"] and not self.filters["nothing"]:
            all_url = parts.with_query(self.request, standing=queries.ALL, page=None)
            context["gaps"] = [
                coverage_tables.empty_reason_text(reason, all_url)
                for reason in empty_state.empty_reasons(self.reader, self.filters)
            ]
        return context
