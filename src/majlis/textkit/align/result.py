"""What an alignment gives: pairs of provisions, and what is out of step."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

from majlis.textkit.model import JSON

DifferenceKind = Literal["missing", "label", "date", "citation", "number", "structure", "length"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing out of step. ``a`` and ``b`` are ids, None where the side has no such provision.

    Kinds: ``missing`` (a provision that the other text lacks), ``label`` (another number before it),
    ``date``, ``citation`` and ``number`` (one that the other side lacks), ``structure`` (another kind
    or level, or two provisions in one), ``length`` (far from the usual ratio). ``detail``: what each
    side alone has, under "a" and "b"; empty where there is nothing to add. ``message``: the same for a
    reader, in English.
    """

    kind: DifferenceKind
    a: str | None
    b: str | None
    message: str
    detail: dict[str, list[str]]

    def as_dict(self) -> dict[str, JSON]:
        """The difference as JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Alignment:
    """Pairs of ids with a score from 0 to 1, in reading order; every id of both sides exactly once.

    An id stands beside None, with the score 0, where the other side has no such provision.
    """

    pairs: tuple[tuple[str | None, str | None, float], ...]
    differences: tuple[Difference, ...]

    def as_dict(self) -> dict[str, JSON]:
        """The JSON contract of ``majlis text align`` (docs/reference/json.md)."""
        return {
            "pairs": [list(pair) for pair in self.pairs],
            "differences": [difference.as_dict() for difference in self.differences],
        }
