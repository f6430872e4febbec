"""Readers who follow a live page, as browsers do: they take up a line that broke at another moment each."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from dataclasses import dataclass, field


@dataclass
class Follower:
    """One reader. ``state``: the latest live region; ``seen``: when each version came, by its identifier."""

    port: int
    path: str
    number: int = 0
    state: str = ""
    version: str = ""
    seen: dict[str, float] = field(default_factory=dict)
    connections: int = 0
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    headers: str = ""

    async def follow(self) -> None:
        """Follow until cancelled."""
        attempts = 0
        while True:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError, ConnectionError):
                attempts = 0 if await self._listen() else attempts
            attempts += 1
            await asyncio.sleep(min(2, 0.25 * 1.5**attempts) * random.uniform(0.5, 1.5))

    async def _listen(self) -> bool:
        """Hear until the line breaks; whether there was one."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            seen = f"?version={self.version}&browser={self.number}-{id(self)}"
            writer.write(
                f"GET {self.path}{seen} HTTP/1.1\r\nHost: localhost\r\n{self.headers}\r\n".encode()
            )
            await writer.drain()
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 20)
            if b" 200 " not in head.split(b"\r\n")[0]:
                return False
            self.connections += 1
            pending = b""
            while True:
                size = int(await asyncio.wait_for(reader.readuntil(b"\r\n"), 40), 16)
                pending += (await reader.readexactly(size + 2))[:-2]
                if size == 0:
                    return True
                *events, pending = pending.split(b"\n\n")
                for event in events:
                    self._hear(event.decode())
        finally:
            writer.close()

    def _hear(self, event: str) -> None:
        fields: dict[str, list[str]] = {}
        for line in event.splitlines():
            name, _, value = line.partition(": ")
            fields.setdefault(name, []).append(value)
        kind = fields.get("event", [""])[0]
        if kind in ("state", "same"):
            self.version = fields["id"][0]
            self.seen.setdefault(self.version, time.monotonic())
            if kind == "state":
                self.state = "\n".join(fields["data"])
            self.changed.set()
