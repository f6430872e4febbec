"""The ASGI application of the site: who waits, and whose address a stream has."""

from __future__ import annotations

import asyncio
from typing import Any

from tests.support.stories import run_apart


def test_of_many_requests_some_wait_for_their_turn() -> None:
    # Importing it starts Django's application, which asks for the folder of static files.
    from majlis.site.asgi import limit_requests

    at_once: list[int] = []
    running = 0

    async def slow(scope: dict[str, Any], receive: Any, send: Any) -> None:
        nonlocal running
        running += 1
        at_once.append(running)
        await asyncio.sleep(0.005)
        running -= 1

    async def story() -> None:
        limited = limit_requests(slow, 3)
        requests = [limited({}, None, None) for _ in range(10)]  # type: ignore[arg-type]
        await asyncio.gather(*requests)

    run_apart(story)
    assert (len(at_once), max(at_once)) == (10, 3)


def test_the_address_of_a_follower_is_taken_from_trusted_proxies_only() -> None:
    from majlis.site.asgi import address_of

    assert address_of("127.0.0.1", "203.0.113.9") == "203.0.113.9"
    assert address_of("203.0.113.1", "203.0.113.9") == "203.0.113.1"
