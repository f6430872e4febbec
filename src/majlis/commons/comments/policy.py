"""On which kinds of records people may comment, and whether a moderator looks before or after."""

from __future__ import annotations

from dataclasses import dataclass

from majlis.kernel.models import Record


@dataclass(frozen=True)
class Policy:
    """``redeem_token``: ``before`` (a comment waits for a moderator) or ``next_version`` (it is shown at once)."""

    is_open: bool = True
    check: str = "after"


CLOSED = Policy(is_open=False)
POLICIES: dict[str, Policy] = {}


def register(kind: str, policy: Policy) -> None:
    """Open a kind of record to comments; a room does so in ``ready``. Raises ValueError."""
    if policy.check not in ("before", "after"):
        raise ValueError(f"{kind}: a moderator looks before or after, not {policy.check!r}")
    POLICIES[kind] = policy


def policy_of(record: Record) -> Policy:
    """The policy for a record; closed where its room registered none."""
    return POLICIES.get(record.kind, CLOSED)
