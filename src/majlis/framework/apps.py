"""The framework room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


def cell_symbol(address: str) -> str:
    """The symbol of a cell, from its address: the codes of its row and column."""
    return " × ".join(address.split("/")[-2:])


class FrameworkConfig(AppConfig):
    """Schemes, concepts, matrices, profiles."""

    name = "majlis.framework"
    label = "framework"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register record kinds, breadcrumbs, the menu entry and the measure of the room."""
        from majlis.framework import measures, tables
        from majlis.framework.models import Concept, Link, Matrix, Scheme
        from majlis.kernel import record_kinds
        from majlis.kit import trails
        from majlis.look import menu

        record_kinds.register_kind(
            "scheme",
            pgettext_lazy("kind of record", "scheme"),
            pgettext_lazy("kind of record", "schemes"),
        )
        record_kinds.register_kind(
            "concept",
            pgettext_lazy("kind of record", "concept"),
            pgettext_lazy("kind of record", "concepts"),
        )
        record_kinds.register_kind(
            "matrix",
            pgettext_lazy("kind of record", "matrix"),
            pgettext_lazy("kind of record", "matrices"),
        )
        record_kinds.register_kind(
            "link", _("cell of a matrix"), _("cells of matrices"), cell_symbol
        )
        for model in (Scheme, Matrix):
            trails.register_list(model, pgettext_lazy("page", "Framework"), "framework:schemes")
        trails.register_trail(Concept, tables.concept_trail)
        trails.register_trail(Link, lambda link: trails.below(link.matrix, link))
        also = ("framework:concepts", "framework:matrices")
        menu.register_entry(
            menu.MenuEntry("framework:schemes", pgettext_lazy("page", "Framework"), 40, also=also)
        )
        measures.register_links_measure()
