"""Channels: which kinds of record can be followed live, and how a verb publishes a change of one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import translation
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from majlis.commons.live.models import Publication
from majlis.kernel.models import Record

NOTIFICATION_CHANNEL = "majlis_live"
"""The channel of PostgreSQL on which changes are announced to all processes."""

type Fragment = Callable[[Record, str], str]
type Version = Callable[[Record], int]


@dataclass(frozen=True)
class ChannelKind:
    """How the records of a kind are followed: see ``register``."""

    fragment: Fragment
    version: Version


CHANNEL_KINDS: dict[str, ChannelKind] = {}


@dataclass(frozen=True)
class LiveState:
    """The live region of a record in one language, and the version of what it shows."""

    version: int
    markup: SafeString


def published_version(record: Record) -> int:
    """How often something was published of a record: the version of its live region."""
    rows = Publication.objects.filter(record=record).values_list("version", flat=True)
    return rows.first() or 0


def register(kind: str, *, fragment: Fragment, version: Version = published_version) -> None:
    """Let the records of a kind be followed.

    - ``fragment(record, language)``: the markup of the live region, the same for everybody whom
      ``visible_to`` lets see the record. Text in it is escaped. It consists of elements with the attribute
      ``data-live-part``, each with another name; each is replaced by itself.
    - ``version(record)``: a number that changes whenever the fragment does, and never comes back. By
      default it counts the calls of ``publish``.
    """
    CHANNEL_KINDS[kind] = ChannelKind(fragment, version)


def publish(record: Record) -> None:
    """Send what is now true of a record to all who follow it, when the transaction of the verb ends.

    Call it after the verb has locked and changed its rows: it locks a row of the record until the end.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO live_publication AS p (record_id, version) VALUES (%s, 1) "
            "ON CONFLICT (record_id) DO UPDATE SET version = p.version + 1",
            [record.pk],
        )
    notify([f"state:{record.pk}"])


def notify(messages: list[str]) -> None:
    """Announce messages to all processes of the site, when the transaction ends; see ``hub.Hub.hear``."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_notify(%s, message) FROM unnest(%s::text[]) AS message",
            [NOTIFICATION_CHANNEL, messages],
        )


@contextmanager
def snapshot(record: Record) -> Iterator[int]:
    """Read all in the block as of one moment; gives the version of the live region of the record at that moment.

    Inside a transaction that has begun, reads see what they see.
    """
    version = CHANNEL_KINDS[record.kind].version
    if connection.in_atomic_block:
        yield version(record)
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield version(record)


def read_state(record: Record, language: str) -> LiveState:
    """The live region of a record in a language: version and markup of one moment."""
    with snapshot(record) as version, translation.override(language):
        fragment = CHANNEL_KINDS[record.kind].fragment(record, language)
    return LiveState(version, conditional_escape(fragment))


def stream_path(record: Record, language: str) -> str:
    """The address of the stream of a record in a language; ``asgi.py`` answers it."""
    return f"/live/{record.pk}/{language}/"
