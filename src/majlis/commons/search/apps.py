"""Search as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """One row for each record and language; kept by the verbs themselves."""

    name = "majlis.commons.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Follow every verb, and know the operator of full text."""
        from majlis.commons.search import lookups, signals  # noqa: F401

        lookups.register()
