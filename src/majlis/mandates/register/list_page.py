"""The base of the lists of the room that say how far the register reaches."""

from __future__ import annotations

from typing import Any, ClassVar, override

from django.db.models import Model
from django.utils.translation import pgettext_lazy

from majlis.kit.list_page import ListPage
from majlis.mandates.register import coverage_tables


class CoveredList[Item: Model, Row](ListPage[Item, Row]):
    """A list with the coverage of the register above it, below the register in the breadcrumbs."""

    template_name = "mandates/register/covered_list.html"
    base_template = "mandates/base.html"
    parents: ClassVar = ((pgettext_lazy("page", "Mandates"), "mandates:register"),)

    @override
    def get_context_data(self) -> dict[str, Any]:
        return {
            **super().get_context_data(),
            "reach": coverage_tables.coverage_line(self.reader),
        }
