"""Checks of the port: whether the site can listen on it, and whether it answers."""

from __future__ import annotations

import errno
import http.client
import socket
import time
from ipaddress import ip_address

from majlis.site.errors import SiteError

FIRST_UNPRIVILEGED_PORT = 1024


def wait_for_free_port(listen: str, port: int, gave_up_root: bool, patience: float = 2.0) -> None:
    """Wait ``patience`` seconds for the port, which an earlier start may still be using.

    Raises SiteError if another program uses it, or if the site may not listen on it.
    """
    if gave_up_root and port < FIRST_UNPRIVILEGED_PORT:
        raise SiteError(
            f"The site cannot use port {port}: it gives up root rights before it starts.",
            "Set MAJLIS_PORT to 1024 or higher, and put a reverse proxy in front of the site.",
        )
    until = time.monotonic() + patience
    while (error := _listen_error(listen, port)) == errno.EADDRINUSE and time.monotonic() < until:
        time.sleep(0.1)
    if error == errno.EADDRINUSE:
        raise SiteError(
            f"Port {port} is in use by another program.",
            f"Stop that program, or use another port: make up MAJLIS_PORT={port + 1}",
        )
    if error == errno.EACCES:
        raise SiteError(
            f"This user has no right to listen on port {port}.",
            "Use port 1024 or higher: make up MAJLIS_PORT=8000",
        )
    if error:
        raise SiteError(
            f"The site cannot listen on {listen}, port {port}: {errno.errorcode.get(error)}.",
            "Set MAJLIS_LISTEN to an address of this machine.",
        )


def _listen_error(listen: str, port: int) -> int:
    """The error number (errno) of an attempt to listen; 0 if it succeeds."""
    family = socket.AF_INET6 if ip_address(listen).version == 6 else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind((listen, port))
            server.listen(1)
        except OSError as error:
            return error.errno or errno.EINVAL
    return 0


def response_status(listen: str, port: int, host: str) -> int:
    """The HTTP status of a request for the front page; 0 without an answer."""
    address = ip_address(listen)
    host_address = (
        listen if not address.is_unspecified else ("::1" if address.version == 6 else "127.0.0.1")
    )
    connection = http.client.HTTPConnection(host_address, port, timeout=30)
    try:
        connection.request("GET", "/", headers={"Host": host, "Accept": "text/html"})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()
