"""Questions to the notices."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import Q, QuerySet

from majlis.commons.notices import events
from majlis.commons.notices.models import Event, Notice, Preference, Subscription
from majlis.kernel.models import Record, Relation, User, Wording
from majlis.kernel.models.record import visibility_condition

# What a sentence leaves open: {record}, {actor}.
PLACEHOLDERS = re.compile(r"\{\w*\}")
MAX_WORDS = 8


def _with_record(events: QuerySet[Event]) -> QuerySet[Event]:
    return events.select_related("record", "actor").prefetch_related("record__wordings")


def notices_of(
    user: User, *, unread: bool = False, words: str = "", oldest: bool = False
) -> QuerySet[Notice]:
    """The notices of a person about what they may see today, newest first, ready to be read.

    ``plain_snippet`` are looked for, each of them, in the sentence that tells it, in the title of the record
    (in any language) and in the name of who acted.
    """
    found = Notice.objects.filter(user=user).filter(
        Q(event__record__isnull=True) | visibility_condition(user, "event__record__")
    )
    if unread:
        found = found.filter(read_at__isnull=True)
    for word in words.split()[:MAX_WORDS]:
        titles = Wording.objects.filter(field="title", text__icontains=word)
        found = found.filter(
            Q(event__record__in=titles.values("record"))
            | Q(event__actor__name__icontains=word)
            | Q(event__kind__in=_kinds_containing(word))
        )
    return (
        found.select_related("event__record", "event__actor")
        .prefetch_related("event__record__wordings")
        .order_by("id" if oldest else "-id")
    )


def _kinds_containing(word: str) -> list[str]:
    """The kinds of events whose sentence, in the reader's language, has the word."""
    wanted = word.casefold()
    return [
        verb
        for verb, kind in events.EVENT_KINDS.items()
        if wanted in PLACEHOLDERS.sub("", str(kind.sentence)).casefold()
    ]


def unread_count(user: User) -> int:
    """How many notices the person has not read."""
    return notices_of(user, unread=True).count()


def public_events() -> QuerySet[Event]:
    """What everybody may read about, newest first."""
    return _with_record(Event.objects.public()).order_by("-id")


def events_of(record: Record) -> QuerySet[Event]:
    """The public events of a record and of those related to it, newest first."""
    near = Relation.objects.filter(target=record).values("source")
    return public_events().filter(Q(record=record) | Q(record__in=near))


def subscriptions_of(user: User) -> QuerySet[Subscription]:
    """What a person follows: records that they may see, kinds, queues."""
    return (
        Subscription.objects.filter(user=user)
        .filter(Q(record__isnull=True) | visibility_condition(user, "record__"))
        .select_related("record")
        .prefetch_related("record__wordings")
        .order_by("-id")
    )


def is_following(user: Any, record: Record) -> bool:
    """Whether the person follows this record."""
    return bool(
        getattr(user, "is_authenticated", False)
        and Subscription.objects.filter(user=user, record=record).exists()
    )


def preference_of(user: User) -> Preference:
    """How the person wants to be told (what holds until they say otherwise, where they never did)."""
    return Preference.objects.filter(user=user).first() or Preference(user=user)
