"""Limits on how often something may be done from one account or network address."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from majlis.kernel.errors import Fault


class TooManyRequests(Fault):
    """Too many requests from one client (HTTP 429). The message says when the next is accepted."""

    status = 429


@dataclass(frozen=True)
class RateLimit:
    """At most ``times`` requests from one client within ``seconds``."""

    name: str
    times: int
    seconds: int


def client_key(request: HttpRequest) -> str:
    """The client of a request: the account, or the network address (for IPv6 its /64 network)."""
    user: AbstractBaseUser | AnonymousUser | None = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return f"user:{user.pk}"
    address: str = request.META.get("REMOTE_ADDR", "")
    try:
        ip = ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, IPv4Address):
        return str(ip)
    # One subscriber usually controls all addresses of a /64 network.
    return str(ip.ipv4_mapped or IPv6Address(int(ip) >> 64 << 64))


def network_of(address: str) -> str:
    """The network of an address, /24 for IPv4 and /64 for IPv6; what is no address is returned as it is."""
    try:
        ip = ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, IPv6Address):
        ip = ip.ipv4_mapped or ip
    bits = 24 if isinstance(ip, IPv4Address) else 64
    return str(ip_network((ip, bits), strict=False))


def count_request(limit: RateLimit, where: str) -> None:
    """Count one request; raise TooManyRequests if it exceeds the limit. Safe for concurrent requests."""
    secret = f"{settings.SECRET_KEY}|{limit.name}|{where}"
    key = hashlib.sha256(secret.encode()).hexdigest()
    start = timezone.now() - datetime.timedelta(seconds=limit.seconds)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_count AS c (key, since, count) VALUES (%s, now(), 1) "
            "ON CONFLICT (key) DO UPDATE SET "
            "count = CASE WHEN c.since < %s THEN 1 ELSE c.count + 1 END, "
            "since = CASE WHEN c.since < %s THEN now() ELSE c.since END RETURNING count, since",
            [key, start, start],
        )
        count, since = cursor.fetchone()
    if count > limit.times:
        left = (since - start).total_seconds()
        raise TooManyRequests(
            _("Too many requests from this location. No change was made."),
            wait_message(int(left) + 1),
        )


def wait_message(seconds: int) -> str:
    """The sentence "Try again in … minutes" (or seconds)."""
    if seconds > 90:
        minutes = (seconds + 59) // 60
        return ngettext(
            "Try again in %(minutes)s minute.", "Try again in %(minutes)s minutes.", minutes
        ) % {"minutes": minutes}
    return ngettext(
        "Try again in %(seconds)s second.", "Try again in %(seconds)s seconds.", seconds
    ) % {"seconds": seconds}
