"""The site with its streams, in a thread of the test: pages of Django and live pages, on the database of the test."""

from __future__ import annotations

import asyncio
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from django.conf import settings
from django.contrib.staticfiles.handlers import ASGIStaticFilesHandler
from django.core.asgi import get_asgi_application
from django.db import connections
from django.test import override_settings

from majlis.commons.live.asgi import Streams
from tests.site.site_process import free_port


class StreamingSite:
    """The site on a port of its own. ``stop`` and ``start`` are what a server that was killed does."""

    def __init__(self) -> None:
        self.port = free_port()
        self._thread: threading.Thread | None = None

    @property
    def address(self) -> str:
        """The address of the site."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start the server, and wait until it answers."""
        started = threading.Event()
        self._thread = threading.Thread(target=self._serve, args=(started,), daemon=True)
        self._thread.start()
        started.wait(20)
        until = time.monotonic() + 20
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(f"{self.address}/live/0/en/", timeout=10).close()
            except urllib.error.HTTPError as error:
                error.close()
                return
            except OSError:
                time.sleep(0.02)
        raise AssertionError("the site does not answer")

    def stop(self) -> None:
        """Stop the server: all lines break."""
        assert self._thread is not None
        self._loop.call_soon_threadsafe(self._end)
        self._thread.join(20)
        self._thread = None

    def _serve(self, started: threading.Event) -> None:
        asyncio.run(self._serve_until_the_end(started))

    async def _serve_until_the_end(self, started: threading.Event) -> None:
        from granian.constants import Interfaces
        from granian.log import LogLevels
        from granian.server.embed import Server

        django = ASGIStaticFilesHandler(get_asgi_application())
        streams = Streams(django, address_of=lambda peer, forwarded: peer)
        server = Server(
            streams,
            address="127.0.0.1",
            port=self.port,
            interface=Interfaces.ASGINL,
            log_level=LogLevels.error,
        )
        self._loop = asyncio.get_running_loop()

        def end() -> None:
            streams.hub.end()
            server.stop()

        self._end = end
        started.set()
        await server.serve()
        await streams.hub.stop()


@contextmanager
def streaming_site() -> Iterator[StreamingSite]:
    """The site with its streams as long as the block lasts. The test needs a database that commits."""
    site = StreamingSite()
    with (
        override_settings(ALLOWED_HOSTS=[*settings.ALLOWED_HOSTS, "127.0.0.1"]),
        # Each request has a thread of its own, which leaves no connection behind.
        mock.patch.dict(connections.settings["default"], {"CONN_MAX_AGE": 0}),
    ):
        site.start()
        try:
            yield site
        finally:
            if site._thread is not None:
                site.stop()
