"""Creates events and notices for a verb, inside the transaction of that verb."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from majlis.commons.notices import todo
from majlis.commons.notices.events import EVENT_KINDS, RELATED_RECORDS, EventKind
from majlis.commons.notices.models import Event, Notice, Preference, Subscription
from majlis.kernel.models import Access, Admission, Appointment, AuditEntry, Record, Relation, User
from majlis.kernel.verbs import Act


def on_verb(act: Act, **_unused: Any) -> None:
    """Make the events of a verb: one for each audit entry, if the verb is in the table."""
    kind = EVENT_KINDS.get(act.verb)
    if kind is None:
        return
    told: dict[int, list[AuditEntry]] = {}
    for entry in filter(kind.only, act.entries):
        # What a verb noted several times about one record is one event.
        key = -entry.pk if entry.record_id is None else entry.record_id
        told.setdefault(key, []).append(entry)
    for entries in told.values():
        create_event(kind, entries)


def create_event(kind: EventKind, entries: Sequence[AuditEntry]) -> Event:
    """Make one event of entries about one record, and a notice for everybody who is to be told."""
    entry = entries[0]
    event = Event.objects.create(
        kind=kind.verb,
        entry=entry,
        record=kind.about(entry),
        actor=entry.actor,
        values=dict(kind.values(entry)),
        is_public=kind.public,
    )
    keys = {user.pk for each in entries for user in kind.audience(each)}
    if kind.followers and entry.record is not None:
        keys |= set(followers(entry.record).values_list("pk", flat=True))
    if kind.queue:
        keys |= {user.pk for user in queue_followers(kind.queue)}
    keys.discard(entry.actor_id)
    create_notices(event, keys, urgent=kind.urgent)
    return event


def create_notices(event: Event, keys: Iterable[int], *, urgent: bool = False) -> None:
    """Make the notices of an event: one a person, however often they are named."""
    keys = sorted(set(keys))
    Preference.objects.bulk_create([Preference(user_id=key) for key in keys], ignore_conflicts=True)
    Notice.objects.bulk_create(
        [Notice(event=event, user_id=key, urgent=urgent) for key in keys], ignore_conflicts=True
    )


def followers(record: Record) -> QuerySet[User]:
    """Who follows the record, one that it is related to or near, or its kind, and may see it today."""
    related = Relation.objects.filter(source=record).values("target")
    rule = Q(record=record) | Q(record__in=related) | Q(kind=record.kind)
    if near := RELATED_RECORDS.get(record.kind):
        rule |= Q(record__in=list(near(record)))
    wanted = Subscription.objects.filter(user=OuterRef("pk")).filter(rule)
    return users_who_may_see(record).filter(Exists(wanted))


def users_who_may_see(record: Record) -> QuerySet[User]:
    """The active people who may see the record: ``visible_to`` asked from the other side."""
    people = User.objects.filter(is_active=True)
    if record.access == Access.PUBLIC:
        return people
    of = Admission.objects.filter(circle=record.circle_id)
    held = Appointment.objects.today().filter(user=OuterRef(OuterRef("pk")), role=OuterRef("role"))
    by_role = of.filter(user__isnull=True).filter(
        Exists(held.filter(scope=OuterRef("scope")))
        | Q(scope__isnull=True, anywhere=True) & Exists(held)
        | Q(scope__isnull=True) & Exists(held.filter(scope__isnull=True))
    )
    return people.filter(Exists(of.filter(user=OuterRef("pk"))) | Exists(by_role))


def queue_followers(code: str) -> list[User]:
    """Who follows a queue and may still work on it."""
    queue = todo.find_queue(code)
    if queue is None:
        return []
    people = User.objects.filter(is_active=True, subscriptions__queue=code)
    return [user for user in people if queue.is_open_to(user)]
