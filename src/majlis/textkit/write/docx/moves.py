"""Which provisions of a redline are the two halves of a move that Word can show as one."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from majlis.textkit.model import Provision, Revision, Text
from majlis.textkit.write.docx.inline import valid_date


@dataclass(frozen=True, slots=True)
class Move:
    """One half of a move. ``name`` is the same on both halves; ``label``: so are their labels."""

    name: str
    label: bool
    revision: Revision


def moves(text: Text) -> dict[int, Move]:
    """The moves by the places of their halves in the order of the tree, 1 first.

    Two halves belong together where one is wholly deleted, the other wholly inserted, both by a
    move, with the same kind and wording; the first with the first. Where the revision has no valid
    date there is none: the range of a move must have one (CT_MoveBookmark), and none is invented.
    Footnotes cannot take part: a range does not reach into another story.
    """
    gone: dict[tuple[str, str], deque[tuple[int, Provision, Revision]]] = defaultdict(deque)
    come: list[tuple[int, Provision, Revision]] = []
    for place, p in enumerate(_standing(text.provisions), 1):
        revision = _moved(p) if p is not None else None
        if p is None or revision is None:
            continue
        if revision.op == "deleted":
            gone[p.kind, p.text].append((place, p, revision))
        else:
            come.append((place, p, revision))
    found: dict[int, Move] = {}
    for there, new, insertion in come:
        waiting = gone[new.kind, new.text]
        if not waiting:
            continue
        here, old, deletion = waiting.popleft()
        name = f"move{len(found) // 2 + 1}"
        same = old.label == new.label
        found[here] = Move(name, same, deletion)
        found[there] = Move(name, same, insertion)
    return found


def _standing(provisions: Iterable[Provision]) -> Iterator[Provision | None]:
    """Every provision in the order of the tree, None for those of footnotes."""
    for p in provisions:
        if p.kind == "footnote":
            yield from (None for _ in p.walk())
        else:
            yield p
            yield from _standing(p.children)


def _moved(p: Provision) -> Revision | None:
    """The revision of a provision that is wholly one half of a move."""
    revisions = {run.revision for run in p.runs}
    revision = revisions.pop() if len(revisions) == 1 else None
    if revision is None or not revision.moved or revision.reverted or not p.text.strip():
        return None
    return revision if valid_date(revision.date) else None
