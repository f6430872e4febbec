"""Texts cut into sentences, as the six languages end them."""

from __future__ import annotations

import re

# Ends of sentences in the six languages; a full stop ends one only before a space and a capital or
# another script, so that "A/RES/70/1" and "para. 3" stay whole.
SENTENCE_END = re.compile(
    r"(?<=[。！？；])|(?<=[!?؟;؛])\s+|(?<=\.)\s+(?=[A-ZÀ-ÞА-ЯЁ\u0600-\u06ff«“\"])|\n+"
)


def sentences(text: str) -> list[str]:
    """The sentences of a text, without the space around them."""
    return [each.strip() for each in SENTENCE_END.split(text) if each and each.strip()]


def aligned_sentences(source: str, target: str) -> list[tuple[str, str]]:
    """Sentences side by side where both texts have as many; else the two texts whole."""
    left, right = sentences(source), sentences(target)
    if len(left) == len(right) and left:
        return list(zip(left, right, strict=True))
    return [(source.strip(), target.strip())]
