"""What each worker of the server loads: the application, in a process that ends with the server.

Django answers each request of this server in a thread of its own, and keeps a connection a thread: one that is
opened for one page, to a process of the database that has yet to read what tables there are. So the threads of a
worker share connections here.
"""

from __future__ import annotations

import gc
import os

from majlis.site import lifeline

lifeline.end_with_parent()

from django.conf import settings

from majlis.site.configuration import load

MOST = 60
"""Connections of all workers; the database takes a hundred, and others ask it too."""

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "majlis.site.settings")

settings.DATABASES["default"] |= {
    "CONN_MAX_AGE": 0,  # they go back to be shared
    "OPTIONS": settings.DATABASES["default"].get("OPTIONS", {})
    | {"pool": {"min_size": 1, "max_size": max(2, MOST // load().workers), "timeout": 30}},
}

from majlis.site.asgi import application

# What is loaded by now stays: it need not be looked through for what can go.
gc.collect()
gc.freeze()

__all__ = ["application"]
