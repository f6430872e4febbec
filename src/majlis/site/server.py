"""The server process: Granian serves the ASGI application."""

from __future__ import annotations

import os

from majlis.site import parent_death
from majlis.site.configuration import load_configuration


def main() -> None:
    """Serve requests until a signal stops the process."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    parent_death.end_with_parent()
    configuration = load_configuration()
    Server(
        "majlis.site.server_application:application",
        address=configuration.listen,
        port=configuration.port,
        interface=Interfaces.ASGINL,  # without lifespan events, which Django does not support
        workers=configuration.workers,
        workers_kill_timeout=10,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    os.umask(0o077)
    main()
