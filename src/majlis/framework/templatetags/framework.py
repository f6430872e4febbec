"""Template tags: the name of a concept, the targets of a cell."""

from __future__ import annotations

from django import template

from majlis.framework import tables
from majlis.framework.models import Link

register = template.Library()
register.simple_tag(tables.concept_name)


@register.simple_tag
def target_codes(link: Link) -> str:
    """The targets that a cell names; empty where it means the whole goal."""
    return tables.target_links(link) if link.named else ""
