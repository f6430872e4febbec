"""The result of one check."""

from __future__ import annotations

from dataclasses import dataclass

OK, WARNING, WRONG = "ok", "warning", "wrong"


@dataclass(frozen=True)
class CheckResult:
    """The result of one check: name, state, observation, and how to mend a problem."""

    name: str
    state: str
    what: str
    mend: str = ""
