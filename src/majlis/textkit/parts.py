"""Several texts in one file, apart: a report, the resolution annexed to it, its terms of reference."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from majlis.textkit.carry import normal
from majlis.textkit.model import Part, Provision, Text

JOINT = "__"
"""Between the id of a provision and that of the one it stands in."""


@dataclass(frozen=True, slots=True)
class OwnText:
    """One of the texts in a file. ``root``: the id of the provision that held it, empty for the first.

    ``within``: the root of the text that it is annexed to, None for the first.
    """

    root: str
    within: str | None
    text: Text


def apart(text: Text) -> tuple[OwnText, ...]:
    """The texts in a file, in reading order; a text without parts is the only one.

    What held an annexed text (its heading, "Annex A") stays in the text that it is annexed to, without
    what stood under it. Ids lose that of their root. Comments and notes go with their provision;
    those of none, with the first text.
    """
    if not text.parts:
        return (OwnText("", None, text),)
    roots = {part.root: part for part in text.parts if part.root}
    found: dict[str, tuple[str, tuple[Provision, ...]]] = {}
    first = _cut(text.provisions, "", roots, found)
    own = {"": ("", first), **found}
    main = next((part for part in text.parts if not part.root), Part("", text.kind))
    made = [_own(text, "", None, main, first)]
    made += [_own(text, root, own[root][0], roots[root], own[root][1]) for root in found]
    return tuple(made)


def _cut(
    provisions: Iterable[Provision],
    within: str,
    roots: Mapping[str, Part],
    found: dict[str, tuple[str, tuple[Provision, ...]]],
) -> tuple[Provision, ...]:
    """The provisions without what stands under a root; that goes to ``found``, in reading order."""
    kept = []
    for each in provisions:
        if each.id in roots:
            found[each.id] = (within, ())  # keeps its place before those within it
            found[each.id] = (within, _cut(each.children, each.id, roots, found))
            kept.append(replace(each, children=()))
        else:
            kept.append(replace(each, children=_cut(each.children, within, roots, found)))
    return tuple(kept)


def _own(
    text: Text, root: str, within: str | None, part: Part, provisions: tuple[Provision, ...]
) -> OwnText:
    def bare(identity: str) -> str:
        return identity.removeprefix(f"{root}{JOINT}") if root else identity

    def renamed(each: Provision) -> Provision:
        return replace(
            each,
            id=bare(each.id),
            old_id=None if each.old_id is None else bare(each.old_id),
            old_parent=None
            if each.old_parent is None
            else ("" if each.old_parent == root else bare(each.old_parent)),
            children=tuple(renamed(child) for child in each.children),
        )

    there = {each.id for top in provisions for each in top.walk()}

    def goes(provision: str) -> bool:
        return provision in there or (not root and not provision)

    made = Text(
        provisions=tuple(renamed(each) for each in provisions),
        language=text.language,
        kind=part.kind or "text",
        body=part.body,
        symbol=part.symbol,
        title=part.title,
        date=part.date,
        comments=tuple(
            replace(c, provision=bare(c.provision)) for c in text.comments if goes(c.provision)
        ),
        notes=tuple(
            replace(n, provision=bare(n.provision)) for n in text.notes if goes(n.provision)
        ),
        file=text.file,
    )
    return OwnText(root, within, replace(normal(made), file=text.file))
