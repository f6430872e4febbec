"""A draft of a report and a document without a decision, for the tests of all pages, fictional."""

from __future__ import annotations

from typing import Any

from majlis.documents.lifecycle import DRAFT
from majlis.documents.models import Category, Consideration
from majlis.events.models import AgendaItem, Meeting
from tests.documents import factories


def plant(meeting: Meeting, item: AgendaItem) -> dict[str, Any]:
    """The draft of a report that covers the meeting; a document at an item, without a decision."""
    report = factories.document(
        meeting, state=DRAFT, category=Category.REPORT, title="A fictional report"
    )
    report.reported_meetings.create(meeting=meeting)
    undecided = factories.document(meeting, title="A fictional question")
    return {
        "draft_report": report,
        "undecided": Consideration.objects.create(document=undecided, item=item),
    }
