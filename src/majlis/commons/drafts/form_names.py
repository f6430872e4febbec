"""The registry of the names in the list of drafts of forms that are no declared page; those have the title of their page."""

from __future__ import annotations

from django.utils.functional import Promise

# Key of a form -> its name. A room registers its forms in the ``ready`` of its application.
FORM_NAMES: dict[str, str | Promise] = {}


def register(key: str, name: str | Promise) -> None:
    """Register the name of a form for the list of drafts."""
    FORM_NAMES[key] = name
