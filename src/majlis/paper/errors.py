"""The error of this package."""

from __future__ import annotations


class PaperError(ValueError):
    """A document that cannot be printed: one line for a person, what is wrong and what to do."""

    def __init__(self, problem: str, mend: str) -> None:
        super().__init__(f"{problem} {mend}")
        self.problem = problem
        self.mend = mend

    def __reduce__(self) -> tuple[type[PaperError], tuple[str, str]]:
        return type(self), (self.problem, self.mend)  # it comes out of a process of its own too
