"""What loading a profile did, and how one row is compared and changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from majlis.framework.models import Sourced


@dataclass
class LoadResult:
    """What loading a profile did. ``get_comparison`` names what the files would change and a person had set."""

    profile: str
    made: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    changed: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    kept: list[str] = field(default_factory=list)

    @property
    def anything(self) -> bool:
        """Whether something was made or changed."""
        return bool(self.made or self.changed)

    def lines(self) -> list[str]:
        """What was done, one line each, for the person who starts the site."""
        told = [f"{count} {what} made" for what, count in self.made.items()]
        told += [f"{count} {what} changed" for what, count in self.changed.items()]
        return [*told, *self.lines_kept()] or ["nothing to change"]

    def lines_kept(self) -> list[str]:
        """What the files would change and a person had set, one line each."""
        return [f"kept as a person corrected it: {each}" for each in self.kept]

    def summary(self) -> dict[str, Any]:
        """The same for the audit."""
        return {"made": dict(self.made), "changed": dict(self.changed), "kept": list(self.kept)}


def update_if_different(thing: Any, values: Mapping[str, Any]) -> bool:
    """Set what differs and save it; whether anything did."""
    differing = {key: value for key, value in values.items() if getattr(thing, key) != value}
    for key, value in differing.items():
        setattr(thing, key, value)
    if differing:
        thing.save(update_fields=list(differing))
    return bool(differing)


def update_unless_held(
    thing: Sourced, values: Mapping[str, Any], address: str, loaded: LoadResult
) -> None:
    if any(getattr(thing, key) != value for key, value in values.items()):
        loaded.kept.append(address)
