"""What waits for officers: closed meetings of which no report has been drafted."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from majlis.commons.notices import todo
from majlis.commons.notices.todo import TodoItem
from majlis.documents.reporting import queries
from majlis.events.core.names import meeting_name
from majlis.kernel.models import User


def register_notifications() -> None:
    """Register the to-do items of reports."""
    todo.register(reports_todo)


def reports_todo(user: User) -> Iterator[TodoItem]:
    """The meetings that wait for a report, each with the page on which it is drafted."""
    for meeting in queries.unreported_meetings(user):
        yield TodoItem(
            _("Draft the report: %(meeting)s") % {"meeting": meeting_name(meeting).text},
            reverse("documents:draft_report", args=[meeting.body.slug]),
        )
