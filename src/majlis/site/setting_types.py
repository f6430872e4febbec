"""The types of settings: their accepted values as text, and their parsers."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, urlsplit

from majlis.site.errors import SiteError

Network = IPv4Network | IPv6Network
MIN_KEY_LENGTH = 32
RETENTION_PATTERN = re.compile(r"[1-9][0-9]{0,2}[dwmy]( [1-9][0-9]{0,2}[dwmy])*")
HOST_PATTERN = re.compile(
    r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*", re.IGNORECASE
)


class ConfigurationError(SiteError):
    """An invalid setting: name, error and accepted values."""


@dataclass(frozen=True)
class SettingType:
    """The accepted values of a setting as text, and the function that parses one.

    The function raises ValueError with the error ("is not a number"), or without a text.
    """

    accepted: str
    parse: Callable[[str], object]


def _flag(given: str) -> bool:
    words = {"1": True, "yes": True, "true": True, "0": False, "no": False, "false": False}
    if given.lower() not in words:
        raise ValueError
    return words[given.lower()]


def _number(lowest: int, highest: int) -> Callable[[str], int]:
    def parse(given: str) -> int:
        if not re.fullmatch(r"[0-9]{1,10}", given):
            raise ValueError("is not a whole number")
        if not lowest <= int(given) <= highest:
            raise ValueError("is out of range")
        return int(given)

    return parse


def _folder(given: str) -> Path | None:
    if not given:
        return None
    if "\0" in given:
        raise ValueError
    try:
        folder = Path(given).expanduser()
    except RuntimeError:
        raise ValueError("names a user unknown on this machine") from None
    if folder.exists() and not folder.is_dir():
        raise ValueError("is a file")
    return folder.absolute()


def _address(given: str) -> str:
    try:
        return str(ip_address(given))
    except ValueError:
        raise ValueError("is not an IP address") from None


def _networks(given: str) -> tuple[Network, ...]:
    try:
        return tuple(ip_network(part.strip()) for part in given.split(",") if part.strip())
    except ValueError as error:
        raise ValueError(f"is not valid ({error})") from None


def _parts(given: str) -> SplitResult:
    try:
        parts = urlsplit(given)
        _ = parts.port  # raises ValueError for an invalid port
    except ValueError as error:
        raise ValueError(f"is not a valid address ({error})") from None
    return parts


def _site(given: str) -> str:
    if not given:
        return ""
    parts = _parts(given)
    if parts.scheme not in ("http", "https"):
        raise ValueError("does not start with https:// or http://")
    if not HOST_PATTERN.fullmatch(parts.hostname or ""):
        raise ValueError("does not contain a host name valid for a certificate")
    if parts.path.strip("/") or parts.query or parts.fragment or parts.username is not None:
        raise ValueError("contains more than a scheme, a host and a port")
    return f"{parts.scheme}://{parts.netloc.lower()}"


def _database(given: str) -> str:
    if not given:
        return ""
    parts = _parts(given)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ValueError("does not start with postgresql://")
    if not parts.path.strip("/"):
        raise ValueError("does not name a database")
    return given


def _mail(given: str) -> str:
    if not given:
        return ""
    parts = _parts(given)
    if parts.scheme not in ("smtp", "submission"):
        raise ValueError("does not start with submission:// or smtp://")
    if not parts.hostname:
        raise ValueError("does not name a host")
    return given


def _sender(given: str) -> str:
    if given and not re.fullmatch(r"[^@\s<>\"]+@[^@\s<>\"]+", given):
        raise ValueError("is not an email address")
    return given


def _contact(given: str) -> str:
    if given.startswith("https://"):
        if not HOST_PATTERN.fullmatch(_parts(given).hostname or "") or re.search(r"\s", given):
            raise ValueError("is not a valid address")
        return given
    return _sender(given)


def _log(given: str) -> str:
    if given not in ("line", "json"):
        raise ValueError
    return given


def _dsn(given: str) -> str:
    """The address of a project that receives reports of errors."""
    if not given:
        return ""
    parts = _parts(given)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("does not start with https:// or http:// and a host")
    if not parts.username:
        raise ValueError("does not contain the key of a project")
    if not re.fullmatch(r"(/.*)?/[0-9]+", parts.path):
        raise ValueError("does not end with the number of a project")
    return given


def _key(given: str) -> str:
    if given and len(given) < MIN_KEY_LENGTH:
        raise ValueError(f"is shorter than {MIN_KEY_LENGTH} characters")
    return given


def _keys(given: str) -> tuple[str, ...]:
    keys = tuple(part.strip() for part in given.split(",") if part.strip())
    if any(len(each) < MIN_KEY_LENGTH for each in keys):
        raise ValueError(f"contains a key shorter than {MIN_KEY_LENGTH} characters")
    return keys


def _backups(given: str) -> str:
    """A folder as an absolute path, or the address of a bucket with its endpoint and region."""
    if not given.startswith("s3:"):
        return str(_folder(given) or "")
    parts = _parts(given)
    if not re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", parts.netloc):
        raise ValueError("does not name a bucket")
    for name, value in parse_qsl(parts.query, keep_blank_values=True):
        if name not in ("endpoint", "region"):
            raise ValueError("contains more than a bucket, a prefix, endpoint and region")
        if name == "endpoint" and _parts(value).scheme not in ("http", "https"):
            raise ValueError("has an endpoint that does not start with https:// or http://")
    return given


def _retention(given: str) -> str:
    if not re.fullmatch(RETENTION_PATTERN, given):
        raise ValueError
    units = re.findall(r"[dwmy]", given)
    if len(set(units)) < len(units):
        raise ValueError("names a unit twice")
    return given


def _recipient(given: str) -> str:
    if not given:
        return ""
    if given.startswith("AGE-SECRET-KEY-"):
        raise ValueError("is a secret key; only the public key belongs here")
    # An extension module, which most commands do not need.
    import pyrage  # type: ignore[import-untyped]

    try:
        return str(pyrage.x25519.Recipient.from_str(given))
    except pyrage.RecipientError:
        raise ValueError from None


def _workers(given: str) -> int:
    """The number of workers; by default that of processors, at most four, because each needs memory."""
    return _number(1, 64)(given or str(min(4, os.cpu_count() or 1)))


SETTING_TYPES = {
    "flag": SettingType("1 or 0", _flag),
    "folder": SettingType("the path of a folder", _folder),
    "port": SettingType("a number from 1 to 65535", _number(1, 65535)),
    "workers": SettingType("a number from 1 to 64", _workers),
    "connections": SettingType("a number from 2 to 10000", _number(2, 10_000)),
    "megabytes": SettingType("a number from 1 to 2000", _number(1, 2000)),
    "days": SettingType("a number from 1 to 365", _number(1, 365)),
    "years": SettingType("a number from 1 to 100", _number(1, 100)),
    "address": SettingType("an IP address, such as 127.0.0.1 or 0.0.0.0", _address),
    "networks": SettingType(
        "IP addresses or networks separated by commas, such as 10.0.0.0/8", _networks
    ),
    "site": SettingType("https:// (or http://) and a host name, with a port if needed", _site),
    "database": SettingType("postgresql://role:password@host:port/name", _database),
    "mail": SettingType(
        "submission://user:password@host:587 (encrypted), or smtp://host:25; ?ssl=True "
        "at the end for a port encrypted from the start, such as 465",
        _mail,
    ),
    "words": SettingType("text on one line", str),
    "backups": SettingType(
        "the path of a folder, or s3://bucket/prefix, with ?endpoint=https://… and "
        "region=… for a storage other than Amazon's",
        _backups,
    ),
    "hours": SettingType("a number from 1 to 720", _number(1, 720)),
    "retention": SettingType(
        "numbers with d (days), w (weeks), m (months) or y (years), such as 7d 4w 12m", _retention
    ),
    "recipient": SettingType("a public key of age, which starts with age1", _recipient),
    "sender": SettingType("an email address", _sender),
    "contact": SettingType(
        "an email address, or a web address that starts with https://", _contact
    ),
    "log": SettingType("line or json", _log),
    "dsn": SettingType("https://key@host/number", _dsn),
    "moment": SettingType("seconds since the start of 1970", _number(0, 9_999_999_999)),
    "key": SettingType(f"at least {MIN_KEY_LENGTH} characters that cannot be guessed", _key),
    "keys": SettingType(
        f"secret keys of at least {MIN_KEY_LENGTH} characters each, separated by commas", _keys
    ),
}
