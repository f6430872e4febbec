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
        """Register the converters of addresses."""
        register_converter(RecordPartConverter, "record_part")
