"""The bare stream beside which live pages are measured: the same bytes to all, told by a signal. No database, no state."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from typing import Any

SIZE = int(sys.argv[1])
_followers: set[asyncio.Event] = set()
_listening = False
_message = b""
_version = 0


def _tell() -> None:
    """Count the version up, and wake all."""
    global _message, _version
    _version += 1
    head = b"event: state\nid: %d\ndata: " % _version
    _message = head + b"x" * (SIZE - len(head) - 2) + b"\n\n"
    for event in _followers:
        event.set()


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Send the message at once, and each time the process is told."""
    global _listening
    if not _listening:
        _listening = True
        _tell()
        asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, _tell)
    headers = [(b"content-type", b"text/event-stream")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    event = asyncio.Event()
    _followers.add(event)
    gone = asyncio.ensure_future(_until_gone(receive))
    gone.add_done_callback(lambda _: event.set())
    try:
        while not gone.done():
            await send({"type": "http.response.body", "body": _message, "more_body": True})
            await event.wait()
            event.clear()
    finally:
        _followers.discard(event)


async def _until_gone(receive: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def main() -> None:
    """Serve as the server of the site does."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    signal.signal(signal.SIGUSR1, signal.SIG_IGN)
    Server(
        "barestream:application",
        address="127.0.0.1",
        port=int(os.environ["MAJLIS_PORT"]),
        interface=Interfaces.ASGINL,
        workers=int(os.environ["MAJLIS_WORKERS"]),
        workers_kill_timeout=2,
        backlog=2048,
        backpressure=8192,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    main()
