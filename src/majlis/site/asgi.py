"""The ASGI application: streams of live pages, and Django for all else."""

from __future__ import annotations

import asyncio
import os
import resource
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.asgi import get_asgi_application

from majlis.site import proxies
from majlis.site.configuration import load_configuration
from majlis.site.error_reports import start_error_reports
from majlis.site.open_files import MAX_OPEN_FILES, stream_limit
from majlis.site.request_size import (
    Application,
    Receive,
    Send,
    limit_request_size,
    max_request_size,
)
from majlis.site.request_statistics import statistics

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "majlis.site.settings")
# Streams read models, which exist from here on.
django_application = get_asgi_application()

from majlis.commons.live.asgi import Streams
from majlis.commons.live.hub import Limits

MAX_REQUESTS = 512
"""How many requests Django handles at once in a process; others wait. Each has a thread, which a stream has not."""
MAX_STREAMS = 4_000
"""How many streams a process has at most, if it may open so many files."""


def limit_requests(application: Application, most: int) -> Application:
    """Wrap an application: of more than ``most`` requests at once, some wait."""
    turns = asyncio.Semaphore(most)

    async def respond(scope: dict[str, Any], receive: Receive, send: Send) -> None:
        async with turns:
            await application(scope, receive, send)

    return respond


def begin_with_request(application: Application, begin: Callable[[], object]) -> Application:
    """Wrap an application: ``begin`` is called once, with the first request."""
    has_begun = False

    async def respond(scope: dict[str, Any], receive: Receive, send: Send) -> None:
        nonlocal has_begun
        if not has_begun:
            has_begun = True
            begin()
        await application(scope, receive, send)

    return respond


def address_of(peer: str, forwarded: str) -> str:
    """The network address of a visitor, which a trusted proxy passes on."""
    return proxies.visitor_address(peer, forwarded) if proxies.is_trusted(peer) else peer


def _stream_limits() -> Limits:
    soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    files = MAX_OPEN_FILES if soft == resource.RLIM_INFINITY else soft
    return Limits(total=min(MAX_STREAMS, stream_limit(files)))


streams = Streams(
    limit_requests(django_application, MAX_REQUESTS),
    address_of=address_of,
    limits=_stream_limits(),
)


def _begin() -> None:
    """Report errors and save counts from the first request on: a module that is only imported does neither."""
    configuration = load_configuration()
    start_error_reports(configuration.sentry_dsn)
    statistics.begin_saving(configuration.request_statistics, streams.hub.count)


application = begin_with_request(
    limit_request_size(streams, max_request_size(settings.MAJLIS_UPLOAD_LIMIT)), _begin
)
