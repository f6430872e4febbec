"""The Django application of the look, which has no models."""

from __future__ import annotations

from django.apps import AppConfig


class LookConfig(AppConfig):
    """Templates, style sheet, template tags and catalogues."""

    name = "majlis.look"
    label = "look"
