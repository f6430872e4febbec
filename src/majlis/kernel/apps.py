"""The kernel as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """The application of languages, records, access, audit, lifecycle, numbering and files."""

    name = "majlis.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.BigAutoField"
