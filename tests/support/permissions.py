"""One helper for the permissions of every verb: who may, who may not, and who is not known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from majlis.kernel.actor import Actor
from majlis.kernel.models import AuditEntry, User
from majlis.kernel.verbs import VERBS, may


def check_permissions(
    name: str,
    target: Any,
    *,
    granted: Mapping[str, User],
    refused: Mapping[str, User | None],
    do: Callable[[Actor], Any] | None = None,
) -> None:
    """Assert who may do the verb on the target: by name of the person, for a message that tells.

    ``refused`` should hold at least: nobody (None), a person of another organization, and one whose
    account is not active. ``do`` does the verb; it is then called for one refused, and must change
    and audit nothing, and for the first granted, and must write an entry.
    """
    assert name in VERBS, f"there is no verb {name}"
    for who, user in granted.items():
        assert may(Actor(user=user), name, target), f"{who} should be granted {name}"
    for who, user in refused.items():
        assert not may(Actor(user=user), name, target), f"{who} should be refused {name}"
    if do is None:
        return
    from majlis.kernel.errors import Refused

    for who, user in refused.items():
        before = AuditEntry.objects.count()
        try:
            do(Actor(user=user))
        except Refused:
            assert AuditEntry.objects.count() == before
        else:
            raise AssertionError(f"{who} did {name}")
    before = AuditEntry.objects.count()
    do(Actor(user=next(iter(granted.values()))))
    assert AuditEntry.objects.count() > before, f"{name} left no entry"
