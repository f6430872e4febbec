"""The table of events: which verbs are told, to whom, and in which words.

A room registers in the ``ready`` of its application::

    events.register(
        "parties.admit",
        sentence=_("{record} was admitted."),
        audience=lambda entry: User.objects.filter(...),
        public=True,
    )

The sentence is a message of the room's catalogue and is put together when somebody reads it, in
their language; only names and values are kept. ``{record}`` is the title of the record, ``{actor}``
the name of who acted; other names are those of ``possible_values``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from majlis.kernel.models import AuditEntry, Record, User

Audience = Callable[[AuditEntry], Iterable[User]]
ValuesOf = Callable[[AuditEntry], Mapping[str, Any]]
EntryFilter = Callable[[AuditEntry], bool]
RecordOf = Callable[[AuditEntry], Record | None]
FormatValues = Callable[[Mapping[str, Any], str], Mapping[str, Any]]


def no_audience(entry: AuditEntry) -> Iterable[User]:
    """An audience of followers only."""
    return ()


def no_values(entry: AuditEntry) -> Mapping[str, Any]:
    """No values beside actor and record."""
    return {}


def entry_record(entry: AuditEntry) -> Record | None:
    """The record of the entry."""
    return entry.record


def every_entry(entry: AuditEntry) -> bool:
    """Every entry of the verb is told."""
    return True


def unformatted(values: Mapping[str, Any], language: str) -> Mapping[str, Any]:
    """The values as they were kept."""
    return values


@dataclass(frozen=True)
class EventKind:
    """How one verb is told."""

    verb: str
    sentence: str | Promise
    audience: Audience = no_audience
    values: ValuesOf = no_values
    say: FormatValues = unformatted
    address: Callable[[Mapping[str, Any]], str] | None = None
    queue: str = ""
    public: bool = False
    urgent: bool = False
    followers: bool = True
    only: EntryFilter = every_entry
    about: RecordOf = entry_record


EVENT_KINDS: dict[str, EventKind] = {}
RELATED_RECORDS: dict[str, Callable[[Record], Iterable[int]]] = {}


def notify_followers_of_related(kind: str, near: Callable[[Record], Iterable[int]]) -> None:
    """Tell of records of a kind also those who follow a record near one: ``follow_provision`` gives the keys of such records.

    For what is known from the rows of a room, and would else be kept twice as relations.
    """
    RELATED_RECORDS[kind] = near


def register(
    verb: str,
    *,
    sentence: str | Promise,
    audience: Audience = no_audience,
    values: ValuesOf = no_values,
    say: FormatValues = unformatted,
    address: Callable[[Mapping[str, Any]], str] | None = None,
    queue: str = "",
    public: bool = False,
    urgent: bool = False,
    followers: bool = True,
    only: EntryFilter = every_entry,
    about: RecordOf = entry_record,
) -> None:
    """Tell of a verb, each time that it is done.

    - ``audience(entry)``: people who are told besides those who follow the record.
    - ``values(entry)``: plain values to keep for the sentence; never personal data.
    - ``say(values, language)``: turns them into words when somebody reads.
    - ``address(values)``: where the event leads, if not to its record.
    - ``queue``: the queue (``asked.register``) whose followers are told as well.
    - ``public_record``: it stands in the feeds that everybody can read, if its record is public.
    - ``urgent``: mailed at once also to those who chose a digest.
    - ``followers=False``: only the audience is told.
    - ``only(entry)``: whether this entry is told, where a verb notes more than is news.
    - ``about(entry)``: the record that it is about, where that is another one: only who sees it reads of it.

    Raises ValueError where the verb is told already in another way.
    """
    kind = EventKind(
        verb,
        sentence,
        audience,
        values,
        say,
        address,
        queue,
        public,
        urgent,
        followers,
        only,
        about,
    )
    if EVENT_KINDS.get(verb, kind).sentence is not sentence:
        raise ValueError(f"the verb {verb} is told already")
    EVENT_KINDS[verb] = kind
