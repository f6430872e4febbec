"""``{% comments record %}``: the comments on a record, for the foot of its page."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import RequestContext

from majlis.commons.comments import queries, tables
from majlis.commons.comments.policy import policy_of
from majlis.kernel.models import Record

register = template.Library()
MAX_COMMENTS = 5


@register.inclusion_tag("comments/section.html", takes_context=True)
def comments(context: RequestContext, thing: Any) -> dict[str, Any]:
    """The first comments and the way to all; three queries, none where the kind is closed."""
    record = thing if isinstance(thing, Record) else thing.record
    request = context["request"]
    policy = policy_of(record)
    if not policy.is_open:
        return {"policy": policy}
    found = list(queries.top_level_comments(record, request.user)[:MAX_COMMENTS])
    return {
        "policy": policy,
        "record": record,
        "threads": tables.comment_threads(found, request.user),
        "shown": queries.count_shown(record),
        "request": request,
    }
