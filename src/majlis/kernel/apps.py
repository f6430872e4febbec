"""The kernel as a Django application."""

from __future__ import annotations

from django.apps import AppConfig
from django.urls import register_converter

from majlis.kernel.url_converters import RecordPartConverter


class KernelConfig(AppConfig):
    """The application of languages, records, access, audit, lifecycle, numbering and files."""

    name = "majlis.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the converters of addresses, and what follows when a verb is done."""
        from majlis.kernel.signals import discard_cached_values
        from majlis.kernel.verbs import verb_done

        register_converter(RecordPartConverter, "record_part")
        verb_done.connect(discard_cached_values, dispatch_uid="kernel.discard_cached_values")
