"""The Django app of the look. It has no models."""

from __future__ import annotations

from django.apps import AppConfig


class LookConfig(AppConfig):
    """The look: templates, style sheet, template tags and catalogues."""

    name = "majlis.look"
    label = "look"
