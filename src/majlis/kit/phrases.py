"""Phrases that pages of all rooms share, so that one thing is said in one way."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

SAVE = pgettext_lazy("button", "Save")
SAVE_CHANGES = pgettext_lazy("button", "Save changes")
SAVE_CORRECTION = pgettext_lazy("button", "Save correction")
UNCHANGED = _("No change was made because the record already has these values.")
UNDO = pgettext_lazy("button", "Undo")
NO_MATCH = _("No matching entries. Use fewer words or remove a filter.")
NO_ENTRY = _("No entries yet.")
SHOW_ALL = pgettext_lazy("button", "Show all")
