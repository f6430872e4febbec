"""Lists within lists: labels decide which item stands under which."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from majlis.textkit.numbering import Label

# Shapes that one list mixes without meaning two levels.
_SAME = {
    "a)ru": "a)",
    "(a)ru": "(a)",
    "(A)ru": "(A)",
    "A)ru": "A)",
    "1)": "1)",
    "A.ru": "A.",
    "a.ru": "a.",
}
# The signs end at ten: a list that counts by them goes on with the other shape.
_KIN = {"㈠": "(一)"}


def _class(series: str) -> str:
    return _SAME.get(series, series)


def _kin(series: str) -> str:
    return _KIN.get(series, _class(series))


# compared by identity: to compare two trees costs as much as they hold
@dataclass(slots=True, eq=False)
class Node[V]:
    """A place in the tree: what the caller hung there and what stands under it."""

    value: V
    label: Label | None = None
    children: list[Node[V]] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class _Level[V]:
    series: str
    path: tuple[int, ...]
    node: Node[V]
    siblings: list[Node[V]]
    depth: int | None = None  # the level of the list in the source, if it tells


class Nester[V]:
    """Builds a forest from labelled values in reading order."""

    def __init__(self) -> None:
        self.roots: list[Node[V]] = []
        self._levels: list[_Level[V]] = []

    @property
    def last(self) -> Node[V] | None:
        """The node added last."""
        return self._levels[-1].node if self._levels else (self.roots[-1] if self.roots else None)

    @property
    def depth(self) -> int:
        """How many lists are open."""
        return len(self._levels)

    def expects(self, labels: Sequence[Label]) -> bool:
        """Whether one of the readings is the next number of a list that is open."""
        return any(self._continues(level, label) for level in self._levels for label in labels)

    def add(
        self,
        value: V,
        labels: Sequence[Label],
        *,
        under_last: bool = False,
        depth: int | None = None,
    ) -> Node[V]:
        """Place a value by its label; without one, beside the roots or under the last node.

        ``depth``: the level of its list, where the source tells; it decides between two lists of a shape.
        """
        if not labels:
            return self._unlabelled(value, under_last)
        if len(labels[0].path) > 1:
            return self._decimal(value, labels[0])
        node = self._by_depth(value, labels, depth) or self._by_labels(value, labels)
        self._levels[-1].depth = depth
        return node

    def _by_depth(self, value: V, labels: Sequence[Label], depth: int | None) -> Node[V] | None:
        """The next in a list of the same level, or the first of one below it."""
        last = self._levels[-1].depth if self._levels else None
        if depth is None or last is None:
            return None
        for level in reversed(self._levels):
            for label in labels:
                if level.depth == depth and self._continues(level, label):
                    return self._beside(level, value, label)
        first = next((label for label in labels if label.ordinal == 1), None)
        if first is None:
            return None
        if depth > last:
            return self._below(value, first)
        for level in reversed(self._levels):  # begins anew: no deeper than the list before it
            if level.depth == depth and _class(level.series) == _class(first.series):
                return self._beside(level, value, first)
        return None

    def _by_labels(self, value: V, labels: Sequence[Label]) -> Node[V]:
        for level in reversed(self._levels):
            for label in labels:
                if self._continues(level, label):
                    return self._beside(level, value, label)
        for level in reversed(self._levels):
            for label in labels:
                if self._continues(level, label, _kin):
                    return self._beside(level, value, label)
        open_series = {_class(level.series) for level in self._levels}
        fresh = [la for la in labels if la.ordinal <= 1 and _class(la.series) not in open_series]
        if fresh:
            # of "(i)" as ninth letter and first roman, the first of its list is the likelier
            return self._below(value, fresh[0])
        for level in reversed(self._levels):
            for label in labels:
                if _class(level.series) == _class(label.series) and len(level.path) == 1:
                    return self._beside(level, value, label)
        return self._below(value, min(labels, key=lambda la: la.ordinal))

    def _continues(
        self, level: _Level[V], label: Label, alike: Callable[[str], str] = _class
    ) -> bool:
        if alike(level.series) != alike(label.series) or len(label.path) != len(level.path):
            return False
        if label.series == "-":
            return True
        return label.path[:-1] == level.path[:-1] and (
            label.ordinal == level.path[-1] + 1
            or (label.ordinal == level.path[-1] and not label.number.isdigit())
        )

    def _beside(self, level: _Level[V], value: V, label: Label) -> Node[V]:
        del self._levels[self._levels.index(level) + 1 :]
        node = Node(value, label)
        level.siblings.append(node)
        level.node, level.path, level.series = node, label.path, label.series
        return node

    def _below(self, value: V, label: Label) -> Node[V]:
        node = Node(value, label)
        siblings = self._levels[-1].node.children if self._levels else self.roots
        siblings.append(node)
        self._levels.append(_Level(label.series, label.path, node, siblings))
        return node

    def _decimal(self, value: V, label: Label) -> Node[V]:
        """2.10.1 stands under 2.10, that under 2."""
        while self._levels:
            level = self._levels[-1]
            if level.path == label.path[: len(level.path)] and len(level.path) < len(label.path):
                break
            if len(level.path) == len(label.path) and level.path[:-1] == label.path[:-1]:
                return self._beside(level, value, label)
            self._levels.pop()
        return self._below(value, label)

    def _unlabelled(self, value: V, under_last: bool) -> Node[V]:
        if under_last and self._levels:
            node = Node(value)
            self._levels[-1].node.children.append(node)
            return node
        return self.divide(value)

    def root(self, value: V, label: Label, depth: int | None = None) -> Node[V]:
        """A labelled value at the top, whatever lists are open."""
        node = Node(value, label)
        self.roots.append(node)
        self._levels = [_Level(label.series, label.path, node, self.roots, depth)]
        return node

    def divide(self, value: V) -> Node[V]:
        """A line that stands between the items of the top: the outermost count goes on after it."""
        node = Node(value)
        self.roots.append(node)
        if self._levels and self._levels[0].siblings is self.roots:
            del self._levels[1:]
            self._levels[0].node = node
        else:
            self._levels = [_Level("", (), node, self.roots)]
        return node

    def holds(self, node: Node[V]) -> bool:
        """Whether a node is on the way from the top to the node added last."""
        return any(level.node is node for level in self._levels)

    def insert(self, section: Node[V], value: V) -> None:
        """A value right under a section, after what it holds: only its own list goes on after it."""
        node = Node(value)
        section.children.append(node)
        for depth, level in enumerate(self._levels):
            if level.siblings is section.children:
                del self._levels[depth + 1 :]
                level.node = node
                return

    @property
    def numbered(self) -> bool:
        """Whether the innermost open list has numbers."""
        return bool(self._levels) and self._levels[-1].series != ""

    def quote(self, value: V) -> Node[V]:
        """A heading quoted inside an item of the outermost list: what follows stands under it."""
        del self._levels[1:]
        node = Node(value)
        siblings = self._levels[0].node.children if self._levels else self.roots
        siblings.append(node)
        self._levels.append(_Level("", (), node, siblings))
        return node

    def close(self) -> None:
        """Close all open lists: the next label begins anew at the top."""
        self._levels.clear()

    def hang(self, value: V) -> Node[V]:
        """A node under the last one (a footnote, a paragraph that goes on) without touching the lists."""
        node = Node(value)
        last = self.last
        (last.children if last is not None else self.roots).append(node)
        return node
