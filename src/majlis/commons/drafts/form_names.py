"""The registry of the forms that have drafts, with their names in the list of drafts."""

from __future__ import annotations

from django.utils.functional import Promise

# Key of a form -> its name. A room registers its forms in the ``ready`` of its application.
FORM_NAMES: dict[str, str | Promise] = {}


def register(key: str, name: str | Promise) -> None:
    """Register the name of a form for the list of drafts."""
    FORM_NAMES[key] = name
