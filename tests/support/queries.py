"""How many queries a page may make."""

from __future__ import annotations

MAX_QUERIES = 12
MAX_QUERIES_SIGNED_IN = MAX_QUERIES + 1
"""One more tells a signed-in reader what waits."""
