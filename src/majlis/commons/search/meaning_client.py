"""Asks the process that has the model of meaning for vectors: see ``meaning_server.py``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from multiprocessing.connection import Client
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAX_WAIT = 30.0
"""Seconds that a process waits for the next vectors; loading the model takes two."""
FLOAT_SIZE = 4


class NoVectors(Exception):
    """The process with the model cannot be reached, or does not answer."""


def request_vectors(place: str, texts: Sequence[str], dimensions: int) -> NDArray[np.float32]:
    """The vectors of texts from the process that serves a socket: shape (len(texts), dimensions). Raises NoVectors."""
    import numpy as np  # noqa: PLC0415 - heavy

    received = bytearray()
    try:
        with Client(place, family="AF_UNIX") as connection:
            connection.send_bytes(json.dumps(list(texts)).encode())
            while len(received) < len(texts) * dimensions * FLOAT_SIZE:
                if not connection.poll(MAX_WAIT):
                    raise NoVectors("the process with the model does not answer")
                received += connection.recv_bytes()
    except (OSError, EOFError) as error:
        raise NoVectors(str(error) or type(error).__name__) from error
    return np.frombuffer(bytes(received), dtype="<f4").reshape(len(texts), dimensions)
