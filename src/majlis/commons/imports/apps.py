"""Imports as a Django application."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class ImportsConfig(AppConfig):
    """The import of tables."""

    name = "majlis.commons.imports"
    label = "imports"

    def ready(self) -> None:
        """Register the targets of commons, the breadcrumbs and the work entry."""
        from majlis.commons.imports import signals, targets  # noqa: F401
        from majlis.commons.imports.models import Batch
        from majlis.commons.imports.rules import may_import
        from majlis.kit import trails, work
        from majlis.look import menu

        targets.register_targets()
        trails.register_list(Batch, pgettext_lazy("page", "Imported tables"), "imports:list")
        work.register_subjects(
            Batch,
            lambda reader, keys: Batch.objects.filter(user_id=reader.pk or 0, pk__in=keys),
        )
        menu.register_work_entry(
            menu.MenuEntry(
                "imports:list",
                pgettext_lazy("page", "Imported tables"),
                order=85,
                shown=lambda request: bool(may_import.test(request.user)),
            )
        )
