"""The result of one check."""

from __future__ import annotations

from dataclasses import dataclass

OK, WARNING, WRONG = "ok", "warning", "wrong"


@dataclass(frozen=True)
class CheckResult:
    """One thing that was looked at: its name, its state, what was seen, and how to mend it."""

    name: str
    state: str
    what: str
    mend: str = ""
