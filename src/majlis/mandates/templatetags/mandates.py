"""What the page of a body offers of the register."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from majlis.look import parts

register = template.Library()


@register.simple_tag
def body_links(record: Any) -> list[parts.Link]:
    """The links from a body to what is asked of it and by it, and to what of both nobody leads on. No query."""
    slug = record.address.partition("/")[2]
    listed = reverse("mandates:register")

    def without_lead(**whose: str) -> str:
        return f"{listed}?{urlencode(whose | {'state': 'nolead'}, safe='/')}"

    return [
        parts.Link(
            _("What texts ask of it, and who leads"), reverse("mandates:body_mandates", args=[slug])
        ),
        parts.Link(_("No lead named, of what is asked of it"), without_lead(of=record.address)),
        parts.Link(_("No lead named, of what its texts ask"), without_lead(body=slug)),
    ]
