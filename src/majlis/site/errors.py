"""What the commands of the site say where something is wrong: one line, and how to mend it."""

from __future__ import annotations


class SiteError(Exception):
    """Something about the site that a person has to mend: what is wrong, and what to do."""

    def __init__(self, problem: str, mend: str = "") -> None:
        super().__init__(" ".join(f"{problem} {mend}".split()))
