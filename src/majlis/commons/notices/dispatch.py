"""Creates the events and notices of a verb, inside the transaction of that verb."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from majlis.commons.notices import todo
from majlis.commons.notices.events import EVENT_KINDS, RELATED_RECORDS, EventKind
from majlis.commons.notices.models import Event, Notice, Preference, Subscription
from majlis.kernel import clock
from majlis.kernel.models import Access, Admission, Appointment, AuditEntry, Record, Relation, User
from majlis.kernel.verbs import Act

OLDEST_NEWS = timedelta(days=120)
"""Nobody is notified of what a demonstration dates back further than this."""


def on_verb(act: Act, **_unused: Any) -> None:
    """Create the events of a verb: one for each record in its audit entries."""
    kind = EVENT_KINDS.get(act.verb)
    if kind is None or clock.now() < timezone.now() - OLDEST_NEWS:
        return
    entries_by_record: dict[int, list[AuditEntry]] = {}
    for entry in filter(kind.only, act.entries):
        # Several entries of one record are one event; an entry without a record is an event of its own.
        key = -entry.pk if entry.record_id is None else entry.record_id
        entries_by_record.setdefault(key, []).append(entry)
    for entries in entries_by_record.values():
        create_event(kind, entries)


def create_event(kind: EventKind, entries: Sequence[AuditEntry]) -> Event:
    """Create the event of some entries on one record, and the notices for its audience and followers."""
    entry = entries[0]
    event = Event.objects.create(
        kind=kind.verb,
        entry=entry,
        record=kind.about(entry),
        actor=entry.actor,
        values=dict(kind.values(entry)),
        is_public=kind.public,
    )
    user_keys = {user.pk for each in entries for user in kind.audience(each)}
    if kind.followers and entry.record is not None:
        user_keys |= set(followers(entry.record).values_list("pk", flat=True))
    if kind.queue:
        user_keys |= {user.pk for user in queue_followers(kind.queue)}
    user_keys.discard(entry.actor_id)
    create_notices(event, user_keys, urgent=kind.urgent)
    return event


def create_notices(event: Event, keys: Iterable[int], *, urgent: bool = False) -> None:
    """Create the notices of an event, one per person; duplicate keys are ignored."""
    keys = sorted(set(keys))
    Preference.objects.bulk_create([Preference(user_id=key) for key in keys], ignore_conflicts=True)
    Notice.objects.bulk_create(
        [Notice(event=event, user_id=key, urgent=urgent) for key in keys], ignore_conflicts=True
    )


def followers(record: Record) -> QuerySet[User]:
    """The people who follow the record, its kind or a related record, and may see the record today."""
    related = Relation.objects.filter(source=record).values("target")
    condition = Q(record=record) | Q(record__in=related) | Q(kind=record.kind)
    if related_keys := RELATED_RECORDS.get(record.kind):
        condition |= Q(record__in=list(related_keys(record)))
    subscriptions = Subscription.objects.filter(user=OuterRef("pk")).filter(condition)
    return users_who_may_see(record).filter(Exists(subscriptions))


def users_who_may_see(record: Record) -> QuerySet[User]:
    """The active people who may see the record: the inverse of ``visible_to``."""
    people = User.objects.filter(is_active=True)
    if record.access == Access.PUBLIC:
        return people
    admissions = Admission.objects.filter(circle=record.circle_id)
    appointments = Appointment.objects.today().filter(
        user=OuterRef(OuterRef("pk")), role=OuterRef("role")
    )
    by_role = admissions.filter(user__isnull=True).filter(
        Exists(appointments.filter(scope=OuterRef("scope")))
        | Q(scope__isnull=True, anywhere=True) & Exists(appointments)
        | Q(scope__isnull=True) & Exists(appointments.filter(scope__isnull=True))
    )
    return people.filter(Exists(admissions.filter(user=OuterRef("pk"))) | Exists(by_role))


def queue_followers(code: str) -> list[User]:
    """The people who follow a queue and may still work on it."""
    queue = todo.find_queue(code)
    if queue is None:
        return []
    people = User.objects.filter(is_active=True, subscriptions__queue=code)
    return [user for user in people if queue.is_open_to(user)]
