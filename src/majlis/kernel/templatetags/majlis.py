"""Template tags: texts marked with their language, and permissions of the reader."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from majlis.kernel.actor import Actor
from majlis.kernel.languages import direction
from majlis.kernel.models import Record, Recorded
from majlis.kernel.models.wording import LocalizedText
from majlis.kernel.verbs import may

register = template.Library()


@register.simple_tag
def words(thing: Record | Recorded, field: str = "title") -> SafeString | str:
    """The text of a record's field; marked with its language if that is not the page's."""
    return said(thing.say(field))


@register.filter
def said(words: LocalizedText) -> SafeString | str:
    """A text chosen for the reader; marked with its language if that is not the page's."""
    if not words.text or words.language == (get_language() or "en"):
        return words.text
    return format_html(
        '<span lang="{}" dir="{}">{}</span>', words.language, direction(words.language), words.text
    )


@register.simple_tag(takes_context=True)
def can(context: Context, verb: str, target: Any = None) -> bool:
    """Whether a verb is allowed to the reader: ``{% can "parties.admit_registration" it as may_admit %}``."""
    request = context.get("request")
    return request is not None and may(Actor.of(request), verb, target)
