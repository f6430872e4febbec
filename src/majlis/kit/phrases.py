"""Phrases that pages of all rooms share, so that one thing is said in one way."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

SAVE = _("Save")
WITHDRAW = pgettext_lazy("verb", "Withdraw")
SAVED = _("The change was saved.")
UNCHANGED = _("No change was made: it was already as you asked.")
WITHDRAWN = _("It was withdrawn. The history keeps it.")
UNDO = _("Undo")
NO_MATCH = _("No entry matches these filters. Remove a filter, or use fewer words.")
NO_ENTRY = _("There are no entries yet.")
SHOW_ALL = _("Show the whole list")
