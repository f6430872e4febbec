"""The section on the page of a meeting that leads to its follow-up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from majlis.events.lifecycle import DRAFT
from majlis.events.models import Meeting
from majlis.kernel.actor import Actor
from majlis.kernel.verbs import may
from majlis.mandates.deliverables.meetings import dates_sessions
from majlis.portal.follow_up import queries

TEMPLATE = "portal/meeting_follow_up_section.html"


def meeting_section(request: HttpRequest, meeting: Meeting) -> Mapping[str, Any] | None:
    """The section on the page of a meeting: how much there is to follow up, and its session of the register."""
    if meeting.state == DRAFT:
        return None
    counts = queries.follow_up_counts(request.user, meeting)
    ties = dates_sessions(meeting) and may(Actor.of(request), "mandates.tie_meeting", meeting)
    return {
        "counts": counts,
        "url": reverse("meeting_follow_up", kwargs={"slug": meeting.slug}),
        "tie_url": reverse("mandates:tie_meeting", kwargs={"slug": meeting.slug}) if ties else "",
    }
