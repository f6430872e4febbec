"""The kernel as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """Languages, records, access, audit, lifecycle, numbering, files."""

    name = "majlis.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.BigAutoField"
