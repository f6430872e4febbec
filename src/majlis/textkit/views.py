"""The three views of a text with tracked changes: everything, the new text, the old text."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from majlis.textkit.carry import nested
from majlis.textkit.ids import OLD_SUFFIX
from majlis.textkit.model import (
    Provision,
    Run,
    Text,
    View,
    change_of,
    merge_runs,
    revised,
    view_runs,
    without_past,
)


def view(text: Text, view: View) -> Text:
    """The text as a view shows it.

    ``keep`` is the text itself. ``accept`` leaves out what was deleted, ``reject`` what was inserted;
    in both, runs carry no revision, and ``change``, ``inferred`` and the old label, number, verb and id
    stay on the provisions as information about what had been changed.

    - A provision vanishes where all its wording is of the kind that is left out, or where its
      ``change`` says so and it has no wording or some with a revision (without any, ``change`` is
      what an earlier view left as information). A child that stays while its parent vanishes moves
      up to the grandparent.
    - A provision whose ``mark`` the view leaves out is joined with the next one that is left; label,
      kind and id are those of the last one joined, as in Word. What stood under it stays in its place.
    - ``reject`` gives back ``old_label``, ``old_number``, ``old_verb`` and ``old_id`` as ``label``,
      ``number``, ``verb`` and ``id``; where somebody added provisions since, so that an old id would be there
      twice, the later one keeps its new id. Then what has an ``old_parent`` stands under it again, if
      that is among those that hold what stands before it, so that the reading order stays.
    - Parts whose root vanished are left out; comments and notes on a provision that vanished stay,
      without a provision.
    """
    if view == "keep":
        return text
    provisions = text.provisions
    if view == "reject" or not all(map(_is_plain, text.walk())):
        provisions = _joined(tuple(_shown(provisions, view)), view)
    shown = replace(text, provisions=provisions)
    before = {provision.id: provision for provision in shown.walk()}
    ids = {one: one for one in before}
    if view == "reject":
        ids = _old_ids(before.values())
        provisions = _under_old_parents(tuple(_renamed(each, ids) for each in provisions))
    return replace(
        shown,
        provisions=provisions,
        parts=tuple(replace(part, root=ids[part.root]) for part in text.parts if part.root in ids),
        comments=tuple(replace(c, provision=ids.get(c.provision, "")) for c in text.comments),
        notes=tuple(replace(n, provision=ids.get(n.provision, "")) for n in text.notes),
    )


def _is_plain(provision: Provision) -> bool:
    """Whether nothing was changed in a provision, so that the new text has it as it is."""
    if provision.mark is not None or provision.change is not None:
        return False
    runs = provision.runs
    return all(run.text and run.revision is None for run in runs) and (
        len(runs) < 2 or len(merge_runs(runs)) == len(runs)
    )


def settled(text: Text) -> Text:
    """A text in view ``accept`` or ``reject`` without its past, to print as a document.

    What such a view keeps as information (``change``, ``inferred``, the old label and number) is
    gone; a writer would show it as a change that is still open.
    """
    return replace(text, provisions=tuple(_settled(text.provisions)))


def _settled(provisions: Iterable[Provision]) -> Iterator[Provision]:
    for provision in provisions:
        children = tuple(_settled(provision.children))
        yield replace(without_past(provision), children=children)


def has_revisions(text: Text) -> bool:
    """Whether any run of the text, or mark between two provisions, carries a revision."""
    return any(provision.mark or revised(provision.runs) for provision in text.walk())


def _shown(provisions: Iterable[Provision], view: View) -> Iterator[Provision]:
    for provision in provisions:
        children = tuple(_shown(provision.children, view))
        if _vanishes(provision, view):
            yield from children
            continue
        shown = replace(provision, runs=view_runs(provision.runs, view), children=children)
        if view == "reject":
            if shown.old_label is not None:
                shown = replace(shown, label=shown.old_label)
            if shown.old_number is not None:
                shown = replace(shown, number=shown.old_number)
            if shown.old_verb is not None:
                shown = replace(shown, verb=shown.old_verb)
        yield shown


def _vanishes(provision: Provision, view: View) -> bool:
    dropped = "deleted" if view == "accept" else "inserted"
    words = [run.revision for run in provision.runs if run.text.strip()]
    if words and all(revision and revision.reverted for revision in words):
        return True  # in neither text
    if change_of(provision.runs) == dropped:
        return True
    blank = not provision.text.strip()
    return provision.change == dropped and (blank or revised(provision.runs))


def _joined(provisions: tuple[Provision, ...], view: View) -> tuple[Provision, ...]:
    """The provisions without marks, joined where a mark that went stood between two of them."""
    marked = [p for top in provisions for p in top.walk() if p.mark]
    if not marked:
        return provisions
    dropped = "deleted" if view == "accept" else "inserted"
    before: dict[int, tuple[Run, ...]] = {}  # what is put before the words of a provision
    gone: set[int] = set()
    open_runs: tuple[Run, ...] = ()
    last: Provision | None = None  # the one whose words are waiting for the next one
    for p in (p for top in provisions for p in top.walk() if p.kind != "footnote"):
        if last is not None:
            before[id(p)] = open_runs
            gone.add(id(last))
        joins = p.mark is not None and p.mark.op == dropped
        last = p if joins else None
        open_runs = (*before.get(id(p), ()), *p.runs) if joins else ()

    def rebuilt(p: Provision) -> Iterator[Provision]:
        children = tuple(found for child in p.children for found in rebuilt(child))
        if id(p) in gone:
            yield from children
            return
        runs = merge_runs((*before.get(id(p), ()), *p.runs))
        yield replace(p, runs=runs, mark=None, children=children)

    return tuple(found for top in provisions for found in rebuilt(top))


def _old_ids(provisions: Collection[Provision]) -> dict[str, str]:
    """The old id of each provision, by its id; all of them differ."""
    found = {p.id: p.id for p in provisions if p.old_id is None}
    taken = set(found)
    for p in provisions:
        if p.old_id is None:
            continue
        identity = p.id if p.old_id in taken else p.old_id
        while identity in taken:
            identity += OLD_SUFFIX
        found[p.id] = identity
        taken.add(identity)
    return found


def _renamed(provision: Provision, ids: Mapping[str, str]) -> Provision:
    children = tuple(_renamed(child, ids) for child in provision.children)
    return provision.with_id(ids[provision.id], children)


def _under_old_parents(provisions: tuple[Provision, ...]) -> tuple[Provision, ...]:
    """The provisions in the same reading order, those with an old parent under it."""
    if all(p.old_parent is None for top in provisions for p in top.walk()):
        return provisions
    rows: list[tuple[int, Provision]] = []
    held: list[str] = []  # the provisions that hold the next one, if it is right under the last

    def visit(siblings: Iterable[Provision], parent: str) -> None:
        for p in siblings:
            names = (parent,) if p.old_parent is None else (p.old_parent, parent)
            wanted = next((name for name in names if not name or name in held), "")
            del held[held.index(wanted) + 1 if wanted else 0 :]
            rows.append((len(held), p))
            held.append(p.id)
            visit(p.children, p.id)

    visit(provisions, "")
    return nested(rows)
