"""What the review asks of the people who decide on findings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext

from majlis.commons.notices.todo import TodoItem
from majlis.mandates.extraction import queries


def findings_to_review(user: Any) -> Iterator[TodoItem]:
    """What the engine found and nobody decided on."""
    count = queries.waiting_count(user)
    if count:
        words = ngettext(
            "%(count)s finding: is it a mandate?", "%(count)s findings: are they mandates?", count
        )
        yield TodoItem(words % {"count": count}, reverse("mandates:findings"), count=count)
