"""``{% comments record %}``: the first comments on a record, for the foot of its page."""

from __future__ import annotations

from django import template
from django.http import HttpRequest
from django.template import RequestContext

from majlis.commons.comments import queries, tables
from majlis.commons.comments.policy import Policy, policy_of
from majlis.kernel.models import Record, Recorded

register = template.Library()
MAX_COMMENTS = 5


@register.inclusion_tag("comments/section.html", takes_context=True)
def comments(
    context: RequestContext, target: Record | Recorded
) -> dict[str, Policy | Record | list[tables.Thread] | int | HttpRequest]:
    """The context of the section; three queries, none if the kind of record is closed to comments."""
    record = target if isinstance(target, Record) else target.record
    request = context["request"]
    policy = policy_of(record)
    if not policy.is_open:
        return {"policy": policy}
    first_comments = list(queries.top_level_comments(record, request.user)[:MAX_COMMENTS])
    return {
        "policy": policy,
        "record": record,
        "threads": tables.comment_threads(first_comments, request.user),
        "shown": queries.count_shown(record),
        "request": request,
    }
