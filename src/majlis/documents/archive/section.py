"""The section of the page of a meeting about its archive and its proceedings."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from majlis.events.models import Meeting
from majlis.kit.page import StrOrPromise

SECTION = "documents/archive/section.html"


def archive_section(request: HttpRequest, meeting: Meeting) -> dict[str, StrOrPromise]:
    """What the page of a meeting says of archive and proceedings."""
    return {"url": reverse("documents:archive", kwargs={"slug": meeting.slug})}
