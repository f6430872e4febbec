"""Which kinds of records are open to comments, and whether moderation comes before or after publication."""

from __future__ import annotations

from dataclasses import dataclass

from majlis.kernel.models import Record


@dataclass(frozen=True)
class Policy:
    """A policy for comments.

    ``check``: ``before`` (a comment waits for a moderator) or ``after`` (published at once).
    """

    is_open: bool = True
    check: str = "after"


CLOSED = Policy(is_open=False)
POLICIES: dict[str, Policy] = {}


def register(kind: str, policy: Policy) -> None:
    """Register the policy of a kind of record; a room does so in ``ready``. Raises ValueError."""
    if policy.check not in ("before", "after"):
        raise ValueError(f"{kind}: a moderator looks before or after, not {policy.check!r}")
    POLICIES[kind] = policy


def policy_of(record: Record) -> Policy:
    """The policy for a record; ``CLOSED`` if its room registered none."""
    return POLICIES.get(record.kind, CLOSED)
