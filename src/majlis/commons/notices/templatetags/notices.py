"""``{% follow record %}``: the button to follow a record, and its feed, for the page of the record."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import RequestContext

from majlis.commons.notices.models import Subscription
from majlis.kernel.models import Record

register = template.Library()


@register.inclusion_tag("notices/follow.html", takes_context=True)
def follow(context: RequestContext, thing: Any) -> dict[str, Any]:
    """Follow, or stop to; one query where somebody has signed in, none otherwise."""
    record = thing if isinstance(thing, Record) else thing.record
    request = context["request"]
    user = request.user
    held = (
        Subscription.objects.filter(user=user, record=record).first()
        if user.is_authenticated
        else None
    )
    return {
        "record": record,
        "signed_in": user.is_authenticated,
        "subscription": held,
        "here": request.get_full_path(),
        "csrf_token": context.get("csrf_token"),
    }
