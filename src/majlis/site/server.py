"""The server process: Granian serves the ASGI application in processes that it forks.

The application is loaded before, once: the processes share the memory of its code. One that ends is
forked again at once.
"""

from __future__ import annotations

import importlib
import multiprocessing
import os
from typing import Any

from majlis.site import parent_death
from majlis.site.configuration import load_configuration
from majlis.site.open_files import raise_limit
from majlis.site.request_statistics import empty_folder

BACKLOG = 2048
"""How many connections may wait to be accepted: all who follow a live page return at once after a restart."""


def main() -> None:
    """Serve requests until a signal stops the process."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    parent_death.end_with_parent()
    configuration = load_configuration()
    open_files = raise_limit()
    empty_folder(configuration.request_statistics)
    multiprocessing.set_start_method("fork")
    os.register_at_fork(after_in_child=parent_death.end_with_parent)
    application = "majlis.site.server_application"
    importlib.import_module(application)
    Server(
        f"{application}:application",
        address=configuration.listen,
        port=configuration.port,
        interface=Interfaces.ASGINL,  # without lifespan events, which Django does not support
        workers=configuration.workers,
        respawn_failed_workers=True,
        respawn_interval=0.2,
        workers_kill_timeout=10,
        backlog=BACKLOG,
        # Connections of one worker at once; by default a share of the backlog. ``asgi.py`` limits requests and streams.
        backpressure=open_files,
        log_level=LogLevels.warning,
        log_dictconfig=log_configuration(configuration.log),
    ).serve()


def log_configuration(form: str) -> dict[str, Any]:
    """How the server itself logs: in the form of the site's log, to the same place."""
    formatter = "LineFormatter" if form == "line" else "JSONFormatter"
    handler = {"class": "logging.StreamHandler", "filters": ["clean"], "formatter": "site"}
    return {
        "filters": {"clean": {"()": "majlis.site.log_lines.CleanRecord"}},
        "formatters": {"site": {"()": f"majlis.site.log_lines.{formatter}"}},
        "handlers": {"console": handler},
        "loggers": {"_granian": {"handlers": ["console"], "propagate": False}},
    }


if __name__ == "__main__":
    os.umask(0o077)
    main()
