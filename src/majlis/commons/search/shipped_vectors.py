"""Vectors of passages that come with the package: those of the profile and of the demonstration.

The model needs a second for a few passages; thousands of records would keep a new site busy for many
minutes. A vector is kept by a hash of its text without dates, because the texts of the demonstration are
dated relative to the day on which it starts. ``tools/vectors.py`` makes the two files of ``data``:
``vectors.npy`` has a row of 384 signed bytes for each text, ``vector_keys.npy`` the sorted hashes (unsigned,
64 bits) in the same order.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import as_file, files
from os.path import commonprefix
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    type Array = npt.NDArray[np.float32]
    type Shipped = tuple[npt.NDArray[np.uint64], npt.NDArray[np.int8]]

_YEAR = r"(?:19|20|21)\d\d"
_DATE = re.compile(
    rf"(?<!\d){_YEAR}年\d{{1,2}}月\d{{1,2}}日(?:星期[一二三四五六日])?"
    rf"|(?<!\d)(?:\d{{1,2}}(?:er)?\s(?:[^\W\d_]+[\s/]){{1,4}}?{_YEAR}(?:\sгода)?|{_YEAR})(?!\d)"
)
"""A date with its day, or a year, as the six languages write them; in Chinese with the day of the week after it."""


def without_dates(text: str) -> str:
    """The text without its full dates and years."""
    return _DATE.sub("", text)


def key_of(text: str) -> int:
    """The hash of a text without dates, 64 bits.

    A first line that repeats the beginning of the second one is left out: where it is cut depends on the length of a date.
    """
    title, _line, body = text.partition("\n")
    if len(commonprefix((title, body))) > len(title) / 2:
        text = body
    words = " ".join(without_dates(text).split())
    return int.from_bytes(hashlib.blake2b(words.encode(errors="ignore"), digest_size=8).digest())


@lru_cache(maxsize=1)
def _shipped() -> Shipped:
    import numpy as np  # noqa: PLC0415 - heavy

    folder = files("majlis.commons.search").joinpath("data")
    with (
        as_file(folder.joinpath("vector_keys.npy")) as keys,
        as_file(folder.joinpath("vectors.npy")) as vectors,
    ):
        return np.load(keys), np.load(vectors, mmap_mode="r")


def find(texts: Sequence[str]) -> list[Array | None]:
    """The shipped vector of each text, of length 1, as the model returns it; None where there is none."""
    import numpy as np  # noqa: PLC0415 - heavy

    keys, vectors = _shipped()
    found: list[Array | None] = []
    for text in texts:
        key = np.uint64(key_of(text))
        place = int(np.searchsorted(keys, key))
        if place < len(keys) and keys[place] == key:
            row = vectors[place].astype(np.float32)
            found.append(row / np.linalg.norm(row))
        else:
            found.append(None)
    return found


def pack(texts: Sequence[str], encoded: Array) -> Shipped:
    """The keys and rows for the two files, from texts and their vectors (one row each)."""
    import numpy as np  # noqa: PLC0415 - heavy

    by_key = {key_of(text): row for text, row in zip(texts, encoded, strict=True)}
    keys = sorted(by_key)
    rows = np.array([by_key[key] for key in keys], dtype=np.float32)
    scale = 127 / np.abs(rows).max(axis=1, keepdims=True)
    return np.array(keys, dtype=np.uint64), np.rint(rows * scale).astype(np.int8)
