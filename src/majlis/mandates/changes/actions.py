"""Verbs by which scheduled tasks notify followers of due and dropped mandates."""

from __future__ import annotations

from collections.abc import Iterable

from majlis.instruments.models import Version
from majlis.kernel.verbs import Act, verb
from majlis.mandates.models import Mandate


@verb("mandates.notify_due_soon")
def notify_due_soon(act: Act, mandate: Mandate) -> None:
    """Notify the followers of a mandate that it is due soon; a scheduled task does so once per date."""
    act.note(mandate, new={"due": mandate.due.isoformat() if mandate.due else ""})


@verb("mandates.notify_due")
def notify_due(act: Act, mandate: Mandate) -> None:
    """Notify the followers of a mandate that it is due; a scheduled task does so once per date."""
    act.note(mandate, new={"due": mandate.due.isoformat() if mandate.due else ""})


@verb("mandates.notify_dropped")
def notify_dropped(act: Act, version: Version, /, mandates: Iterable[str]) -> None:
    """Notify leads and followers that a version drops mandates (given by number).

    A scheduled task does so once for each version.
    """
    act.note(version, new={"left_out": [*mandates]})
