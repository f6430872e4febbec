"""Rules of a process about its parties, from ``parties.toml`` in the folder of its profile."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

import majlis


@dataclass(frozen=True)
class ProcessRules:
    """The rules, with their default values.

    ``individuals_allowed``: a person may take part in their own name. ``quiet_months``: after so many
    months of inactivity an organization is asked whether it still takes part. ``answer_days``: after so
    many days without an answer it becomes dormant. ``link_days``: the validity of a mailed link.
    """

    individuals_allowed: bool = False
    quiet_months: int = 24
    answer_days: int = 60
    link_days: int = 30


@cache
def _read(profile: str) -> ProcessRules:
    path = Path(majlis.__path__[0]) / "profiles" / profile / "parties.toml"
    if not path.exists():
        return ProcessRules()
    with path.open("rb") as stream:
        return ProcessRules(**tomllib.load(stream))


def process_rules() -> ProcessRules:
    """The rules of the process that this site serves. Raises TypeError for an unknown key."""
    return _read(settings.MAJLIS_PROFILE)
