"""Ids of provisions, after Akoma Ntoso's eId habit: ``resolves__para_3__point_a``.

An id is made of the tree, the kind and the normalised number, never of words of a language, so that
two language versions of a text have the same ids: ``recital_2``, ``para_4__point_a__point_ii``,
``instructs_2__para_1`` (the second heading whose verb is "instructs"), ``annex_a__para_1``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from majlis.textkit.model import Provision
from majlis.textkit.openings import opening

_UNSAFE = re.compile(r"[^\w.-]+", re.UNICODE)
_PREFIX = {
    "title": "title",
    "formula": "formula",
    "front": "front",
    "back": "back",
    "footnote": "fn",
    "annex": "annex",
    "heading": "heading",
    "preambular": "recital",
    "operative": "para",
    "paragraph": "para",
}


OLD_SUFFIX = "__old"
"""What a redline adds to the id of a deleted provision where the new text has the same id."""


def assign_ids(provisions: Iterable[Provision], language: str = "en") -> tuple[Provision, ...]:
    """The same tree with fresh ids, unique in the whole text."""
    taken: dict[str, int] = {}
    return tuple(_visit(provisions, None, "", language, taken))


def _visit(
    siblings: Iterable[Provision],
    parent: Provision | None,
    above: str,
    language: str,
    taken: dict[str, int],
) -> list[Provision]:
    """The siblings with ids; ``parent`` has not got its own yet, which is ``above``."""
    counts: dict[str, int] = {}
    done = []
    for provision in siblings:
        stem = _stem(provision, parent, language)
        number = _UNSAFE.sub("", provision.number.replace(".", "-").replace(" ", ""))
        if stem in ("title", "formula"):
            name = stem
        elif stem.startswith("~"):
            name = stem[1:]
        elif number:
            name = f"{stem}_{number}"
        elif stem == "annex":
            name = "annex"
        else:
            counts[stem] = counts.get(stem, 0) + 1
            name = f"{stem}_{counts[stem]}"
        identity = f"{above}__{name}" if parent else name
        unique = identity
        while unique in taken:
            taken[identity] += 1  # how often it was asked for: long runs of one number stay quick
            unique = f"{identity}_{taken[identity]}"
        taken[unique] = 1
        children = _visit(provision.children, provision, unique, language, taken)
        done.append(provision.with_id(unique, tuple(children)))
    return done


def _stem(provision: Provision, parent: Provision | None, language: str) -> str:
    if provision.kind == "heading" and provision.verb:
        found = opening(provision.verb, language) or opening(provision.text, language)
        if found and found.verb:
            return "~" + found.verb.key
    if provision.kind == "heading" and provision.number:
        return "sec"
    if (
        parent
        and parent.kind == provision.kind
        and provision.kind in ("operative", "preambular", "paragraph")
    ):
        return "point"
    return _PREFIX[provision.kind]


class FreeIds:
    """Gives the deleted provisions of a redline ids that the new text has not taken."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)

    def own(self, provision: Provision) -> Provision:
        """The provision with a free id: ``__old`` as often as it takes; its own is ``old_id`` then."""
        free = provision.id
        while free in self._taken:
            free += OLD_SUFFIX
        self._taken.add(free)
        return (
            provision if free == provision.id else replace(provision, id=free, old_id=provision.id)
        )
