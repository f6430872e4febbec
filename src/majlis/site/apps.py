"""The site as an application of Django."""

from __future__ import annotations

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Letters in the outbox and the clock, so far as they need tables."""

    name = "majlis.site"
    label = "site"
    default_auto_field = "django.db.models.BigAutoField"
