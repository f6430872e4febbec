"""Template tags: links from the page of a body to the register."""

from __future__ import annotations

from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from majlis.kernel.models import Record
from majlis.look import parts

register = template.Library()


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
