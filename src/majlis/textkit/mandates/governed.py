"""Decimals that a paragraph beside them governs: "3.13 The Group agreed:" and after it "3.14 to invite ..."."""

from __future__ import annotations

from dataclasses import replace

from majlis.textkit.lexicon import fold, lexicon
from majlis.textkit.model import Provision, Text
from majlis.textkit.openings import opening, opens_as_point

_COLONS = (":", "：")
_BARE = 60  # characters of a lead that is no more than a verb ("Decides:")
_NAMED = 200  # the same behind the name of the body that decides


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
            longest = _NAMED if provision.kind == "formula" else _BARE
            bare = not provision.label and len(provision.text) <= longest
            while index < len(provisions) and _is_point(provisions[index], language, bare):
                points.append(provisions[index])
                index += 1
        children = _nested((*provision.children, *points), language)
        result.append(
            provision if children == provision.children else replace(provision, children=children)
        )
    return tuple(result)


def _is_point(provision: Provision, language: str, bare: bool) -> bool:
    """Whether a paragraph completes the one before it; ``bare``: that one is a verb without a number."""
    if bare and provision.number and _opens_with_infinitive(provision.text, language):
        return True
    return ("." in provision.number or (bare and bool(provision.number))) and opens_as_point(
        provision.text, language
    )


def _opens_with_infinitive(text: str, language: str) -> bool:
    """Whether a point opens with a verb that only another verb can govern (Spanish, Russian)."""
    if language == "zh" or opening(text, language) is not None:
        return False
    return lexicon(language).infinitives.match(fold(text[:_BARE]).text.lstrip().lower()) is not None
