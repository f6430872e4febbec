"""Template tags for passkey options, and for long codes and addresses on narrow pages."""

from __future__ import annotations

import json

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from majlis.kernel.json_types import JSON

register = template.Library()


@register.simple_tag
def options_of(options: JSON) -> str:
    """The options for the browser's WebAuthn interface, as JSON for an attribute (escaped like any text)."""
    return json.dumps(options)


@register.filter
def in_fours(code: str) -> str:
    """A key in groups of four characters."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


@register.filter
def breakable(address: str) -> SafeString:
    """An address with optional line breaks after its slashes."""
    parts = [f"{each}/" for each in address.rstrip("/").split("/")]
    return format_html_join("", "{}<wbr>", ((each,) for each in parts))
