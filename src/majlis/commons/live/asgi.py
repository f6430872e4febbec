"""The address of streams, beside Django: ``/live/<record>/<language>/``.

No thread waits for a follower, and no middleware of Django sees the response: none compresses it, and so
holds it back.
"""

from __future__ import annotations

import asyncio
import logging
import random
import re
import signal
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.http import parse_cookie
from django.http.request import split_domain_port, validate_host

from majlis.commons.live import messages
from majlis.commons.live.database import DatabaseSource
from majlis.commons.live.hub import (
    Follower,
    Hub,
    Limits,
    NotAdmitted,
    TooManyStreams,
    Unavailable,
    Visitor,
)
from majlis.kernel.languages import LANGUAGE_CODES

logger = logging.getLogger(__name__)

type Message = Mapping[str, Any]
type Receive = Callable[[], Awaitable[Message]]
type Send = Callable[[Message], Awaitable[None]]
type Application = Callable[[dict[str, Any], Receive, Send], Awaitable[None]]

STREAM_PATH = re.compile(r"/live/(\d{1,18})/([a-z]{2})/")
HEARTBEAT_SECONDS = 15.0
SEND_SECONDS = 30.0
"""How long a message may take to leave; then the visitor is gone, or reads nothing."""
RETRY_MILLISECONDS = (500, 2500)
"""After how long a browser returns when its stream ends: at another time each, so that they do not all come at once."""

HEADERS = (
    (b"content-type", b"text/event-stream; charset=utf-8"),
    # No proxy keeps, changes or compresses it, or waits for its end.
    (b"cache-control", b"no-store, no-transform"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
)


class Streams:
    """The ASGI application: streams at their address, and another application at all others.

    ``address_of(peer, forwarded)`` gives the network address of a visitor from that of the connection and
    the header ``X-Forwarded-For``. With ``ends_on``, streams end when the process receives that signal; the
    server, which waits for the end of all responses, then receives SIGINT in its place.
    """

    def __init__(
        self,
        application: Application,
        *,
        address_of: Callable[[str, str], str],
        limits: Limits | None = None,
        ends_on: signal.Signals | None = None,
        hub: Hub | None = None,
    ) -> None:
        self.application = application
        self.address_of = address_of
        self.ends_on = ends_on
        self.hub = hub or Hub(DatabaseSource(), limits)

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Answer a request."""
        match = STREAM_PATH.fullmatch(scope["path"]) if scope["type"] == "http" else None
        if match is None or match[2] not in LANGUAGE_CODES:
            await self.application(scope, receive, send)
            return
        headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        if scope["method"] != "GET":
            await _refuse(send, 405, (b"allow", b"GET"))
        elif not _is_own_host(headers.get(b"host", "")) or _is_foreign(headers):
            await _refuse(send, 400)
        else:
            self._end_streams_on_signal()
            visitor = self._visitor(int(match[1]), match[2], scope, headers)
            await self._answer(visitor, receive, send)

    def _visitor(
        self, record: int, language: str, scope: Mapping[str, Any], headers: Mapping[bytes, str]
    ) -> Visitor:
        query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
        session = parse_cookie(headers.get(b"cookie", "")).get(settings.SESSION_COOKIE_NAME, "")
        # A browser that returns by itself sends what it saw last; a page, what it was opened with.
        seen = headers.get(b"last-event-id") or query.get("version", [""])[0]
        peer = (scope.get("client") or ("",))[0]
        return Visitor(
            record=record,
            language=language,
            session=session,
            browser=query.get("browser", [""])[0][:64] or session,
            address=self.address_of(peer, headers.get(b"x-forwarded-for", "")),
            version=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 19 else None,
        )

    async def _answer(self, visitor: Visitor, receive: Receive, send: Send) -> None:
        gone = asyncio.ensure_future(_wait_for_disconnect(receive))
        try:
            try:
                follower = await self.hub.follow(visitor)
            except NotAdmitted:
                await _refuse(send, 404)
                return
            except TooManyStreams:
                await _refuse(send, 503, (b"retry-after", b"30"))
                return
            except Unavailable:
                await _refuse(send, 503, (b"retry-after", b"2"))
                return
            gone.add_done_callback(lambda _: follower.close("gone"))
            try:
                await self._send_stream(follower, send)
            finally:
                self.hub.leave(follower)
        finally:
            gone.cancel()

    async def _send_stream(self, follower: Follower, send: Send) -> None:
        """Send the stream until it ends."""
        hub = self.hub

        async def say(body: bytes, more: bool = True) -> None:
            message = {"type": "http.response.body", "body": body, "more_body": more}
            await asyncio.wait_for(send(message), SEND_SECONDS)

        try:
            await send({"type": "http.response.start", "status": 200, "headers": list(HEADERS)})
            await say(messages.encode_hello(random.randint(*RETRY_MILLISECONDS)))
            told_of_loss = False
            known = follower.visitor.version
            # The first at another time for each.
            pause = random.uniform(HEARTBEAT_SECONDS / 3, HEARTBEAT_SECONDS)
            while not follower.end:
                follower.wake.clear()
                state = follower.channel.state
                if state is not None and state.version != follower.sent and not follower.held:
                    is_known = follower.sent is None and state.version == known
                    follower.sent = state.version
                    await say(messages.encode_same(state.version) if is_known else state.message)
                elif hub.line_is_lost != told_of_loss:
                    told_of_loss = hub.line_is_lost
                    await say(messages.encode_event("line", "lost" if told_of_loss else "back"))
                else:
                    try:
                        await asyncio.wait_for(follower.wake.wait(), pause)
                    except TimeoutError:
                        await say(messages.encode_heartbeat())
                        pause = HEARTBEAT_SECONDS
            if follower.end != "gone":
                await say(messages.encode_event("end", follower.end), more=False)
        except TimeoutError:
            return

    def _end_streams_on_signal(self) -> None:
        if self.ends_on is None:
            return
        number, self.ends_on = self.ends_on, None

        def end() -> None:
            self.hub.end()
            signal.raise_signal(signal.SIGINT)

        asyncio.get_running_loop().add_signal_handler(number, end)


async def _wait_for_disconnect(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _refuse(send: Send, status: int, *headers: tuple[bytes, bytes]) -> None:
    own = [(b"content-length", b"0"), (b"cache-control", b"no-store"), *headers]
    await send({"type": "http.response.start", "status": status, "headers": own})
    await send({"type": "http.response.body", "body": b""})


def _is_own_host(host: str) -> bool:
    """Whether the request is for a host of this site, as Django checks it."""
    domain, _port = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)


def _is_foreign(headers: Mapping[bytes, str]) -> bool:
    """Whether another site opens the stream."""
    return headers.get(b"sec-fetch-site", "same-origin") not in ("same-origin", "none")
