"""A slow line: each answer of the site comes late, and in two halves.

Whoever reads a page before it is there whole finds half of it. With ``TESTS_SLOW_LINE=1`` all tests
in a browser read the site so, and what took its time by luck is red.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.handlers.wsgi import WSGIHandler

DELAY = 0.25  # seconds, before the first bytes and before the rest
FIRST_BYTES = 5  # bytes


def _in_halves(answer: Any) -> Iterator[bytes]:
    try:
        yield answer.content[:FIRST_BYTES]
        time.sleep(DELAY)
        yield answer.content[FIRST_BYTES:]
    finally:
        answer.close()


@contextmanager
def slow_connection() -> Iterator[None]:
    """Answer slowly as long as the block lasts; files that are streamed come late, but whole."""
    answer_request: Callable[..., Any] = WSGIHandler.__call__

    def slowly(handler: WSGIHandler, environ: Any, start_response: Any) -> Any:
        time.sleep(DELAY)
        answer = answer_request(handler, environ, start_response)
        return _in_halves(answer) if hasattr(answer, "content") else answer

    setattr(WSGIHandler, "__call__", slowly)  # noqa: B010
    try:
        yield
    finally:
        setattr(WSGIHandler, "__call__", answer_request)  # noqa: B010
