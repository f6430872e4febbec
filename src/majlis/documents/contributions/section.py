"""The section of the page of a meeting about contributions: deadline, own drafts, what waits for officers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from majlis.documents.contributions import queries, tables
from majlis.documents.contributions.actions import RECEIVING_STATES
from majlis.documents.contributions.checks import is_late
from majlis.documents.core.access import is_officer_of
from majlis.documents.core.body_rules import contributions_due, rules_of
from majlis.events.core.times import deadline_html
from majlis.events.models import Meeting
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.look import parts

TEMPLATE = "documents/contributions/meeting_section.html"


def contributions_of_meeting(request: HttpRequest, meeting: Meeting) -> Mapping[str, Any] | None:
    """The context of the section; None where nobody submits any more and nothing of the reader's is open.

    One query for own drafts, for who has signed in, and one more for officers.
    """
    reader = request.user
    drafts = (
        [
            parts.Cell(
                each.say("title").text,
                each.get_absolute_url(),
                tables.document_badge(each),
                each.say("title").language,
            )
            for each in queries.own_drafts(reader, meeting)
        ]
        if reader.is_authenticated
        else []
    )
    is_officer = is_officer_of(reader, meeting.body)
    is_open = meeting.state in RECEIVING_STATES
    if not (is_open or is_officer or drafts):
        return None
    to_check, to_post = queries.queue_counts(reader, meeting) if is_officer else (0, 0)
    query = f"?meeting={meeting.slug}"
    return {
        **deadline_context(request, meeting, get_language() or "en"),
        "is_open": is_open,
        "drafts": drafts,
        "may_contribute": queries.may_contribute(reader, meeting),
        "is_signed_in": reader.is_authenticated,
        "create_url": reverse("documents:create_document", args=[meeting.slug]),
        "upload_url": reverse("documents:upload_document", args=[meeting.slug]),
        "rules_url": reverse("documents:document_rules", args=[meeting.body.slug]),
        "templates": template_links(meeting) if is_open else [],
        "to_check": to_check,
        "to_post": to_post,
        "queue_url": reverse("documents:submitted_documents") + query,
        "post_url": reverse("documents:post_documents") + query,
    }


def deadline_context(request: HttpRequest, meeting: Meeting, language: str) -> dict[str, Any]:
    """The deadline in the reader's time, whether it has passed, and what holds then."""
    rules = rules_of(meeting.body)
    due = contributions_due(meeting, rules)
    return {
        "deadline": deadline_html(due, meeting.zone, request, language) if due else "",
        "is_late": is_late(meeting),
        "late_sentence": tables.late_sentence(rules),
        "limits": tables.limits_sentence(rules),
    }


def template_links(meeting: Meeting) -> list[tuple[str, str, str]]:
    """The Word templates: code and own name of the language, address."""
    return [
        (code, each.name, reverse("documents:document_template", args=[meeting.slug, code]))
        for code, each in LANGUAGES_BY_CODE.items()
    ]
