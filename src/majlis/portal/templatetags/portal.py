"""``{% citation %}``: data to cite the record of the page."""

from __future__ import annotations

from datetime import date

from django import template
from django.conf import settings

from majlis.commons.comments.policy import policy_of
from majlis.kernel import clock

register = template.Library()


@register.simple_tag(takes_context=True)
def citation(context: template.Context) -> dict[str, str | date | bool]:
    """The permanent address of the record, without a language; today; whether comments are open."""
    record = context["record"]
    return {
        "address": f"{settings.MAJLIS_PUBLIC_ADDRESS}/{record.address}/",
        "day": clock.today(),
        "discussed": policy_of(record).is_open,
    }
