"""The address of streams: what is said to whom, in which headers, and what goes to Django."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import pytest

from majlis.commons.live import asgi
from majlis.commons.live.asgi import Streams
from majlis.commons.live.hub import Admission, Hub, Limits
from tests.commons.live.fake_source import FakeSource
from tests.support.stories import run_apart


class Browser:
    """One request to the streams, as a server makes it."""

    def __init__(
        self, streams: Streams, path: str = "/live/1/en/", query: str = "", **headers: str
    ) -> None:
        sent = {"host": "localhost:8000", **headers}
        self.scope = {
            "type": "http",
            "method": "GET",
            "path": path,
            "query_string": query.encode(),
            "client": ("203.0.113.1", 4711),
            "headers": [
                (name.replace("_", "-").encode(), value.encode()) for name, value in sent.items()
            ],
        }
        self.streams = streams
        self.start: Mapping[str, Any] = {}
        self.body = b""
        self.has_ended = False
        self.reads = asyncio.Event()
        self.reads.set()
        self._leaves = asyncio.Event()

    def open(self) -> asyncio.Task[None]:
        """Send the request."""
        return asyncio.ensure_future(self._answered())

    async def _answered(self) -> None:
        await self.streams(self.scope, self._receive, self._send)
        self.has_ended = True

    def leave(self) -> None:
        """Close the connection."""
        self._leaves.set()

    async def _receive(self) -> Mapping[str, Any]:
        await self._leaves.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Mapping[str, Any]) -> None:
        await self.reads.wait()
        if message["type"] == "http.response.start":
            self.start = message
        else:
            self.body += message["body"]

    @property
    def headers(self) -> dict[bytes, bytes]:
        """The headers of the response."""
        return dict(self.start["headers"])

    async def until(self, words: bytes) -> None:
        """Wait until the response holds these words."""
        while words not in self.body:
            await asyncio.sleep(0.001)


type Story = Callable[[Streams, FakeSource], Awaitable[None]]


async def django(scope: dict[str, Any], receive: asgi.Receive, send: asgi.Send) -> None:
    """What stands for Django."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"x-django", b"1")]})
    await send({"type": "http.response.body", "body": b"django"})


def tell(story: Story, limits: Limits | None = None) -> None:
    """Run a story with streams on a source that a test sets."""

    async def run() -> None:
        source = FakeSource()
        hub = Hub(source, limits)
        streams = Streams(django, address_of=lambda peer, forwarded: forwarded or peer, hub=hub)
        try:
            async with asyncio.timeout(5):
                await story(streams, source)
        finally:
            await hub.stop()

    run_apart(run)


def test_a_stream_says_what_is_true_and_each_change() -> None:
    async def story(streams: Streams, source: FakeSource) -> None:
        browser = Browser(streams)
        browser.open()
        await browser.until(b"state 1 en")
        assert browser.start["status"] == 200
        assert browser.headers[b"content-type"] == b"text/event-stream; charset=utf-8"
        assert browser.headers[b"cache-control"] == b"no-store, no-transform"
        assert browser.headers[b"x-accel-buffering"] == b"no"
        assert b"content-encoding" not in browser.headers
        assert browser.body.startswith(b"retry: ") and b"event: hello" in browser.body
        source.change()
        await browser.until(b"state 2 en")
        browser.leave()
        while not browser.has_ended:
            await asyncio.sleep(0.001)
        assert streams.hub.followers() == []

    tell(story)


@pytest.mark.parametrize("said", [{"last_event_id": "1"}, {"query": "version=1"}])
def test_who_returns_with_the_latest_version_is_told_that_it_is_true(said: dict[str, str]) -> None:
    async def story(streams: Streams, source: FakeSource) -> None:
        browser = Browser(streams, **said)
        browser.open()
        await browser.until(b"event: same\nid: 1")
        source.change()
        await browser.until(b"state 2 en")
        assert b"state 1 en" not in browser.body

    tell(story)


def test_who_returns_with_an_older_version_gets_what_is_true_in_one_message() -> None:
    async def story(streams: Streams, source: FakeSource) -> None:
        source.version = 9
        browser = Browser(streams, last_event_id="4")
        browser.open()
        await browser.until(b"state 9 en")

    tell(story)


