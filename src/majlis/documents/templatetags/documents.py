"""Template tags: what the page of a document offers beside its own actions."""

from __future__ import annotations

from django import template

from majlis.documents.reporting.section import redraft_url
from majlis.kernel.models import Record

register = template.Library()


@register.simple_tag(takes_context=True)
def redraft_address(context: template.Context, record: Record) -> str:
    """The address by which the draft of a report is redrafted, for who may; else empty."""
    return redraft_url(context["request"], record)
