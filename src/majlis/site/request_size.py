"""ASGI middleware that limits the size of requests; larger ones are rejected and not stored."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[dict[str, Any], Receive, Send], Awaitable[None]]


def max_request_size(upload_limit: int) -> int:
    """The maximum size of a request in bytes, above the upload limit: forms report slightly large files."""
    return 4 * upload_limit + 8_000_000


def limit_request_size(application: Application, most: int) -> Application:
    """Wrap an application: requests larger than ``most`` bytes get status 413."""

    async def respond(scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await application(scope, receive, send)
            return
        length = dict(scope.get("headers", ())).get(b"content-length", b"")
        if length.isdigit() and (len(length) > 18 or int(length) > most):
            await _refuse(send)
            return
        size = 0

        async def counted() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            # The application sees a disconnected client, and sends no response.
            return {"type": "http.disconnect"} if size > most else message

        await application(scope, counted, send)
        if size > most:
            await _refuse(send)

    return respond


async def _refuse(send: Send) -> None:
    headers = [(b"content-length", b"0"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
