"""A limit on the size of a request: longer ones are refused, neither stored nor waited for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]


def max_request_size(upload_limit: int) -> int:
    """How long a request may be: so much that a file a little too large is refused in words."""
    return 4 * upload_limit + 8_000_000


def limit_request_size(application: Application, most: int) -> Application:
    """The application, which is asked nothing longer than ``most`` bytes; 413 for what is."""

    async def answer(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await application(scope, receive, send)
            return
        told = dict(scope.get("headers", ())).get(b"content-length", b"")
        if told.isdigit() and (len(told) > 18 or int(told) > most):
            await _refuse(send)
            return
        size = 0

        async def counted() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            # To the application it looks as if the visitor had gone: it answers nothing.
            return {"type": "http.disconnect"} if size > most else message

        await application(scope, counted, send)
        if size > most:
            await _refuse(send)

    return answer


async def _refuse(send: Send) -> None:
    headers = [(b"content-length", b"0"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
