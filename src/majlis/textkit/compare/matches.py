"""Which provision is which: what aligning two texts finds."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Alignment:
    """Matches by place: ``to_new`` of each old provision, ``to_old`` of each new one, -1 for none.

    ``moved``: places in new of matches that cross the others. ``pieces``: place in old of a provision
    that was split to all places in new that it became; ``joined``: place in new of one that was
    merged to all places in old that it was made of. A piece is matched to its whole one way only.
    """

    to_new: list[int]
    to_old: list[int]
    moved: set[int] = field(default_factory=set)
    pieces: dict[int, list[int]] = field(default_factory=dict)
    joined: dict[int, list[int]] = field(default_factory=dict)

    def match(self, i: int, j: int) -> None:
        """Note that old ``i`` is new ``j``."""
        self.to_new[i] = j
        self.to_old[j] = i

    def is_free(self, i: int, j: int) -> bool:
        """Whether neither has a match."""
        return self.to_new[i] < 0 and self.to_old[j] < 0

    def pairs(self) -> list[tuple[int, int]]:
        """All matches in the order of new, of a split or merge the first that was found."""
        return [(i, j) for j, i in enumerate(self.to_old) if i >= 0 and self.to_new[i] == j]

    def stayed(self) -> list[tuple[int, int]]:
        """The matches that did not move, in the order of both texts."""
        return [(i, j) for i, j in self.pairs() if j not in self.moved]
