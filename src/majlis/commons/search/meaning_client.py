"""Asks the process that has the model of meaning for vectors: see ``meaning_server.py``."""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Sequence
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FIRST_WAIT, WAIT_FOR_EACH, LONGEST_WAIT = 5.0, 1.0, 30.0
"""Seconds that a process waits for the next vectors: in all, and more for each text; loading the model takes two."""
FLOAT_SIZE = 4


class NoVectors(Exception):
    """The process with the model cannot be reached, or does not answer."""


def request_vectors(place: str, texts: Sequence[str], dimensions: int) -> NDArray[np.float32]:
    """The vectors of texts from the process that serves a socket: shape (len(texts), dimensions). Raises NoVectors."""
    import numpy as np  # noqa: PLC0415 - heavy

    wait = min(LONGEST_WAIT, FIRST_WAIT + WAIT_FOR_EACH * len(texts))
    received = bytearray()
    try:
        with _connect(place, wait) as connection:
            connection.send_bytes(json.dumps(list(texts)).encode())
            while len(received) < len(texts) * dimensions * FLOAT_SIZE:
                if not connection.poll(wait):
                    raise NoVectors("the process with the model does not answer")
                received += connection.recv_bytes()
    except (OSError, EOFError) as error:
        raise NoVectors(str(error) or type(error).__name__) from error
    return np.frombuffer(bytes(received), dtype="<f4").reshape(len(texts), dimensions)


def _connect(place: str, wait: float) -> Connection[Any, Any]:
    """A connection that waits no longer than so many seconds, neither to be taken nor to send. Raises OSError."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as caller:
        caller.settimeout(wait)
        caller.connect(place)  # refused at once while too many others wait
        caller.setblocking(True)
        caller.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", int(wait), 0))
        return Connection(caller.detach())
