"""Which provisions of a redline are the two halves of a move that Word can show as one."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from majlis.textkit.model import Provision, Revision, Text
from majlis.textkit.write.docx.inline import valid_date


@dataclass(frozen=True, slots=True)
class Move:
    """One half of a move. ``name`` is the same on both halves; ``label``: so are their labels.

    ``to_mark``: its last words moved. Where they did not, nor does the paragraph mark: LibreOffice
    keeps an empty paragraph of a moved mark that other changes part from the moved words.
    """

    name: str
    label: bool
    to_mark: bool
    revision: Revision


def moves(text: Text) -> dict[int, Move]:
    """The moves by the places of their halves in the order of the tree, 1 first.

    Two halves belong together where one is wholly deleted, the other wholly inserted, with the same
    kind and the same words that a move took along; the first with the first. What was reworded on the
    way stands in the ranges as an insertion or deletion of its own. Where the revision has no valid
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
            gone[p.kind, _words(p)].append((place, p, revision))
        else:
            come.append((place, p, revision))
    found: dict[int, Move] = {}
    for there, new, insertion in come:
        waiting = gone[new.kind, _words(new)]
        if not waiting:
            continue
        here, old, deletion = waiting.popleft()
        name = f"move{len(found) // 2 + 1}"
        same = old.label == new.label
        found[here] = Move(name, same, _to_mark(old), deletion)
        found[there] = Move(name, same, _to_mark(new), insertion)
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
    """The revision of what moved in a provision that is wholly one half of a move."""
    revisions = [run.revision for run in p.runs if run.text.strip()]
    if any(r is None or r.reverted for r in revisions) or len({r and r.op for r in revisions}) != 1:
        return None
    revision = next((r for r in revisions if r is not None and r.moved), None)
    return revision if revision is not None and valid_date(revision.date) else None


def _to_mark(p: Provision) -> bool:
    last = p.runs[-1].revision
    return last is not None and last.moved


def _words(p: Provision) -> str:
    """The words of one half that came along."""
    return "".join(run.text for run in p.runs if run.revision is not None and run.revision.moved)
