"""What waits for officers: closed meetings of which no report has been drafted."""

from __future__ import annotations

from django.utils.translation import get_language, ngettext

from majlis.commons.notices import todo
from majlis.documents.reporting import queries
from majlis.look import formats


def register_notifications() -> None:
    """Register the to-do item of reports."""
    todo.register_rows(
        queries.unreported_meetings,
        sentence=unreported_sentence,
        url_name="events:meetings",
        query="state=closed",
    )


def unreported_sentence(count: int) -> str:
    """How many meetings wait for a report."""
    sentence = ngettext(
        "%(n)s closed meeting has no report to the parent body yet.",
        "%(n)s closed meetings have no report to the parent body yet.",
        count,
    )
    return sentence % {"n": formats.number(count, get_language() or "en")}
