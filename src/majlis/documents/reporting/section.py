"""What the page of a meeting shows of its reports, and the page of a report of its draft."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from majlis.documents.lifecycle import DRAFT, RETURNED
from majlis.documents.models import Category, Document
from majlis.events.lifecycle import CLOSED
from majlis.events.models import Meeting
from majlis.kernel.actor import Actor
from majlis.kernel.models import Record
from majlis.kernel.verbs import may
from majlis.look import parts

SECTION = "documents/reporting/meeting_section.html"
RECORD_TOOL = "documents/reporting/record_tool.html"


def is_in_preparation(report: Document) -> bool:
    """Whether a report can be drafted again: it was not submitted, or was returned."""
    return report.state in (DRAFT, RETURNED)


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
    """The address by which a draft of a report is redrafted, for who may; else empty."""
    document = (
        Document.objects.visible_to(request.user)
        .filter(pk=record.pk, category=Category.REPORT, reported_meetings__isnull=False)
        .select_related("meeting__body__record")
        .first()
    )
    if document is None or not is_in_preparation(document):
        return ""
    if not may(Actor.of(request), "documents.redraft_report", document):
        return ""
    return reverse("documents:redraft_report", args=[document.slug])
