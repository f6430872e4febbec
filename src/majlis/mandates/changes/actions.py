"""Verbs by which the clock notifies followers of due and dropped mandates."""

from __future__ import annotations

from collections.abc import Iterable

from majlis.instruments.models import Version
from majlis.kernel.verbs import Act, verb
from majlis.mandates.models import Mandate


@verb("mandates.notify_due_soon")
def notify_due_soon(act: Act, mandate: Mandate) -> None:
    """Tell those who follow a mandate that its date is near; the clock does so once for each date."""
    act.note(mandate, new={"due": mandate.due.isoformat() if mandate.due else ""})


@verb("mandates.notify_due")
def notify_due(act: Act, mandate: Mandate) -> None:
    """Tell those who follow a mandate that its date has come; the clock does so once for each date."""
    act.note(mandate, new={"due": mandate.due.isoformat() if mandate.due else ""})


@verb("mandates.notify_dropped")
def notify_dropped(act: Act, version: Version, /, mandates: Iterable[str]) -> None:
    """Tell who leads on what a version leaves out (numbers), and who follows it: the clock does so once for each version."""
    act.note(version, new={"left_out": [*mandates]})
