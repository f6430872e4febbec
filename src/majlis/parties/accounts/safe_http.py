"""HTTP requests to servers that users name: limited in time and size, and to public addresses only."""

from __future__ import annotations

import contextlib
import socket
import threading
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any, ClassVar

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import NewConnectionError

TIMEOUT = 5
DEADLINE = 15
NAT64 = IPv6Network("64:ff9b::/96")
GLOBAL_UNICAST = IPv6Network("2000::/3")
"""All IPv6 addresses that are given out; deprecated and local ranges are outside of it."""
RELAYS_6TO4 = IPv4Network("192.88.99.0/24")  # deprecated, and global to ``is_global``


def is_public(address: str) -> bool:
    """Whether a network address is public; where it contains an IPv4 address, whether that is."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        # Several ranges of IPv6 contain IPv4 addresses; Teredo (2001::/32) is refused as a whole.
        translated = IPv4Address(int(ip) & 0xFFFFFFFF) if ip in NAT64 else None
        ip = ip.ipv4_mapped or ip.sixtofour or translated or ip
    if isinstance(ip, IPv6Address) and ip not in GLOBAL_UNICAST:
        return False
    return ip.is_global and not ip.is_multicast and ip not in RELAYS_6TO4


def private_network_allowed() -> bool:
    """Whether private addresses are allowed: in a demonstration, whose server may be on this machine."""
    return bool(settings.MAJLIS_DEMO)


class _CheckedConnection:
    """A connection that checks the address of its peer before it sends data (against DNS rebinding).

    It closes at the deadline in any case, because a read timeout starts again with each byte.
    """

    endings: ClassVar[list[tuple[threading.Timer, socket.socket]]]

    def _new_conn(self) -> socket.socket:
        connection: socket.socket = super()._new_conn()  # type: ignore[misc]
        if not private_network_allowed() and not is_public(connection.getpeername()[0]):
            connection.close()
            raise NewConnectionError(self, "The server is inside the network.")  # type: ignore[arg-type]
        other = connection.dup()
        timer = threading.Timer(DEADLINE, _close_quietly, [other])
        timer.daemon = True
        timer.start()
        self.endings.append((timer, other))
        return connection


def _close_quietly(other: socket.socket) -> None:
    # Shutdown ends the connection for the duplicate socket too; it may be closed already.
    with contextlib.suppress(OSError):
        other.shutdown(socket.SHUT_RDWR)


class SafeHTTPAdapter(HTTPAdapter):
    """An adapter of requests whose connections are _CheckedConnection."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Create the pool manager with checked connections."""
        super().init_poolmanager(*args, **kwargs)
        self.endings: list[tuple[threading.Timer, socket.socket]] = []
        pools: dict[str, type] = {}
        for scheme, pool, kind in (
            ("http", HTTPConnectionPool, HTTPConnection),
            ("https", HTTPSConnectionPool, HTTPSConnection),
        ):
            ours = type(
                f"Our{kind.__name__}", (_CheckedConnection, kind), {"endings": self.endings}
            )
            pools[scheme] = type(f"Our{pool.__name__}", (pool,), {"ConnectionCls": ours})
        self.poolmanager.pool_classes_by_scheme = pools

    def close(self) -> None:
        """Close all connections, and cancel their timers, which outlive the pool."""
        super().close()
        while self.endings:
            timer, other = self.endings.pop()
            timer.cancel()
            other.close()


def safe_session() -> requests.Session:
    """A session limited to public addresses. With a proxy of the site, the proxy has to enforce that."""
    session = requests.Session()
    for scheme in ("http://", "https://"):
        session.mount(scheme, SafeHTTPAdapter())
    return session


def fetch(address: str, limit: int) -> bytes:
    """The body of a server's response, of at most ``limit`` bytes after decompression.

    Raises ValueError if it is larger or the status is not 200, requests.RequestException or OSError if
    the request fails or takes too long.
    """
    with (
        safe_session() as session,
        session.get(address, timeout=TIMEOUT, allow_redirects=False, stream=True) as response,
    ):
        response.raise_for_status()
        if response.status_code != 200:
            raise ValueError
        body = b""
        for part in response.iter_content(1 << 14):
            body += part
            if len(body) > limit:
                raise ValueError
    return body
