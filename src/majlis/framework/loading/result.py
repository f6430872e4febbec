"""The result of loading a profile, and the comparison of one row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from majlis.framework.models import Sourced
from majlis.kernel.json_types import JSON


@dataclass
class LoadResult:
    """The result of loading a profile.

    ``kept``: addresses of records that the files would change, but a person had corrected.
    """

    profile: str
    made: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    changed: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    kept: list[str] = field(default_factory=list)

    @property
    def has_changes(self) -> bool:
        """Whether a row was created or changed."""
        return bool(self.made or self.changed)

    def lines(self) -> list[str]:
        """The result in lines, for the administrator."""
        lines = [f"{count} {what} created" for what, count in self.made.items()]
        lines += [f"{count} {what} changed" for what, count in self.changed.items()]
        return [*lines, *self.lines_kept()] or ["nothing to change"]

    def lines_kept(self) -> list[str]:
        """A line for each corrected value that was kept."""
        return [f"correction by a person retained: {each}" for each in self.kept]

    def summary(self) -> dict[str, JSON]:
        """The result for the audit."""
        return {"made": dict(self.made), "changed": dict(self.changed), "kept": list(self.kept)}


def update_if_different(instance: Sourced, values: Mapping[str, Any]) -> bool:
    """Set and save the fields that differ; return whether there were any."""
    differing = {key: value for key, value in values.items() if getattr(instance, key) != value}
    for key, value in differing.items():
        setattr(instance, key, value)
    if differing:
        instance.save(update_fields=list(differing))
    return bool(differing)


def report_if_different(
    instance: Sourced, values: Mapping[str, Any], address: str, result: LoadResult
) -> None:
    """Add the address to ``kept`` where a field differs from the files."""
    if any(getattr(instance, key) != value for key, value in values.items()):
        result.kept.append(address)
