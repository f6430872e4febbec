"""One process of a machine has the model of meaning, and computes vectors for the others.

A request is one connection to a socket that only the account of the site can open: a JSON list of texts,
answered by the vectors as 32-bit floats, one after the other. No objects are sent, so nothing is run.
"""

from __future__ import annotations

import json
import logging
import socket
import threading
from multiprocessing.connection import Connection
from typing import Any

from majlis.commons.search import embeddings

logger = logging.getLogger(__name__)

TEXTS_AT_ONCE = 8
"""Texts that are computed without a break; then the others have their turn."""
MAX_REQUEST = 64 * 1024 * 1024
"""Bytes of a request."""


def serve(listener: socket.socket) -> None:
    """Answer requests at a listening socket, in threads, as long as the process lives."""
    threading.Thread(target=_accept, args=(listener,), daemon=True).start()


def _accept(listener: socket.socket) -> None:
    while True:
        try:
            accepted = listener.accept()[0]
        except OSError as error:
            logger.warning("A request for vectors failed: %s", error)
            continue
        connection: Connection[Any, Any] = Connection(accepted.detach())
        threading.Thread(target=_answer, args=(connection,), daemon=True).start()


def _answer(connection: Connection[Any, Any]) -> None:
    with connection:
        try:
            texts = [str(text) for text in json.loads(connection.recv_bytes(MAX_REQUEST))]
            for start in range(0, len(texts), TEXTS_AT_ONCE):
                vectors = embeddings.encode(texts[start : start + TEXTS_AT_ONCE])
                connection.send_bytes(vectors.astype("<f4").tobytes())
        except (OSError, EOFError, ValueError, TypeError) as error:
            logger.warning("A request for vectors failed: %s", error)
