"""Template tags: links from the page of a body to the register, and from a document to its decisions."""

from __future__ import annotations

from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from majlis.events.core.names import meeting_name
from majlis.kernel.actor import Actor
from majlis.kernel.models import Record
from majlis.kernel.verbs import may
from majlis.look import formats, parts
from majlis.look.bidi import joined
from majlis.mandates.decisions.queries import undecided_considerations

register = template.Library()


@register.simple_tag(takes_context=True)
def decisions_to_record(context: template.Context, record: Record) -> list[parts.Link]:
    """Links to the forms of decisions on a document that are not recorded yet; none for who may not record them."""
    actor = Actor.of(context["request"])
    if not may(actor, "mandates.record_decision"):
        return []
    return [
        parts.Link(
            joined(
                meeting_name(row.item.meeting).text,
                formats.clause_separator(get_language() or "en"),
                row.item.label,
            ),
            reverse("mandates:record_decision", args=[row.pk]),
        )
        for row in undecided_considerations(actor.person, record)
    ]


@register.simple_tag
def body_links(record: Record) -> list[parts.Link]:
    """Links to the mandates of a body and of its texts, and to those without a lead. No query."""
    slug = record.address.partition("/")[2]
    register_url = reverse("mandates:register")

    def without_lead(**filters: str) -> str:
        return f"{register_url}?{urlencode(filters | {'state': 'nolead'}, safe='/')}"

    return [
        parts.Link(
            _("Mandates addressed to this body, with their lead entities"),
            reverse("mandates:body_mandates", args=[slug]),
        ),
        parts.Link(
            _("Mandates addressed to this body, without a lead entity"),
            without_lead(of=record.address),
        ),
        parts.Link(
            _("Mandates in texts of this body, without a lead entity"), without_lead(body=slug)
        ),
    ]
