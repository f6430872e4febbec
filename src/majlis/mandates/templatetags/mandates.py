"""What the page of a body offers of the register."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from majlis.kernel import clock
from majlis.look import parts
from majlis.mandates.models import Actor

register = template.Library()


@register.simple_tag(takes_context=True)
def of_body(context: Any, record: Any) -> list[parts.Link]:
    """The links from a body to what is asked of it and by it, for what nobody is named, and how it evaluates a year."""
    slug = record.address.partition("/")[2]
    found = Actor.objects.visible_to(context["request"].user).filter(body=record.pk, became=None)
    actor = found.values_list("slug", flat=True).first()
    listed = reverse("mandates:register")

    def without_lead(**whose: str) -> str:
        return f"{listed}?{urlencode(whose | {'state': 'nolead'})}"

    made = [
        parts.Link(
            _("What texts ask of it, and who leads"), reverse("mandates:of_body", args=[slug])
        )
    ]
    if actor is not None:
        made.append(
            parts.Link(_("No lead named, of what is asked of it"), without_lead(actor=actor))
        )
    made.append(parts.Link(_("No lead named, of what its texts ask"), without_lead(body=slug)))
    if actor is not None:
        year = clock.today().year
        made.append(
            parts.Link(
                _("Evaluation, %(year)s") % {"year": year},
                reverse("mandates:yearly", args=[actor, year]),
            )
        )
    return made
