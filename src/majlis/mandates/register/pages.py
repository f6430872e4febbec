"""The bases of the pages and lists of the room that say how far the register reaches."""

from __future__ import annotations

from typing import Any, ClassVar, override

from django.db.models import Model
from django.utils.translation import pgettext_lazy

from majlis.kit.list_page import ListPage
from majlis.kit.page import Page, StrOrPromise
from majlis.mandates.register import coverage_tables


class CoveredPage(Page):
    """A page with the coverage of the register, below the register in the breadcrumbs."""

    base_template = "mandates/base.html"
    parents: ClassVar[tuple[tuple[StrOrPromise, str], ...]] = (
        (pgettext_lazy("page", "Mandates"), "mandates:register"),
    )

    @override
    def get_context_data(self) -> dict[str, Any]:
        return {
            **super().get_context_data(),
            "reach": self.get_coverage(),
        }

    def get_coverage(self) -> str:
        """The coverage as the page states it: in one line."""
        return coverage_tables.coverage_line(self.reader)


class CoveredList[Item: Model, Row](CoveredPage, ListPage[Item, Row]):
    """A list with the coverage of the register above it."""

    template_name = "mandates/register/covered_list.html"
