"""Template tags: the name of a concept, the targets of a cell."""

from __future__ import annotations

from typing import Any

from django import template

from majlis.framework import tables
from majlis.framework.models import Concept, Link

register = template.Library()


@register.simple_tag
def concept_name(concept: Concept) -> Any:
    """The code and the name of a concept, in the reader's language."""
    return tables.concept_name(concept)


@register.simple_tag
def target_codes(link: Link) -> Any:
    """The targets that a cell names; empty where it means the whole goal."""
    return tables.target_links(link) if link.named else ""
