"""What the pages of the review need in the world in which all pages are looked at."""

from __future__ import annotations

from typing import Any

from majlis.kernel.actor import Actor
from majlis.mandates.extraction import actions
from majlis.mandates.models import Finding


def plant(officer: Actor, things: dict[str, Any]) -> dict[str, Any]:
    """Have a text and the one before it read for mandates, and judge one finding not to be one."""
    for name in ("former", "text"):
        actions.extract_findings(Actor.as_system("mandates"), things[name])
    rows = list(
        Finding.objects.filter(version=things["text"]).select_related("version", "provision")
    )
    actions.reject_finding(officer, rows[0], reason="It asks nobody.", language="en")
    return {"finding": rows[1], "judged": rows[0], "read": rows[1].provision}
