"""The follow-up page of a meeting, and its section on the page of the meeting."""

from __future__ import annotations

from functools import cached_property
from typing import Any, override

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from majlis.events.core.names import meeting_name
from majlis.events.meetings.tables import meeting_badge, meeting_days
from majlis.events.models import Meeting
from majlis.kernel.templatetags.majlis import said
from majlis.kit.table_page import TablePage
from majlis.look import parts
from majlis.portal.follow_up import queries, tables
from majlis.portal.follow_up.tables import FollowUpRow, file_column


class MeetingFollowUp(TablePage[FollowUpRow]):
    """What a meeting asked and what came of it; what was due at it; its documents, and items carried over."""

    template_name = "portal/meeting_follow_up.html"
    title = pgettext_lazy("page", "Follow-up")
    file_name = "follow-up"
    columns = (
        file_column(
            "section",
            pgettext_lazy("follow-up", "Section"),
            lambda row: row.section,
            _("asked, due, step, document, carried over or report"),
        ),
        file_column(
            "number",
            pgettext_lazy("number of a record", "Number"),
            lambda row: row.number,
            _("number of the mandate, symbol of the document, or number of the item"),
        ),
        file_column("title", pgettext_lazy("follow-up", "Title"), lambda row: row.title),
        file_column("entity", pgettext_lazy("entity", "Entity"), lambda row: row.entity),
        file_column("due", pgettext_lazy("due date", "Due date"), lambda row: row.due),
        file_column("status", pgettext_lazy("mandate", "Status"), lambda row: row.status),
        file_column(
            "went_to",
            pgettext_lazy("follow-up", "Went to"),
            lambda row: row.outcome,
            _("items of later meetings, separated by semicolons"),
        ),
        file_column(
            "address", pgettext_lazy("web address", "Web address"), lambda row: row.address
        ),
    )

    @cached_property
    def follow_up(self) -> queries.FollowUp:
        """What the page shows. Raises Http404."""
        meeting = queries.get_meeting(self.reader, self.kwargs["slug"], self.language)
        return queries.follow_up(self.reader, meeting, self.language)

    @property
    def meeting(self) -> Meeting:
        """The meeting, with its name. Raises Http404."""
        return self.follow_up.meeting

    @override
    def get_object_above(self) -> Meeting:
        return self.meeting

    @override
    def get_lead(self) -> str:
        return said(meeting_name(self.meeting))

    @override
    def get_rows(self) -> list[FollowUpRow]:
        return tables.file_rows(self.follow_up)

    def get_facts(self) -> list[parts.Fact]:
        """The meeting, its session of the register, the texts that it adopted, and its conclusions."""
        found = self.follow_up
        facts = [
            parts.Fact(pgettext("meeting", "Dates"), meeting_days(self.meeting)),
            parts.Fact(pgettext("meeting", "Status"), meeting_badge(self.meeting)),
        ]
        if found.session:
            label, url = (
                pgettext("meeting", "Session for due dates"),
                reverse("mandates:occasions"),
            )
            facts.append(parts.Fact(label, found.session, url))
        if found.texts:
            label = pgettext("meeting", "Texts adopted")
            facts.append(parts.Fact(label, tables.text_links(found)))
        if found.conclusions:
            counts = tables.conclusion_counts(found)
            facts.append(parts.Fact(pgettext("meeting", "Conclusions"), counts))
        return facts

    @override
    def get_context_data(self) -> dict[str, Any]:
        return {
            **super().get_context_data(),
            "meeting": self.meeting,
            "facts": self.get_facts(),
            "unchecked": tables.unchecked_sentence(self.follow_up) if self.follow_up.asked else "",
            "sections": tables.sections(self.follow_up),
        }
