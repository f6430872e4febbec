"""``{% follow record %}``: the button to follow a record and the link to its feed."""

from __future__ import annotations

from django import template
from django.template import RequestContext
from django.utils.safestring import SafeString

from majlis.commons.notices.models import Subscription
from majlis.kernel.models import Record, Recorded

register = template.Library()


@register.inclusion_tag("notices/follow.html", takes_context=True)
def follow(
    context: RequestContext, target: Record | Recorded
) -> dict[str, Record | Subscription | SafeString | str | bool | None]:
    """The context of the button; one query for signed-in readers, none for others."""
    record = target if isinstance(target, Record) else target.record
    request = context["request"]
    user = request.user
    subscription = (
        Subscription.objects.filter(user=user, record=record).first()
        if user.is_authenticated
        else None
    )
    return {
        "record": record,
        "signed_in": user.is_authenticated,
        "subscription": subscription,
        "here": request.get_full_path(),
        "csrf_token": context.get("csrf_token"),
    }
