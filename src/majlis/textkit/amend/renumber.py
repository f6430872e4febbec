"""Fresh labels for the lists whose members changed, written as the list itself writes them.

A *chain* is a run of labels of the base that count up: at one depth, in one series, of one kind. It may
go on past a section heading. A provision that is added or moved joins the chain of its neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from majlis.textkit.amend.base import Base
from majlis.textkit.amend.build import Node
from majlis.textkit.model import Provision
from majlis.textkit.numbering import (
    SERIES,
    Label,
    format_label,
    number_of,
    readings,
    reverse_path,
    to_european,
)

_CORE = re.compile(r"[^\W_]+(?:\.[^\W_]+)*\u0640?")
# Series that Unicode prints as one character: first of the block, and how many it has.
_SINGLE = ((0x2460, 20), (0x2474, 20), (0x2488, 20), (0x3220, 10), (0x3280, 10))
_ARABIC_DIGITS = (0x0660, 0x06F0)


@dataclass
class _Chain:
    """Labels that count up. ``members``: ids of the base provisions, in order, with their labels."""

    key: tuple[int, str, str, tuple[int, ...]]
    members: dict[str, Label] = field(default_factory=dict)

    @property
    def last(self) -> Label:
        return next(reversed(self.members.values()))

    @cached_property
    def model(self) -> str:
        """The last member whose label is plain (no ``bis``)."""
        plain = [i for i, label in self.members.items() if label.number == _number(label)]
        return (plain or [*self.members])[-1]

    @property
    def first(self) -> Label:
        return next(iter(self.members.values()))


@dataclass(frozen=True, slots=True)
class _Seat:
    """A node of the consolidated text: its depth, its parent's id, its siblings."""

    node: Node
    parent: str
    siblings: Sequence[Node]


def renumbered(
    base: Base, nodes: Iterable[Node], stated: Mapping[str, tuple[str, str]]
) -> dict[str, tuple[str, str]]:
    """Id to new label and number, of all provisions whose label changes.

    ``stated``: labels that amendments gave; a list whose members changed counts past them.
    """
    chain_of, paths = _chains(base)
    seats = list(_seats([node for node in nodes if node.state != "gone"], ""))
    joined: dict[str, _Chain] = {}
    for seat in seats:
        chain = _joins(seat, chain_of)
        if chain is not None:
            joined[seat.node.id] = chain
    members: dict[int, dict[str, int]] = {}
    for seat in seats:
        if seat.node.id in joined:
            order = members.setdefault(id(joined[seat.node.id]), {})
            order[seat.node.id] = len(order)
    found: dict[str, tuple[str, str]] = {}
    now = dict(paths)
    for seat in seats:
        identity, own = seat.node.id, joined.get(seat.node.id)
        if own is None or own.first.series not in SERIES and "*" not in own.first.series:
            continue
        order = members[id(own)]
        changed = list(order) != list(own.members)
        value = own.first.ordinal + order[identity] if changed else paths[identity][-1]
        prefix = _prefix(own, seat.parent, paths, now)
        path = (*prefix, value)
        now[identity] = path
        if identity in stated and not changed:
            continue
        if changed or path != paths.get(identity):
            sample = _sample(own, base, identity)
            found[identity] = _written(path, *sample)
    return {
        identity: label
        for identity, label in found.items()
        if identity not in base.provisions or label[0] != base.provisions[identity].label
    }


def _seats(nodes: Sequence[Node], parent: str) -> Iterator[_Seat]:
    for node in nodes:
        yield _Seat(node, parent, nodes)
        yield from _seats([child for child in node.children if child.state != "gone"], node.id)


def _chains(base: Base) -> tuple[dict[str, _Chain], dict[str, tuple[int, ...]]]:
    """The chain of each labelled base provision, and its path."""
    open_chains: dict[tuple[int, str, str, tuple[int, ...]], _Chain] = {}
    chain_of: dict[str, _Chain] = {}
    paths: dict[str, tuple[int, ...]] = {}

    def visit(provisions: Iterable[Provision], depth: int) -> None:
        for provision in provisions:
            label = _place_label(provision, depth, open_chains)
            if label is not None:
                key = (depth, provision.kind, label.series, label.path[:-1])
                chain = open_chains.get(key)
                if chain is None or not _follows(chain.last, label):
                    chain = open_chains[key] = _Chain(key)
                chain.members[provision.id] = label
                chain_of[provision.id] = chain
                paths[provision.id] = label.path
            visit(provision.children, depth + 1)

    visit(base.text.provisions, 0)
    return chain_of, paths


