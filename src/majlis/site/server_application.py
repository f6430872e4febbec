"""The application of the server, loaded before its worker processes are forked."""

from __future__ import annotations

import gc
import os
import signal

from django.conf import settings

from majlis.site.configuration import load_configuration
from majlis.site.sockets import meaning_socket

CONFIGURATION = load_configuration()
POOL_TIMEOUT = 3.0
"""Seconds that a request waits for a connection; then the page says that the database is away."""
RECONNECT_TIMEOUT = 4.0
"""Seconds between attempts to connect grow up to this; so a database that is back is found soon."""

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "majlis.site.settings")

settings.DATABASES["default"] |= {
    "CONN_MAX_AGE": 0,  # connections return to the pool
    "OPTIONS": settings.DATABASES["default"].get("OPTIONS", {})
    | {
        "pool": {
            "min_size": 1,
            "max_size": max(2, CONFIGURATION.database_connections // CONFIGURATION.workers),
            "timeout": POOL_TIMEOUT,
            "reconnect_timeout": RECONNECT_TIMEOUT,
        }
    },
}
settings.MAJLIS_MEANING_SOCKET = str(meaning_socket(CONFIGURATION.folder))

from majlis.site import warm_up
from majlis.site.asgi import application, streams

warm_up.load_languages()
warm_up.load_templates()

# The server waits for the end of all responses, but a stream has none of its own.
streams.ends_on = signal.SIGTERM

# Objects that are loaded by now stay, so the garbage collector can skip them.
gc.collect()
gc.freeze()

__all__ = ["application"]
