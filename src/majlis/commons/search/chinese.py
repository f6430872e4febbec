"""Chinese words: jieba with the terms of the United Nations added, and pairs of characters beside them.

Words serve the ranking. Pairs serve the promise that a text is found by any words of it, even where jieba cuts a query
in another way than the text.
"""

from __future__ import annotations

from functools import lru_cache

from majlis.commons.search.terms import terms

_HIGH_FREQUENCY = 1_000_000  # a frequency above every other: jieba never splits a term


@lru_cache(maxsize=1)
def _jieba() -> object:
    import rjieba  # noqa: PLC0415 - heavy: its dictionary loads only where there is Chinese

    cutter = rjieba.Jieba()
    for term in terms():
        if 1 < len(term.zh) <= 24 and term.zh.isalpha():
            cutter.add_word(term.zh, _HIGH_FREQUENCY, "n")
    return cutter


@lru_cache(maxsize=1 << 12)
def search_words(run: str) -> tuple[tuple[int, str], ...]:
    """The words of a run of Chinese characters with their places, and the shorter words inside long ones."""
    found = dict.fromkeys(
        (start, word)
        for word, start, _ in _jieba().tokenize(run, "search", False)  # type: ignore[attr-defined]
    )
    return tuple(sorted(found))


@lru_cache(maxsize=1 << 12)
def segment(run: str) -> tuple[str, ...]:
    """The run cut into words that do not overlap."""
    return tuple(_jieba().cut(run, False))  # type: ignore[attr-defined]


def bigrams(run: str) -> list[tuple[int, str]]:
    """Each pair of neighbours with its place, and the last character alone."""
    return [(place, run[place : place + 2]) for place in range(len(run))]
