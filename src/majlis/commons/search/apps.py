"""Search as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The search index: one row for each record and language, updated by the verbs."""

    name = "majlis.commons.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the lookups and the receiver of ``verb_done``."""
        from majlis.commons.search import lookups, signals  # noqa: F401

        lookups.register()