def _follows(last: Label, label: Label) -> bool:
    """The next number, or the same with something after it (``3 bis``)."""
    return label.ordinal == last.ordinal + 1 or (
        label.ordinal == last.ordinal and label.number != last.number
    )


def _place_label(
    provision: Provision,
    depth: int,
    open_chains: Mapping[tuple[int, str, str, tuple[int, ...]], _Chain],
) -> Label | None:
    """The reading of a label that goes on with an open list, else one that begins a list."""
    if not provision.label:
        return None
    found = [_upright(label, provision.number) for label in readings(provision.label + "\t")]
    found = [label for label in found if label.ordinal > 0]
    for label in found:
        chain = open_chains.get((depth, provision.kind, label.series, label.path[:-1]))
        if chain is not None and _follows(chain.last, label):
            return label
    return min(found, key=lambda label: label.ordinal) if found else None


def _upright(label: Label, number: str) -> Label:
    """A decimal that is printed right to left (1.10.2 for number 2.10.1) the right way round."""
    turned = reverse_path(label)
    return turned if turned.number == number != label.number else label


def _joins(seat: _Seat, chain_of: Mapping[str, _Chain]) -> _Chain | None:
    """The chain that a node belongs to in the consolidated text."""
    node = seat.node
    if not node.new and not (node.moved and node.state == "come"):
        return chain_of.get(node.id)
    at = next(n for n, other in enumerate(seat.siblings) if other is node)
    for other in (*reversed(seat.siblings[:at]), *seat.siblings[at + 1 :]):
        settled = not other.new and not (other.moved and other.state == "come")
        if settled and other.provision.kind == node.provision.kind and other.id in chain_of:
            return chain_of[other.id]
    return None if node.new else chain_of.get(node.id)


def _prefix(
    chain: _Chain,
    parent: str,
    before: Mapping[str, tuple[int, ...]],
    now: Mapping[str, tuple[int, ...]],
) -> tuple[int, ...]:
    """What stands before the last number of a decimal: the new number of its parent."""
    prefix = chain.first.path[:-1]
    return now[parent] if prefix and before.get(parent) == prefix else prefix


def _sample(chain: _Chain, base: Base, identity: str) -> tuple[str, Label, bool]:
    """A label of the chain as printed, plain (no ``bis``), and whether it is printed reversed."""
    own = chain.members.get(identity)
    chosen = identity if own is not None and own.number == _number(own) else chain.model
    label = chain.members[chosen]
    printed = base.provisions[chosen].label
    core = _CORE.search(to_european(printed))
    backwards = bool(
        core and len(label.path) > 1 and core.group() == ".".join(map(str, label.path[::-1]))
        and core.group() != ".".join(map(str, label.path))
    )  # fmt: skip
    return printed, label, backwards


def _number(label: Label) -> str:
    if len(label.path) > 1:
        return ".".join(map(str, label.path))
    return number_of(format_label(label.ordinal, label.series)) if label.series in SERIES else ""


def _written(path: tuple[int, ...], printed: str, like: Label, backwards: bool) -> tuple[str, str]:
    """Label and number for a path, printed as the sample is."""
    if len(path) > 1:
        number = ".".join(map(str, path))
        core = ".".join(map(str, path[::-1])) if backwards else number
    else:
        for first, size in _SINGLE:
            sign = next((c for c in printed if first <= ord(c) < first + size), "")
            if sign and path[0] <= size:
                return printed.replace(sign, chr(first + path[0] - 1)), str(path[0])
        label = format_label(path[0], like.series)
        number = number_of(label)
        if any(first <= ord(c) < first + size for c in printed for first, size in _SINGLE):
            return label, number
        found = _CORE.search(label)
        core = found.group() if found else label
    place = _CORE.search(printed)
    if place is None:
        return printed, number
    for first in _ARABIC_DIGITS:
        if any(first <= ord(c) < first + 10 for c in place.group()):
            core = "".join(chr(first + int(c)) if c.isdigit() else c for c in core)
    return printed[: place.start()] + core + printed[place.end() :], number
