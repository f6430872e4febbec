"""Pages of reports: draft one, and print a draft anew."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, override

from django.db.models import Model
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.documents.lifecycle import DRAFT, RETURNED
from majlis.documents.models import Category, Document
from majlis.documents.reporting import actions, queries
from majlis.documents.reporting.forms import ReportForm
from majlis.events.core.names import meeting_name
from majlis.events.lifecycle import CLOSED
from majlis.events.models import Meeting
from majlis.instruments.citations.names import full_version_name
from majlis.instruments.models import Version
from majlis.kernel.actor import Actor
from majlis.kernel.models import Record
from majlis.kernel.verbs import may
from majlis.kit.action_page import ActionPage, ButtonAction
from majlis.look import parts
from majlis.parties.models import Body
from majlis.parties.queries.bodies import get_body

SECTION = "documents/reporting/meeting_section.html"
RECORD_TOOL = "documents/reporting/record_tool.html"


class DraftReport(ActionPage[Body]):
    """Draft the report of a body from the records of its meetings."""

    verb = actions.draft_report
    form_class = ReportForm
    title = _("Draft report")
    lead = _(
        "Meetings, figures, documents and conclusions are taken from the records, in six languages. The draft can be edited in Word."
    )
    button = pgettext_lazy("button", "Draft report")
    done = _("The report was drafted. Check it, then submit it.")

    @override
    def get_target(self) -> Body:
        body = get_body(self.reader, self.kwargs["slug"])
        if body is None:
            raise Http404
        return body

    @cached_property
    def meetings(self) -> dict[int, Meeting]:
        """The meetings that the report may cover."""
        return {each.pk: each for each in queries.meetings_to_report(self.reader, self.target)}

    @cached_property
    def receivers(self) -> dict[int, Meeting]:
        """The meetings that may receive it."""
        return {each.pk: each for each in queries.receiving_meetings(self.reader, self.target)}

    @cached_property
    def texts(self) -> dict[int, Version]:
        """The texts that it may submit."""
        return {each.pk: each for each in queries.proposed_texts(self.reader, self.target)}

    @override
    def get_form_options(self) -> dict[str, Any]:
        return {
            "meetings": [(key, meeting_name(each).text) for key, each in self.meetings.items()],
            "receivers": [(key, meeting_name(each).text) for key, each in self.receivers.items()],
            "texts": [(key, full_version_name(each)) for key, each in self.texts.items()],
        }

    @override
    def get_initial(self) -> dict[str, Any]:
        return {"language": self.language, "meetings": list(self.meetings)}

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        return data | {
            "meetings": [self.meetings[key] for key in data["meetings"]],
            "to": self.receivers[data["to"]],
            "texts": [self.texts[key] for key in data.get("texts", ())],
        }

    @override
    def get_success_url(self, result: Document) -> str:
        return result.get_absolute_url()


class RedraftReport(ButtonAction[Document]):
    """Print the draft of a report anew from the records."""

    verb = actions.redraft_report
    title = _("Redraft from the records")
    done = _("The report was redrafted from the records.")

    @override
    def get_target(self) -> Document:
        rows = Document.objects.visible_to(self.reader).with_wordings()
        document: Document = get_object_or_404(
            rows.select_related("meeting__body__record"), slug=self.kwargs["slug"]
        )
        return document

    @override
    def get_object_above(self) -> Model:
        return self.target

    @override
    @classmethod
    def is_offered(cls, actor: Actor, target: Document) -> bool:
        return target.state in (DRAFT, RETURNED) and super().is_offered(actor, target)


def report_section(request: HttpRequest, meeting: Meeting) -> Mapping[str, Any] | None:
    """The section of the page of a meeting: the reports that cover it, and a link to draft one."""
    reports = (
        Document.objects.visible_to(request.user)
        .filter(reported_meetings__meeting=meeting)
        .with_wordings()
    )
    links = [parts.Link(each.symbol or str(each), each.get_absolute_url()) for each in reports]
    is_waiting = not links and meeting.state == CLOSED
    draft = ""
    if is_waiting and may(Actor.of(request), "documents.draft_report", meeting.body):
        draft = reverse("documents:draft_report", args=[meeting.body.slug])
    return {"reports": links, "draft_url": draft} if links or draft else None


def redraft_url(request: HttpRequest, record: Record) -> str:
    """The address by which a draft of a report is printed anew, for who may; else empty."""
    document = (
        Document.objects.visible_to(request.user)
        .filter(pk=record.pk, category=Category.REPORT, reported_meetings__isnull=False)
        .select_related("meeting__body__record")
        .first()
    )
    if document is None or not RedraftReport.is_offered(Actor.of(request), document):
        return ""
    return reverse("documents:redraft_report", args=[document.slug])
