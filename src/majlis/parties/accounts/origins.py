"""The origin of an address (scheme, host and port) in the form of a Content Security Policy."""

from __future__ import annotations

import re

LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
# The origin goes into a header that spaces, commas and semicolons separate, so the pattern is strict.
ORIGIN = re.compile(
    rf"(https?://(?:{LABEL}(?:\.{LABEL})*|\[[0-9a-f:]{{2,39}}\])(?::([0-9]{{1,5}}))?)(?=[/?#]|\Z)",
    re.IGNORECASE | re.ASCII,
)


def origin_of(address: str) -> str:
    """Scheme, host and port of an address; "" if it is invalid or has other parts before the path."""
    match = ORIGIN.match(address)
    return match[1].lower() if match and int(match[2] or 1) in range(1, 65536) else ""
