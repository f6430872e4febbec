"""Queries of the notices."""

from __future__ import annotations

import re

from django.db.models import Q, QuerySet

from majlis.commons.notices import events
from majlis.commons.notices.models import Event, Notice, Preference, Subscription
from majlis.kernel.models import Record, Relation, User, Wording
from majlis.kernel.models.record import visibility_condition

# Placeholders of a sentence, such as {record} and {actor}.
PLACEHOLDERS = re.compile(r"\{\w*\}")
MAX_WORDS = 8


def _with_record(events: QuerySet[Event]) -> QuerySet[Event]:
    return events.select_related("record", "actor").prefetch_related("record__wordings")


def notices_of(user: User, *, unread: bool = False, words: str = "") -> QuerySet[Notice]:
    """The notices of a person on events that they may see today, newest first, with related objects.

    Each of the first eight ``words`` must occur in the sentence of the event, in the title of the
    record (in any language) or in the name of the actor.
    """
    notices = Notice.objects.filter(user=user).filter(
        Q(event__record__isnull=True) | visibility_condition(user, "event__record__")
    )
    if unread:
        notices = notices.filter(read_at__isnull=True)
    for word in words.split()[:MAX_WORDS]:
        titles = Wording.objects.filter(field="title", text__icontains=word)
        notices = notices.filter(
            Q(event__record__in=titles.values("record"))
            | Q(event__actor__name__icontains=word)
            | Q(event__kind__in=_kinds_containing(word))
        )
    return (
        notices.select_related("event__record", "event__actor")
        .prefetch_related("event__record__wordings")
        .order_by("-id")
    )


def _kinds_containing(word: str) -> list[str]:
    """The kinds of events whose sentence contains the word, in the active language."""
    folded = word.casefold()
    return [
        verb
        for verb, kind in events.EVENT_KINDS.items()
        if folded in PLACEHOLDERS.sub("", str(kind.sentence)).casefold()
    ]


def unread_count(user: User) -> int:
    """The number of unread notices of a person."""
    return notices_of(user, unread=True).count()


def public_events() -> QuerySet[Event]:
    """The public events, newest first."""
    return _with_record(Event.objects.public()).order_by("-id")


def events_of(record: Record) -> QuerySet[Event]:
    """The public events of a record and of related records, newest first."""
    related = Relation.objects.filter(target=record).values("source")
    return public_events().filter(Q(record=record) | Q(record__in=related))


def subscriptions_of(user: User) -> QuerySet[Subscription]:
    """The subscriptions of a person to visible records, kinds and queues, newest first."""
    return (
        Subscription.objects.filter(user=user)
        .filter(Q(record__isnull=True) | visibility_condition(user, "record__"))
        .select_related("record")
        .prefetch_related("record__wordings")
        .order_by("-id")
    )


def preference_of(user: User) -> Preference:
    """The delivery preference of a person; an unsaved one with the defaults if they have none."""
    return Preference.objects.filter(user=user).first() or Preference(user=user)
