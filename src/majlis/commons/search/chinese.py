"""Chinese segmentation: words by jieba with United Nations terms added, and character bigrams.

Words improve the ranking. Bigrams find a text by any of its words, even if jieba segments the query
differently from the text.
"""

from __future__ import annotations

from functools import lru_cache

from majlis.commons.search.terms import terms

_HIGH_FREQUENCY = (
    1_000_000  # above all frequencies of the dictionary, so that jieba never splits a term
)


@lru_cache(maxsize=1)
def _jieba() -> object:
    import rjieba  # noqa: PLC0415 - heavy: its dictionary loads only where there is Chinese

    segmenter = rjieba.Jieba()
    for term in terms():
        if 1 < len(term.zh) <= 24 and term.zh.isalpha():
            segmenter.add_word(term.zh, _HIGH_FREQUENCY, "n")
    return segmenter


@lru_cache(maxsize=1 << 12)
def search_words(run: str) -> tuple[tuple[int, str], ...]:
    """The words of a run of Chinese characters with their offsets, and the shorter words inside long ones."""
    words = dict.fromkeys(
        (start, word)
        for word, start, _ in _jieba().tokenize(run, "search", False)  # type: ignore[attr-defined]
    )
    return tuple(sorted(words))


@lru_cache(maxsize=1 << 12)
def segment(run: str) -> tuple[str, ...]:
    """The run split into words that do not overlap."""
    return tuple(_jieba().cut(run, False))  # type: ignore[attr-defined]


def bigrams(run: str) -> list[tuple[int, str]]:
    """Each pair of adjacent characters with its offset, and the last character alone."""
    return [(offset, run[offset : offset + 2]) for offset in range(len(run))]
