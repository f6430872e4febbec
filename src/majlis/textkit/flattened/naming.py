"""Ids after the new numbers and after the old ones, in the tree and in all that refers to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from majlis.textkit.ids import OLD_SUFFIX, assign_ids
from majlis.textkit.model import Note, Provision, Text
from majlis.textkit.views import view


def renamed(text: Text, provisions: Sequence[Provision], notes: Sequence[Note]) -> Text:
    """The text with these provisions, their ids after the new numbers and all that refers to them."""
    named = assign_ids((_with_old_number(p) for p in provisions), text.language)
    fresh = tuple(map(_ids_only, named, provisions))
    found = replace(text, provisions=fresh)
    found = replace(found, provisions=_with_old_ids(found))
    ids = {"": ""} | {old.id: new.id for old, new in zip(text.walk(), found.walk(), strict=True)}
    return replace(
        found,
        parts=tuple(replace(part, root=ids.get(part.root, part.root)) for part in text.parts),
        comments=tuple(replace(c, provision=ids.get(c.provision, "")) for c in text.comments),
        notes=tuple(replace(n, provision=ids.get(n.provision, "")) for n in (*text.notes, *notes)),
    )


def _with_old_number(item: Provision) -> Provision:
    """For the ids alone: a deleted item goes by its old number."""
    number = item.number
    if item.change == "deleted" and not number and item.old_number:
        number = f"{item.old_number}{OLD_SUFFIX}"
    made = item.with_id(item.id, tuple(map(_with_old_number, item.children)))
    return made if number == made.number else replace(made, number=number)


def _with_old_ids(text: Text) -> tuple[Provision, ...]:
    """The provisions, each with the id that it has in the old text where that is another one."""
    old = view(text, "reject").provisions
    before = {
        p.id: named.id
        for top, again in zip(old, assign_ids(old, text.language), strict=True)
        for p, named in zip(top.walk(), again.walk(), strict=True)
    }

    def visit(p: Provision) -> Provision:
        identity = before.get(p.id, p.id)
        made = p.with_id(p.id, tuple(map(visit, p.children)))
        old_id = None if identity == p.id else identity
        return made if old_id == made.old_id else replace(made, old_id=old_id)

    return tuple(map(visit, text.provisions))


def _ids_only(named: Provision, item: Provision) -> Provision:
    children = tuple(map(_ids_only, named.children, item.children))
    return item.with_id(named.id, children)
