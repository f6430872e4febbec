"""The application of each server worker, whose process ends with the server."""

from __future__ import annotations

import gc
import os
import signal

from majlis.site import parent_death

parent_death.end_with_parent()

from django.conf import settings

from majlis.site.configuration import load_configuration

MAX_CONNECTIONS = 60
"""The maximum number of connections of all workers; other processes need connections too."""

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "majlis.site.settings")

settings.DATABASES["default"] |= {
    "CONN_MAX_AGE": 0,  # connections return to the pool
    "OPTIONS": settings.DATABASES["default"].get("OPTIONS", {})
    | {
        "pool": {
            "min_size": 1,
            "max_size": max(2, MAX_CONNECTIONS // load_configuration().workers),
            "timeout": 30,
        }
    },
}

from majlis.site.asgi import application, streams

# The server waits for the end of all responses, but a stream has none of its own.
streams.ends_on = signal.SIGTERM

# Objects that are loaded by now stay, so the garbage collector can skip them.
gc.collect()
gc.freeze()

__all__ = ["application"]
