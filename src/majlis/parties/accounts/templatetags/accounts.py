"""What the script of the passkeys reads: options in an attribute, since pages hold no inline script."""

from __future__ import annotations

import json
from typing import Any

from django import template

register = template.Library()


@register.simple_tag
def options_of(options: Any) -> str:
    """What the browser's passkey interface is asked for, as JSON (escaped like any text)."""
    return json.dumps(options)
