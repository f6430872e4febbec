"""The origin of an address: scheme, host and port, as a policy of a page may name them."""

from __future__ import annotations

import re

LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
# It goes into a header whose parts are told apart by spaces, commas and semicolons.
ORIGIN = re.compile(
    rf"(https?://(?:{LABEL}(?:\.{LABEL})*|\[[0-9a-f:]{{2,39}}\])(?::([0-9]{{1,5}}))?)(?=[/?#]|\Z)",
    re.IGNORECASE | re.ASCII,
)


def origin_of(address: str) -> str:
    """Scheme, host and port of an address; "" where there is more in it, or an odd sign."""
    found = ORIGIN.match(address)
    return found[1].lower() if found and int(found[2] or 1) in range(1, 65536) else ""
