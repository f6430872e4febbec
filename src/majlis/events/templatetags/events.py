"""Template tags: the meetings of a body, on its page."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import HttpRequest
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from majlis.events.meetings import queries, tables
from majlis.kernel.actor import Actor
from majlis.kernel.models import Record
from majlis.kernel.verbs import may
from majlis.look import parts
from majlis.parties.models import Body

register = template.Library()

MEETINGS_SHOWN = 5
"""Meetings that the page of a body shows: the latest."""


@register.simple_tag(takes_context=True)
def body_meetings(context: Context, record: Record) -> dict[str, Any]:
    """The latest meetings of a body, as ``meetings``, and ``links`` to all, to its rules, and to a new one."""
    request: HttpRequest = context["request"]
    slug = record.address.partition("/")[2]
    latest = queries.meetings_of_body(request.user, record, MEETINGS_SHOWN)
    links = [
        *(
            [
                parts.Link(
                    _("All meetings of this body"), f"{reverse('events:meetings')}?body={slug}"
                )
            ]
            if latest
            else []
        ),
        parts.Link(_("Rules for meetings"), reverse("events:meeting_rules", args=[slug])),
    ]
    body = context.get("object")
    if isinstance(body, Body) and may(Actor.of(request), "events.create_meeting", body):
        links.append(
            parts.Link(
                pgettext("button", "Create a meeting"),
                reverse("events:create_meeting", args=[slug]),
            )
        )
    return {
        "meetings": [
            tables.meeting_link(
                meeting,
                format_html("{} {}", tables.days_html(meeting), tables.meeting_badge(meeting)),
            )
            for meeting in latest
        ],
        "links": links,
    }
