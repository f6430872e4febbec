"""What a comparison gives: one item for every provision of either text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from majlis.textkit.model import JSON, Text

Op = Literal["equal", "changed", "inserted", "deleted", "moved", "split", "merged"]
Span = tuple[str, str]

ALGORITHM = "majlis-compare/4"
"""Name and version of the way of comparing: store it beside what a comparison produced."""

JOINT = "\n"
"""What stands between the texts of several provisions in ``old_text`` or ``new_text``."""
_LABELS = ("old_label", "new_label", "old_number", "new_number", "renumbered")


@dataclass(frozen=True, slots=True)
class ChangeItem:
    """One provision of the new text, or one that only the old text has, and what became of it.

    ``old`` and ``new`` are ids: one each as a rule, none where the side has no such provision,
    several in ``new`` for ``split`` and in ``old`` for ``merged``. ``old_at`` and ``new_at`` are the
    places of the same provisions in the reading order of their text, 0 first. ``spans`` are pairs of
    an op (``=``, ``-``, ``+``) and words: those of ``=`` and ``-`` joined are ``old_text``, those of
    ``=`` and ``+`` are ``new_text``, exactly; the texts of several provisions are joined by a line
    feed. Labels and numbers are those of the first provision of each side, None where there is none.
    ``renumbered``: both sides are there and the number differs (the label, where one side has no
    number).
    """

    op: Op
    old: tuple[str, ...]
    new: tuple[str, ...]
    old_text: str
    new_text: str
    spans: tuple[Span, ...]
    old_at: tuple[int, ...] = ()
    new_at: tuple[int, ...] = ()
    old_label: str | None = None
    new_label: str | None = None
    old_number: str | None = None
    new_number: str | None = None
    renumbered: bool = False

    def as_dict(self) -> dict[str, JSON]:
        """The item as the JSON contract of ``majlis text compare`` has it."""
        return {
            "op": self.op,
            "old": _ids(self.old, many=self.op == "merged"),
            "new": _ids(self.new, many=self.op == "split"),
            "old_text": self.old_text,
            "new_text": self.new_text,
            "spans": [list(span) for span in self.spans],
            **{name: getattr(self, name) for name in _LABELS},
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two texts and what lies between them.

    ``similarity``: the share of words that did not change, over both texts, 0 to 1. ``changes``: in
    the reading order of the new text, what was deleted at its old place; each provision of either
    text is in exactly one item. A provision that was split stands where its first piece does.
    ``old`` and ``new`` carry no revisions: a text that had some was compared as its accepted view.
    """

    old: Text
    new: Text
    similarity: float
    changes: tuple[ChangeItem, ...]
    algorithm: str = ALGORITHM

    def as_dict(self) -> dict[str, JSON]:
        """The JSON contract of ``majlis text compare`` (docs/reference/json.md)."""
        return {
            "similarity": round(self.similarity, 4),
            "changes": [item.as_dict() for item in self.changes],
            "algorithm": self.algorithm,
        }


def _ids(ids: tuple[str, ...], *, many: bool) -> str | list[str] | None:
    if many:
        return list(ids)
    return ids[0] if ids else None
