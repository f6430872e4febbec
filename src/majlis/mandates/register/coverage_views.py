"""The page on the coverage of the register, and the page on its method."""

from __future__ import annotations

from typing import Any, override

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.kit.table_page import TablePage
from majlis.mandates.register import accuracy, coverage, coverage_tables
from majlis.mandates.register.accuracy import AccuracyRate
from majlis.mandates.register.coverage import CoverageRow
from majlis.mandates.register.pages import CoveredPage


class CoveragePage(CoveredPage, TablePage[CoverageRow]):
    """The coverage by body and year: texts, accepted mandates, waiting findings."""

    template_name = "mandates/register/coverage.html"
    title = _("Coverage and findings to check")
    lead = _("The figures cover only these texts. Findings to check are counted separately.")
    columns = coverage_tables.COVERAGE_COLUMNS
    file_name = "mandates-coverage"

    @override
    def get_rows(self) -> list[CoverageRow]:
        return coverage.by_body_and_year(self.reader)

    @override
    def get_coverage(self) -> str:
        return coverage_tables.coverage_sentence(coverage.register_coverage(self.reader))

    @override
    def get_context_data(self) -> dict[str, Any]:
        stubs = coverage_tables.stubs_table(coverage.stubs_by_body(self.reader))
        return {**super().get_context_data(), "stubs": stubs}


class MethodPage(CoveredPage, TablePage[AccuracyRate]):
    """The method: what a mandate is, when it is due or overdue, what figures count, how accurate the engine is."""

    template_name = "mandates/register/method.html"
    title = pgettext_lazy("page", "Counting method")
    lead = _(
        "Definitions of mandates, due dates, overdue status and figures; accuracy of extraction."
    )
    columns = coverage_tables.ACCURACY_COLUMNS
    file_name = "mandates-rates"

    @override
    def get_rows(self) -> list[AccuracyRate]:
        return accuracy.accuracy_rates(self.reader)

    @override
    def get_context_data(self) -> dict[str, Any]:
        return {**super().get_context_data(), **coverage_tables.method_context()}
