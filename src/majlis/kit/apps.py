"""The kit as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class KitConfig(AppConfig):
    """The application of the declared pages: their templates and phrases."""

    name = "majlis.kit"
    label = "kit"
