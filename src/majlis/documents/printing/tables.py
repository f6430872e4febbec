"""The section of the page of a meeting with what is printed from its records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from majlis.documents.posted_documents.tables import symbol_html
from majlis.documents.printing import queries
from majlis.documents.printing.editions import TITLES
from majlis.events.models import Meeting
from majlis.kernel.actor import Actor
from majlis.kernel.verbs import may
from majlis.look import parts
from majlis.look.templatetags.look import date

SECTION = "documents/printing/meeting_section.html"
PRINT_AGENDA = _("Print the agenda")
PRINT_PARTICIPANTS = _("Print the list of participants")


def printed_documents(request: HttpRequest, meeting: Meeting) -> Mapping[str, Any] | None:
    """The section with the latest printed documents; for officers, with what they may print."""
    actor = Actor.of(request)
    links = [
        parts.Link(label, reverse(verb.replace(".", ":"), args=[meeting.slug]))
        for verb, label in (
            ("documents.print_agenda", PRINT_AGENDA),
            ("documents.print_participants", PRINT_PARTICIPANTS),
        )
        if may(actor, verb, meeting)
    ]
    printed = [
        parts.Fact(
            str(TITLES[each.category]),
            symbol_html(queries.latest_symbol(each)),
            each.get_absolute_url(),
            date(queries.latest_moment(each)),
        )
        for each in queries.printed_documents(request.user, meeting)
    ]
    return {"printed": printed, "links": links} if printed or links else None
