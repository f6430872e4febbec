"""The three views of a text with tracked changes: everything, the new text, the old text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from majlis.textkit.model import Provision, Text, View, change_of, view_runs

OLD_SUFFIX = "__old"
"""What a redline adds to the id of a deleted provision where the new text has the same id."""


def view(text: Text, view: View) -> Text:
    """The text as a view shows it.

    ``keep`` is the text itself. ``accept`` leaves out what was deleted, ``reject`` what was inserted;
    in both, runs carry no revision, and ``change``, ``old_label``, ``old_number`` and ``inferred``
    stay on the provisions as information about what had been changed.

    - A provision vanishes where all its wording is of the kind that is left out, or where its
      ``change`` says so and it has no wording or some with a revision (without any, ``change`` is
      what an earlier view left as information). A child that stays while its parent vanishes moves
      up to the grandparent.
    - ``reject`` gives back ``old_label`` and ``old_number`` as ``label`` and ``number``, and takes
      ``__old`` off the ids that a redline had to change, where the shorter id is free.
    - Parts whose root vanished are left out; comments and notes on a provision that vanished stay,
      without a provision.
    """
    if view == "keep":
        return text
    provisions = tuple(_shown(text.provisions, view))
    if view == "reject":
        provisions = _restore_ids(provisions)
    shown = replace(text, provisions=provisions)
    ids = {provision.id for provision in shown.walk()}
    return replace(
        shown,
        parts=tuple(part for part in text.parts if part.root in ids),
        comments=tuple(
            comment if comment.provision in ids else replace(comment, provision="")
            for comment in text.comments
        ),
        notes=tuple(
            note if note.provision in ids else replace(note, provision="") for note in text.notes
        ),
    )


def settled(text: Text) -> Text:
    """A text in view ``accept`` or ``reject`` without its past, to print as a document.

    What such a view keeps as information (``change``, ``inferred``, the old label and number) is
    gone; a writer would show it as a change that is still open.
    """
    return replace(text, provisions=tuple(_settled(text.provisions)))


def _settled(provisions: Iterable[Provision]) -> Iterator[Provision]:
    for provision in provisions:
        yield replace(
            provision,
            change=None,
            inferred=False,
            old_label=None,
            old_number=None,
            children=tuple(_settled(provision.children)),
        )


def has_revisions(text: Text) -> bool:
    """Whether any run of the text carries a revision."""
    return any(_revised(provision) for provision in text.walk())


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
        yield shown


def _revised(provision: Provision) -> bool:
    return any(run.revision is not None for run in provision.runs)


def _vanishes(provision: Provision, view: View) -> bool:
    dropped = "deleted" if view == "accept" else "inserted"
    if change_of(provision.runs) == dropped:
        return True
    blank = not provision.text.strip()
    return provision.change == dropped and (blank or _revised(provision))


def _restore_ids(provisions: tuple[Provision, ...]) -> tuple[Provision, ...]:
    taken = {provision.id for top in provisions for provision in top.walk()}

    def restored(provision: Provision) -> Provision:
        short = provision.id.removesuffix(OLD_SUFFIX)
        if short != provision.id and short and short not in taken:
            taken.add(short)
            provision = replace(provision, id=short)
        return replace(provision, children=tuple(map(restored, provision.children)))

    return tuple(map(restored, provisions))
