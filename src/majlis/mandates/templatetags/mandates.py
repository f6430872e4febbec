"""What the room says on pages of other rooms."""

from __future__ import annotations

from typing import Any

from django import template

from majlis.mandates.models import Actor

register = template.Library()


@register.simple_tag(takes_context=True)
def actor_of(context: Any, record: Any) -> Actor | None:
    """Who a body or an organization is among those that texts ask; nothing for other records."""
    request = context.get("request")
    if request is None or record.kind not in ("body", "organisation"):
        return None
    found: Actor | None = (
        Actor.objects.visible_to(request.user)
        .select_related("record")
        .filter(**{record.kind: record.pk})
        .first()
    )
    return found
