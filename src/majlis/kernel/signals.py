"""What follows when a verb is done."""

from __future__ import annotations

from django.db import transaction

from majlis.kernel.snapshot_cache import discard_all
from majlis.kernel.verbs import Act

HIDING_WORDS = frozenset(
    {
        *("cancel", "delete", "erase", "hide", "redact", "remove", "revoke", "suspend"),
        *("withdraw", "withhold"),
    }
)
"""First words of the names of verbs that take something away from readers.

What was rejected, as a finding, was never public: decisions of a working day must not discard figures every few seconds.
"""
HIDING_VERBS = frozenset(
    {
        "accounts.close_account",
        "kernel.confirm_redaction",
        "moderation.refuse_contribution",
        "moderation.send_back_contribution",
    }
)
"""Other verbs that do."""
FREQUENT_VERBS = frozenset({"events.withdraw_floor_request"})
"""Verbs of a busy meeting that take away nothing that is cached."""
ACCESS_FIELDS = frozenset({"access"})


def discard_cached_values(sender: str, act: Act, **_named: object) -> None:
    """Discard what is cached for visitors if the verb takes something away from them."""
    if takes_away(act):
        # After the commit: no other verb waits for a row that all of them write.
        transaction.on_commit(discard_all, robust=True)


def takes_away(act: Act) -> bool:
    """Whether the verb hid, withdrew or erased something, or changed who may see it."""
    if is_hiding_verb(act.verb):
        return True
    return any(ACCESS_FIELDS & {*entry.old, *entry.new} for entry in act.entries)


def is_hiding_verb(name: str) -> bool:
    """Whether a verb takes something away from readers, by its name: ``"room.verb"``."""
    word = name.partition(".")[2].partition("_")[0]
    return name in HIDING_VERBS or (word in HIDING_WORDS and name not in FREQUENT_VERBS)
