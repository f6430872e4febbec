"""The entry of the to-do list about findings."""

from __future__ import annotations

from django.utils.translation import ngettext


def findings_sentence(count: int) -> str:
    """How many findings wait for the user's decision."""
    words = ngettext("%(count)s finding to check", "%(count)s findings to check", count)
    return words % {"count": count}
