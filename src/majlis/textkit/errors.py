"""The one error of the text engine: a sentence for a person, never a traceback."""

from __future__ import annotations


class TextError(Exception):
    """A text that cannot be read, compared or written.

    The message is one line that says what is wrong and what to do about it.
    Every public function of textkit raises this for bad input and nothing else.
    """

    def __init__(self, problem: str, mend: str = "") -> None:
        self.problem = " ".join(problem.split())
        self.mend = " ".join(mend.split())
        super().__init__(f"{self.problem} {self.mend}".strip())
