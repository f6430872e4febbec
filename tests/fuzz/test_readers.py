"""Readers meet arbitrary and spoilt files: they read them or refuse them with one clear line."""

from __future__ import annotations

import random
import time
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from majlis.textkit.model import View
from tests.fuzz.corpus import FOUND, SUFFIXES, VIEWS, read_bytes, seeds, spoil, use

SLOW_SECONDS = 20
BOUNDED = settings(
    deadline=timedelta(seconds=10), suppress_health_check=[HealthCheck.too_slow], max_examples=60
)


@BOUNDED
@given(st.binary(max_size=4000), st.sampled_from(SUFFIXES), st.sampled_from(VIEWS))
def test_arbitrary_bytes(data: bytes, suffix: str, view: View) -> None:
    read_bytes(data, suffix, view)


@BOUNDED
@given(
    st.text(st.characters(exclude_categories=()), max_size=2000),
    st.sampled_from(SUFFIXES),
    st.sampled_from(("utf-8", "utf-16", "utf-16-be", "utf-32")),
)
def test_arbitrary_characters(words: str, suffix: str, encoding: str) -> None:
    text = read_bytes(words.encode(encoding, "surrogatepass"), suffix, "keep")
    if text is not None:
        use(text)


@BOUNDED
@given(st.randoms(use_true_random=False), st.data())
def test_spoilt_files(choose: random.Random, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(seeds())))
    view = data.draw(st.sampled_from(VIEWS))
    text = read_bytes(spoil(seeds()[name], choose), Path(name).suffix, view)
    if text is not None:
        use(text)


@pytest.mark.slow
def test_spoilt_files_for_some_time() -> None:
    """Spoils files until the time is over. A failure names the seed that brings it back."""
    end = time.monotonic() + SLOW_SECONDS
    first = seed = random.randrange(2**48)
    while time.monotonic() < end:
        seed += 1
        choose = random.Random(seed)
        name, view = choose.choice(sorted(seeds())), choose.choice(VIEWS)
        spoilt = spoil(seeds()[name], choose)
        start = time.monotonic()
        try:
            text = read_bytes(spoilt, Path(name).suffix, view)
            if text is not None:
                use(text)
        except Exception as error:
            kept = FOUND / f"{type(error).__name__}-{seed}{Path(name).suffix}"
            kept.write_bytes(spoilt)
            raise AssertionError(f"{kept} ({view}) breaks the engine; it is kept there") from error
        assert time.monotonic() - start < 10, f"seed {seed} took too long"
    assert seed > first


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("path", sorted(FOUND.glob("*")), ids=lambda path: str(path.name))
def test_what_was_found_before(path: Path, view: View) -> None:
    text = read_bytes(path.read_bytes(), path.suffix, view)
    if text is not None:
        use(text)
