"""Messages of a stream, in the format of server-sent events."""

from __future__ import annotations

import time


def encode_event(event: str, data: str, identifier: str = "") -> bytes:
    """An event with its name, its data and, where the browser is to remember one, its identifier."""
    lines = [f"event: {event}"]
    if identifier:
        lines.append(f"id: {identifier}")
    lines += [f"data: {line}" for line in data.splitlines() or [""]]
    return ("\n".join(lines) + "\n\n").encode()


def encode_state(version: int, markup: str) -> bytes:
    """The live region as a whole; its version is the identifier, which the browser sends when it returns."""
    return encode_event("state", markup, str(version))


def encode_same(version: int) -> bytes:
    """What a follower has is true still."""
    return encode_event("same", str(version), str(version))


def encode_hello(retry: int) -> bytes:
    """The first message: after how many milliseconds to return if the line is lost, and the clock of the server."""
    return f"retry: {retry}\n".encode() + encode_event("hello", server_clock())


def encode_heartbeat() -> bytes:
    """A sign of life with the clock of the server; the comment keeps proxies from closing the line."""
    return b": heartbeat\n\n" + encode_event("beat", server_clock())


def server_clock() -> str:
    """The milliseconds since 1970 by the clock of the server, by which pages count the time of a speaker."""
    return str(round(time.time() * 1000))
