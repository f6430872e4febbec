"""Chinese segmentation: words by jieba with United Nations terms added, and character bigrams.

Words improve the ranking. Bigrams find a text by any of its words, even if jieba segments the query
differently from the text. The package rjieba is optional: without it there are bigrams only.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Protocol

from majlis.commons.search.terms import terms

_HIGH_FREQUENCY = (
    1_000_000  # above all frequencies of the dictionary, so that jieba never splits a term
)


class Segmenter(Protocol):
    """What is used of jieba."""

    def add_word(self, word: str, frequency: int, tag: str) -> object:
        """Add a word to the dictionary."""

    def tokenize(self, text: str, mode: str, hmm: bool) -> Iterable[tuple[str, int, int]]:
        """Words with their first and last offsets."""

    def cut(self, text: str, hmm: bool) -> Iterable[str]:
        """Words that do not overlap."""


@lru_cache(maxsize=1)
def _jieba() -> Segmenter | None:
    """The segmenter; None if it is not installed."""
    try:
        import rjieba  # noqa: PLC0415 - heavy: its dictionary loads only where there is Chinese
    except ModuleNotFoundError:
        return None
    segmenter: Segmenter = rjieba.Jieba()
    for term in terms():
        if 1 < len(term.zh) <= 24 and term.zh.isalpha():
            segmenter.add_word(term.zh, _HIGH_FREQUENCY, "n")
    return segmenter


@lru_cache(maxsize=1 << 12)
def search_words(run: str) -> tuple[tuple[int, str], ...]:
    """The words of a run of Chinese characters with their offsets, and the shorter words inside long ones.

    None without the segmenter; ``bigrams`` then have to do.
    """
    segmenter = _jieba()
    if segmenter is None:
        return ()
    words = dict.fromkeys(
        (start, word) for word, start, _ in segmenter.tokenize(run, "search", False)
    )
    return tuple(sorted(words))


@lru_cache(maxsize=1 << 12)
def segment(run: str) -> tuple[str, ...]:
    """The run split into words that do not overlap; without the segmenter, each pair of adjacent characters."""
    segmenter = _jieba()
    if segmenter is None:
        return tuple(dict.fromkeys(pair for _, pair in bigrams(run)[:-1])) or (run,)
    return tuple(segmenter.cut(run, False))


def bigrams(run: str) -> list[tuple[int, str]]:
    """Each pair of adjacent characters with its offset, and the last character alone."""
    return [(offset, run[offset : offset + 2]) for offset in range(len(run))]
