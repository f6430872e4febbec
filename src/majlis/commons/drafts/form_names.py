"""The names of the forms that have drafts, as the list of drafts shows them."""

from __future__ import annotations

from django.utils.functional import Promise

# What a form is called in the list of drafts: key -> name. A room adds its forms in ``ready``.
FORM_NAMES: dict[str, str | Promise] = {}


def register(key: str, name: str | Promise) -> None:
    """Name a form, for the list of drafts."""
    FORM_NAMES[key] = name
