"""A request that is too long is refused, and the disk is not filled with it."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from majlis.site.request_size import limit_request_size, max_request_size

MOST = 100


def send_request(parts: list[bytes], told: bytes | None = None) -> tuple[list[Any], int]:
    """The statuses that were answered, and how much of the body the application was given."""
    statuses: list[Any] = []
    taken = 0

    async def application(scope: Any, receive: Any, send: Any) -> None:
        nonlocal taken
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            taken += len(message["body"])
            if not message["more_body"]:
                break
        await send({"type": "http.response.start", "status": 200, "headers": []})

    left = list(parts)

    async def receive() -> dict[str, Any]:
        body = left.pop(0)
        return {"type": "http.request", "body": body, "more_body": bool(left)}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    headers = [(b"content-length", told)] if told is not None else []
    scope = {"type": "http", "headers": headers}
    waited = limit_request_size(application, MOST)(scope, receive, send)  # type: ignore[arg-type]
    with ThreadPoolExecutor(
        1
    ) as apart:  # a browser of another test may hold the loop of this thread
        apart.submit(asyncio.run, waited).result()
    return statuses, taken


@pytest.mark.parametrize(
    ("parts", "told", "expected"),
    [
        ([b"x" * 100], b"100", ([200], 100)),
        ([b"x" * 50] * 2, None, ([200], 100)),
        ([b"x" * 101], b"101", ([413], 0)),
        ([b"x" * 50] * 2000, None, ([413], 100)),
        ([b"x" * 50] * 3, b"90", ([413], 100)),
        ([b""], b"9" * 5000, ([413], 0)),
        ([b""], b"many", ([200], 0)),
    ],
)
def test_what_is_too_long_is_refused(parts: list[bytes], told: bytes, expected: Any) -> None:
    assert send_request(parts, told) == expected


def test_a_file_a_little_too_large_is_still_refused_in_words() -> None:
    assert max_request_size(20_000_000) > 3 * 20_000_000
