"""The page on the coverage of the register, and the page on its method."""

from __future__ import annotations

from typing import Any, override

from django.utils.translation import gettext_lazy as _

from majlis.kit.table_page import TablePage
from majlis.mandates.register import accuracy, coverage, coverage_tables
from majlis.mandates.register.accuracy import AccuracyRate
from majlis.mandates.register.coverage import CoverageRow
from majlis.mandates.register.pages import CoveredPage


class CoveragePage(CoveredPage, TablePage[CoverageRow]):
    """The coverage by body and year: texts, accepted mandates, waiting findings."""

    template_name = "mandates/register/coverage.html"
    title = _("What is in, and what waits")
    lead = _(
        "A figure is worth what it was counted from. Mandates are counted once a person accepted them; what the engine "
        "found and nobody decided yet stands apart."
    )
    columns = coverage_tables.COVERAGE_COLUMNS
    file_name = "mandates-coverage"

    @override
    def get_rows(self) -> list[CoverageRow]:
        return coverage.by_body_and_year(self.reader)

    @override
    def get_context_data(self) -> dict[str, Any]:
        stubs = coverage_tables.stubs_table(coverage.stubs_by_body(self.reader))
        return {**super().get_context_data(), "stubs": stubs}


class MethodPage(CoveredPage, TablePage[AccuracyRate]):
    """The method: what a mandate is, when it is due or overdue, what figures count, how accurate the engine is."""

    template_name = "mandates/register/method.html"
    title = _("How this is counted")
    lead = _(
        "What counts as a mandate, when a date makes one due or late, what each figure means, and how often the engine "
        "is right."
    )
    columns = coverage_tables.ACCURACY_COLUMNS
    file_name = "mandates-rates"

    @override
    def get_rows(self) -> list[AccuracyRate]:
        return accuracy.accuracy_rates(self.reader)

    @override
    def get_context_data(self) -> dict[str, Any]:
        return {**super().get_context_data(), **coverage_tables.method_context()}
