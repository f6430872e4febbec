"""The error of the site's commands: one line, and how to mend it."""

from __future__ import annotations


class SiteError(Exception):
    """A problem of the site that a person has to mend: what is wrong, and what to do."""

    def __init__(self, problem: str, mend: str = "") -> None:
        super().__init__(" ".join(f"{problem} {mend}".split()))
        self.problem = problem
        self.mend = mend