def test_a_follower_that_reads_slowly_gets_the_latest_and_misses_what_was_between() -> None:
    async def story(streams: Streams, source: FakeSource) -> None:
        slow, quick = Browser(streams), Browser(streams)
        slow.open(), quick.open()
        await slow.until(b"state 1 en")
        slow.reads.clear()
        for number in range(2, 8):
            source.change()
            await quick.until(f"state {number} en".encode())
        slow.reads.set()
        await slow.until(b"state 7 en")
        assert slow.body.count(b"state ") <= 3

    tell(story)


def test_a_follower_that_reads_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asgi, "SEND_SECONDS", 0.02)

    async def story(streams: Streams, source: FakeSource) -> None:
        browser = Browser(streams)
        browser.open()
        await browser.until(b"state 1 en")
        browser.reads.clear()
        source.change()
        while streams.hub.followers():
            await asyncio.sleep(0.001)

    tell(story)


def test_the_line_gives_signs_of_life(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asgi, "HEARTBEAT_SECONDS", 0.02)

    async def story(streams: Streams, source: FakeSource) -> None:
        browser = Browser(streams)
        browser.open()
        await browser.until(b": heartbeat\n\nevent: beat\ndata: 1")

    tell(story)


def test_followers_are_told_when_the_site_hears_of_no_change() -> None:
    async def story(streams: Streams, source: FakeSource) -> None:
        browser = Browser(streams)
        browser.open()
        await browser.until(b"state 1 en")
        source.break_line()
        await asyncio.sleep(0.01)
        streams.hub._tell_of_loss()
        await browser.until(b"event: line\ndata: lost")
        source.works = True
        await browser.until(b"event: line\ndata: back")

    tell(story)


def test_who_signs_out_of_what_is_not_public_is_told_and_the_stream_ends() -> None:
    async def story(streams: Streams, source: FakeSource) -> None:
        source.everybody, source.admissions = False, {"key": Admission(True, user=7)}
        browser = Browser(streams, cookie="other=1; sessionid=key")
        browser.open()
        await browser.until(b"state 1 en")
        source.admissions = {}
        source.say("user:7")
        source.change()
        await browser.until(b"event: end\ndata: access")
        assert b"state 2" not in browser.body
        while not browser.has_ended:
            await asyncio.sleep(0.001)

    tell(story)


def test_a_stream_ends_with_the_process() -> None:
    async def story(streams: Streams, source: FakeSource) -> None:
        browser = Browser(streams)
        browser.open()
        await browser.until(b"state 1 en")
        streams.hub.end()
        await browser.until(b"event: end\ndata: restart")
        later = Browser(streams)
        await later.open()
        assert later.start["status"] == 503

    tell(story)


def test_who_may_not_see_the_record_is_told_no_more_than_that_it_is_not_there() -> None:
    async def story(streams: Streams, source: FakeSource) -> None:
        source.everybody = False
        browser = Browser(streams)
        await browser.open()
        assert (browser.start["status"], browser.body) == (404, b"")

    tell(story)


def test_one_address_has_a_limited_number_of_streams() -> None:
    async def story(streams: Streams, source: FakeSource) -> None:
        Browser(streams).open()
        await asyncio.sleep(0.01)
        second = Browser(streams)
        await second.open()
        assert second.start["status"] == 503 and second.headers[b"retry-after"] == b"30"
        elsewhere = Browser(streams, x_forwarded_for="203.0.113.2")
        elsewhere.open()
        await elsewhere.until(b"state 1 en")

    tell(story, Limits(address=1))


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"method": "POST"}, 405),
        ({"headers": [(b"host", b"elsewhere.example")]}, 400),
        ({"headers": []}, 400),
        ({"headers": [(b"host", b"localhost"), (b"sec-fetch-site", b"cross-site")]}, 400),
    ],
)
def test_what_is_no_request_of_a_page_of_this_site_is_refused(
    changed: dict[str, Any], status: int
) -> None:
    async def story(streams: Streams, source: FakeSource) -> None:
        browser = Browser(streams)
        browser.scope |= changed
        await browser.open()
        assert browser.start["status"] == status
        assert source.admitted == []

    tell(story)


@pytest.mark.parametrize("path", ["/", "/en/", "/live/1/de/", "/live/1/en", "/live/x/en/"])
def test_all_other_addresses_are_answered_by_django(path: str) -> None:
    async def story(streams: Streams, source: FakeSource) -> None:
        browser = Browser(streams, path)
        await browser.open()
        assert browser.body == b"django"

    tell(story)
