"""What each worker of the server loads: the application, in a process that ends with the server."""

from __future__ import annotations

import gc
import os

from majlis.site import parent_death

parent_death.end_with_parent()

from django.conf import settings

from majlis.site.configuration import load_configuration

MAX_CONNECTIONS = 60
"""Connections of all workers; the database takes a hundred, and others ask it too."""

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "majlis.site.settings")

settings.DATABASES["default"] |= {
    "CONN_MAX_AGE": 0,  # they go back to be shared
    "OPTIONS": settings.DATABASES["default"].get("OPTIONS", {})
    | {
        "pool": {
            "min_size": 1,
            "max_size": max(2, MAX_CONNECTIONS // load_configuration().workers),
            "timeout": 30,
        }
    },
}

from majlis.site.asgi import application

# What is loaded by now stays: it need not be looked through for what can go.
gc.collect()
gc.freeze()

__all__ = ["application"]
