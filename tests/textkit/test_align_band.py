"""Long texts are aligned near sure pairs: what is looked at, and that nothing is lost by it."""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from majlis.textkit.align import align
from majlis.textkit.align.band import MOST_PAIRS, band, rising, whole
from majlis.textkit.align.evidence import Item, items, keys
from majlis.textkit.align.likeness import Likeness, gap
from majlis.textkit.align.path import best_path
from majlis.textkit.align.sure import sure_letters
from majlis.textkit.lexicon import fold, lexicon
from majlis.textkit.model import LANGUAGES

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))
from textkit_align import versions

TEXTS = Path(__file__).parent / "texts"


def looked_at(size: int) -> int:
    """Pairs that are looked at for two texts of a size."""
    a, b = (items(text) for text in versions(3, size, 0.0))
    likeness = Likeness(a, b, "en", "fr")
    count = 0

    def like(one: Item, other: Item) -> float:
        nonlocal count
        count += 1
        return likeness(one, other)

    best_path(a, b, like, gap, band(a, b, like))
    return count


def test_what_is_looked_at_grows_with_the_length() -> None:
    assert looked_at(1200) < 5 * looked_at(300)


@pytest.mark.parametrize("gone", [0.0, 0.1, 0.4])
@pytest.mark.parametrize("lost", [False, True])
def test_the_band_loses_nothing(gone: float, lost: bool) -> None:
    a, b = (items(text) for text in versions(5, 250, gone, lost))
    likeness = Likeness(a, b, "en", "fr")
    everywhere = [(0, len(b))] * len(a)
    assert best_path(a, b, likeness, gap, band(a, b, likeness)) == best_path(
        a, b, likeness, gap, everywhere
    )


def test_spans_never_go_back_and_always_meet() -> None:
    for seed in range(20):
        random = Random(seed)
        size = random.randint(150, 400)
        a, b = (items(text) for text in versions(seed, size, random.random()))
        for spans in (band(a, b, Likeness(a, b, "en", "fr")), whole(len(a), len(b))):
            assert len(spans) == len(a) and spans[0][0] == 0 and spans[-1][1] == len(b)
            for (low, high), (next_low, next_high) in pairwise(spans):
                assert low <= next_low <= high <= next_high


@pytest.mark.parametrize(
    ("rows", "columns"), [(100_000, 100_000), (100_000, 40_000), (40_000, 100_000), (99_999, 3)]
)
def test_of_very_many_provisions_few_pairs_are_looked_at(rows: int, columns: int) -> None:
    spans = whole(rows, columns)
    assert spans[0][0] == 0 and spans[-1][1] == columns
    assert all(low <= later[0] <= high <= later[1] for (low, high), later in pairwise(spans))
    assert sum(high - low + 1 for low, high in spans) <= MOST_PAIRS + 4 * (rows + columns)


def test_one_that_is_missing_from_a_long_text() -> None:
    a, b = versions(7, 600, 0.0)
    aligned = align(a, b)
    assert [(x, y) for x, y, _ in aligned.pairs if x != y] == [("p_300", None)]
    assert [(d.kind, d.a) for d in aligned.differences] == [("missing", "p_300")]


def test_rising_takes_the_most() -> None:
    assert rising([(0, 5), (1, 0), (2, 1), (3, 9), (4, 2)]) == [(1, 0), (2, 1), (4, 2)]
    assert rising([]) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_sure_letters_leave_no_key_out(language: str) -> None:
    lex = lexicon(language)
    tables = ("actors", "bodies", "deliverables", "recurrence")
    told = 0
    for name in ("un", "itu", "report"):
        for line in (TEXTS / f"{name}.{language}.txt").read_text("utf-8").splitlines():
            text = fold(line).text
            every = {
                f"{table}:{key}"
                for table in tables
                for key, pattern in lex.named(table)
                if pattern.search(text)
            }
            assert keys(line, language) == every
            told += len(every)
    assert told > 20


def test_sure_letters_of_a_form() -> None:
    assert sure_letters(["(the )?secretar(y|ies)", "chiefs?|heads?"], "en") == (
        "chief",
        "head",
        "secretar",
    )
    assert sure_letters(["report", "(a|b)"], "en") == ()
