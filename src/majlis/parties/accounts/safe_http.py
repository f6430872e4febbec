"""Requests to a server that somebody named: limited in time and size, and never to an address inside our own network."""

from __future__ import annotations

import contextlib
import socket
import threading
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
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


def is_public(address: str) -> bool:
    """Whether a network address is one of the public network."""
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        # An address of the older network, written in one of the newer.
        within = IPv4Address(int(found) & 0xFFFFFFFF) if found in NAT64 else None
        found = found.ipv4_mapped or found.sixtofour or within or found
    return found.is_global and not found.is_multicast


def private_network_allowed() -> bool:
    """A demonstration may have its server on the same machine; a real site asks nothing inside."""
    return bool(settings.MAJLIS_DEMO)


class _CheckedConnection:
    """Looks at whom it is connected to before a word is said, so that no name can lead inside.

    It ends at the deadline, whatever happens: a time limit of reading begins anew with each byte.
    """

    endings: ClassVar[list[tuple[threading.Timer, socket.socket]]]

    def _new_conn(self) -> socket.socket:
        made: socket.socket = super()._new_conn()  # type: ignore[misc]
        if not private_network_allowed() and not is_public(made.getpeername()[0]):
            made.close()
            raise NewConnectionError(self, "The server is inside the network.")  # type: ignore[arg-type]
        other = made.dup()
        timer = threading.Timer(DEADLINE, _close_quietly, [other])
        timer.daemon = True
        timer.start()
        self.endings.append((timer, other))
        return made


def _close_quietly(other: socket.socket) -> None:
    # Both names of the connection end, that of the reader too; it may have been closed just now.
    with contextlib.suppress(OSError):
        other.shutdown(socket.SHUT_RDWR)


class SafeHTTPAdapter(HTTPAdapter):
    """An adapter of requests whose connections lead outside only, and end in time."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Connections of ours in the place of the usual ones."""
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
        """Close what is open, and what would have ended it: a connection is let go before its answer is read."""
        super().close()
        while self.endings:
            timer, other = self.endings.pop()
            timer.cancel()
            other.close()


def safe_session() -> requests.Session:
    """A session that asks servers outside only. Where the site has a proxy, the proxy decides that."""
    made = requests.Session()
    for scheme in ("http://", "https://"):
        made.mount(scheme, SafeHTTPAdapter())
    return made


def fetch(address: str, limit: int) -> bytes:
    """What a server answers, of at most ``activity_cutoff`` bytes as they are unpacked.

    Raises ValueError where it is more, and requests.RequestException or OSError where nothing, or
    nothing good, comes in time.
    """
    with (
        safe_session() as asking,
        asking.get(address, timeout=TIMEOUT, allow_redirects=False, stream=True) as answer,
    ):
        answer.raise_for_status()
        if answer.status_code != 200:
            raise ValueError
        told = b""
        for part in answer.iter_content(1 << 14):
            told += part
            if len(told) > limit:
                raise ValueError
    return told
