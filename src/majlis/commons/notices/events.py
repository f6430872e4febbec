"""The registry of events: which verbs notify people, whom, and with which sentence.

A room registers in the ``ready`` of its application::

    events.register(
        "parties.admit_registration",
        sentence=_("{record} was admitted."),
        audience=lambda entry: User.objects.filter(...),
        public=True,
    )

The sentence is a message of the room's catalogue. It is formatted when a person reads it, in their
language; only names and values are stored. ``{record}`` is the title of the record, ``{actor}`` the
name of the actor; other placeholders are keys of ``values``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from majlis.kernel.models import AuditEntry, Record, User

Audience = Callable[[AuditEntry], Iterable[User]]
EventValues = Mapping[str, Any]
ValuesOf = Callable[[AuditEntry], EventValues]
EntryFilter = Callable[[AuditEntry], bool]
RecordOf = Callable[[AuditEntry], Record | None]
FormatValues = Callable[[EventValues, str], EventValues]


def no_audience(entry: AuditEntry) -> Iterable[User]:
    """No audience besides the followers."""
    return ()


def no_values(entry: AuditEntry) -> EventValues:
    """No values besides actor and record."""
    return {}


def entry_record(entry: AuditEntry) -> Record | None:
    """The record of the entry."""
    return entry.record


def every_entry(entry: AuditEntry) -> bool:
    """True: every entry of the verb is an event."""
    return True


def unformatted(values: EventValues, language: str) -> EventValues:
    """The values as they are stored."""
    return values


@dataclass(frozen=True)
class EventKind:
    """The notification of one verb; see ``register`` for the fields."""

    verb: str
    sentence: str | Promise
    audience: Audience = no_audience
    values: ValuesOf = no_values
    say: FormatValues = unformatted
    address: Callable[[EventValues], str] | None = None
    queue: str = ""
    public: bool = False
    urgent: bool = False
    followers: bool = True
    only: EntryFilter = every_entry
    about: RecordOf = entry_record


EVENT_KINDS: dict[str, EventKind] = {}
RELATED_RECORDS: dict[str, Callable[[Record], Iterable[int]]] = {}


def notify_followers_of_related(kind: str, related_keys: Callable[[Record], Iterable[int]]) -> None:
    """Notify of events of this kind of record also the followers of related records.

    ``related_keys(record)`` returns the keys of the related records. Use it where the rows of a
    room define the relation, so that no ``Relation`` has to duplicate it.
    """
    RELATED_RECORDS[kind] = related_keys


def register(
    verb: str,
    *,
    sentence: str | Promise,
    audience: Audience = no_audience,
    values: ValuesOf = no_values,
    say: FormatValues = unformatted,
    address: Callable[[EventValues], str] | None = None,
    queue: str = "",
    public: bool = False,
    urgent: bool = False,
    followers: bool = True,
    only: EntryFilter = every_entry,
    about: RecordOf = entry_record,
) -> None:
    """Notify people of a verb, each time that it is done.

    - ``audience(entry)``: people who are notified besides the followers of the record.
    - ``values(entry)``: plain values to store for the sentence; never personal data.
    - ``say(values, language)``: formats the stored values for a reader.
    - ``address(values)``: the URL of the event, if it is not that of its record.
    - ``queue``: the code of the queue (``todo.register``) whose followers are notified too.
    - ``public``: the event is in the public feeds if its record is public.
    - ``urgent``: mailed at once also to people who chose a digest.
    - ``followers=False``: only the audience is notified, not the followers.
    - ``only(entry)``: whether this entry is an event, for verbs that write several entries.
    - ``about(entry)``: the record of the event, if it is not that of the entry; only people who may
      see it can read of the event.

    Raises ValueError if the verb is registered with another sentence.
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
        raise ValueError(f"the verb {verb} is already registered with another sentence")
    EVENT_KINDS[verb] = kind
