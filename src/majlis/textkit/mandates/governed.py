"""Decimals that a paragraph beside them governs: "3.13 The Group agreed:" and after it "3.14 to invite ..."."""

from __future__ import annotations

from dataclasses import replace

from majlis.textkit.model import Provision, Text
from majlis.textkit.openings import opens_as_point

_COLONS = (":", "：")


def with_governed_points(text: Text) -> Text:
    """The text with such paragraphs as points of the one that governs them. Their ids stay."""
    provisions = _nested(text.provisions, text.language)
    return text if provisions == text.provisions else replace(text, provisions=provisions)


def _nested(provisions: tuple[Provision, ...], language: str) -> tuple[Provision, ...]:
    result: list[Provision] = []
    index = 0
    while index < len(provisions):
        provision = provisions[index]
        index += 1
        points: list[Provision] = []
        if not provision.children and provision.text.rstrip().endswith(_COLONS):
            while index < len(provisions) and _is_point(provisions[index], language):
                points.append(provisions[index])
                index += 1
        children = _nested((*provision.children, *points), language)
        result.append(
            provision if children == provision.children else replace(provision, children=children)
        )
    return tuple(result)


def _is_point(provision: Provision, language: str) -> bool:
    return "." in provision.number and opens_as_point(provision.text, language)
