"""Template tags for mail that is not sent, passkey options, and long codes and addresses on narrow pages."""

from __future__ import annotations

import json

from django import template
from django.template import RequestContext
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from majlis.kernel.json_types import JSON
from majlis.kit import hooks

register = template.Library()


@register.simple_tag(takes_context=True)
def mail_note(context: RequestContext) -> SafeString:
    """Where a mail waits that the site does not send; empty where mail is sent."""
    return hooks.mail_note(context["request"])


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
