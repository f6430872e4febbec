"""Live pages as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class LiveConfig(AppConfig):
    """Streams of changes; rooms register what can be followed."""

    name = "majlis.commons.live"
    label = "live"
    default_auto_field = "django.db.models.BigAutoField"
