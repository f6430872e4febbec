"""Several texts in one file, apart: a report, the resolution annexed to it, its terms of reference."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from majlis.textkit.carry import normal
from majlis.textkit.model import Part, Provision, Text

JOINT = "__"
"""Between the id of a provision and that of the one it stands in."""


_TITLE = "title"
_LATER_TITLE = re.compile(rf"{_TITLE}(?:_(?P<n>[0-9]{{1,6}}))?(?=$|_)")


@dataclass(frozen=True, slots=True)
class OwnText:
    """One of the texts in a file. ``root``: the id of the provision that held it, empty for the first.

    ``within``: the root of the text that it is annexed to, None for the first. ``decision``: it is one
    of several decisions in the file, whose own title held it.
    """

    root: str
    within: str | None
    text: Text
    decision: bool = False

    def in_file(self, identity: str) -> str:
        """The id that one of its provisions has in the file."""
        if not self.root:
            return identity
        if self.decision:
            if identity == _TITLE:
                return self.root
            identity = _before_title(identity)
        return f"{self.root}{JOINT}{identity}"


def apart(text: Text) -> tuple[OwnText, ...]:
    """The texts in a file, in reading order; a text without parts is the only one.

    What held an annexed text (its heading, "Annex A") stays in the text that it is annexed to, without
    what stood under it. The title that holds one of several decisions is the first line of that decision,
    and goes with it. Ids lose that of their root. Comments and notes go with their provision; those of
    none, with the first text.
    """
    if not text.parts:
        return (OwnText("", None, text),)
    roots = {part.root: part for part in text.parts if part.root}
    found: dict[str, tuple[str, tuple[Provision, ...]]] = {}
    first = _cut(text.provisions, "", roots, found)
    main = next((part for part in text.parts if not part.root), None)
    made: list[OwnText] = []
    if main is not None or first or not found:
        made.append(_own(text, "", None, main or Part("", text.kind), first, first=True))
    covered = bool(made)
    for root, (within, provisions) in found.items():
        outer = within if within or covered else None
        made.append(_own(text, root, outer, roots[root], provisions, first=not made))
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
            under = _cut(each.children, each.id, roots, found)
            alone = replace(each, children=())
            if each.kind == "title":
                found[each.id] = (within, (alone, *under))
            else:
                found[each.id] = (within, under)
                kept.append(alone)
        else:
            kept.append(replace(each, children=_cut(each.children, within, roots, found)))
    return tuple(kept)


def _behind_title(identity: str) -> str:
    """The id of what stands in a text whose first title held it: a later title counts on from that one."""
    found = _LATER_TITLE.match(identity)
    if found is None:
        return identity
    return f"{_TITLE}_{int(found['n'] or 1) + 1}{identity[found.end() :]}"


def _before_title(identity: str) -> str:
    """What ``_behind_title`` was given."""
    found = _LATER_TITLE.match(identity)
    if found is None:
        return identity
    number = int(found["n"] or 1) - 1
    return f"{_TITLE}{f'_{number}' if number > 1 else ''}{identity[found.end() :]}"


def _own(
    text: Text,
    root: str,
    within: str | None,
    part: Part,
    provisions: tuple[Provision, ...],
    *,
    first: bool = False,
) -> OwnText:
    titled = any(each.id == root for each in provisions[:1])

    def bare(identity: str) -> str:
        if not root:
            return identity
        own = identity.removeprefix(f"{root}{JOINT}")
        if not titled:
            return own
        return _TITLE if identity == root else _behind_title(own)

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
        return provision in there or (first and not provision)

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
    return OwnText(root, within, replace(normal(made), file=text.file), titled and root != "")
