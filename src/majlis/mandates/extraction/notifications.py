"""Entries of the to-do list about findings."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import ngettext

from majlis.commons.notices.todo import TodoItem
from majlis.kernel.models import Reader
from majlis.mandates.extraction import queries


def findings_to_review(user: Reader) -> Iterator[TodoItem]:
    """A to-do entry if findings wait for the user's decision."""
    count = queries.waiting_findings(user).count()
    if count:
        words = ngettext("%(count)s finding to check", "%(count)s findings to check", count)
        yield TodoItem(words % {"count": count}, reverse("mandates:findings"), count=count)
