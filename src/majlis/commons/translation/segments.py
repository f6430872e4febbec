"""Splits texts into sentences in the six languages."""

from __future__ import annotations

import re

# A full stop ends a sentence only before a space and a capital letter, an Arabic letter or an opening
# quotation mark, so that "A/RES/70/1" and "para. 3" are not split.
SENTENCE_END = re.compile(
    r"(?<=[。！？；])|(?<=[!?؟;؛])\s+|(?<=\.)\s+(?=[A-ZÀ-ÞА-ЯЁ\u0600-\u06ff«“\"])|\n+"
)


def sentences(text: str) -> list[str]:
    """The sentences of a text, stripped."""
    return [each.strip() for each in SENTENCE_END.split(text) if each and each.strip()]


def aligned_sentences(source: str, target: str) -> list[tuple[str, str]]:
    """Sentence pairs if both texts have the same number of sentences; otherwise one pair of whole texts."""
    source_sentences, target_sentences = sentences(source), sentences(target)
    if len(source_sentences) == len(target_sentences) and source_sentences:
        return list(zip(source_sentences, target_sentences, strict=True))
    return [(source.strip(), target.strip())]
