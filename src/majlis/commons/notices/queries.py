"""Questions to the notices."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from majlis.commons.notices import events
from majlis.commons.notices.links import absolute
from majlis.commons.notices.models import Event, Notice, Preference, Subscription
from majlis.commons.notices.sentences import Told, told
from majlis.kernel.downloads import Field, Sheet
from majlis.kernel.models import Record, Relation, User, Wording
from majlis.kernel.models.record import visible

# What a sentence leaves open: {record}, {actor}.
NAMES = re.compile(r"\{\w*\}")
MOST_WORDS = 8


def _to_read(events: QuerySet[Event]) -> QuerySet[Event]:
    return events.select_related("record", "actor").prefetch_related("record__wordings")


def notices_of(
    user: User, *, unread: bool = False, words: str = "", oldest: bool = False
) -> QuerySet[Notice]:
    """The notices of a person about what they may see today, newest first, ready to be read.

    ``words`` are looked for, each of them, in the sentence that tells it, in the title of the record
    (in any language) and in the name of who acted.
    """
    found = Notice.objects.filter(user=user).filter(
        Q(event__record__isnull=True) | visible(user, "event__record__")
    )
    if unread:
        found = found.filter(read_at__isnull=True)
    for word in words.split()[:MOST_WORDS]:
        titles = Wording.objects.filter(field="title", text__icontains=word)
        found = found.filter(
            Q(event__record__in=titles.values("record"))
            | Q(event__actor__name__icontains=word)
            | Q(event__kind__in=_told_with(word))
        )
    return (
        found.select_related("event__record", "event__actor")
        .prefetch_related("event__record__wordings")
        .order_by("id" if oldest else "-id")
    )


def _told_with(word: str) -> list[str]:
    """The kinds of events whose sentence, in the reader's language, has the word."""
    wanted = word.casefold()
    return [
        verb
        for verb, kind in events.KINDS.items()
        if wanted in NAMES.sub("", str(kind.sentence)).casefold()
    ]


def sheet(notices: QuerySet[Notice]) -> Sheet:
    """Notices as a file: the sentence that tells each, where it leads, when, and since when read."""

    def rows() -> Iterator[list[Any]]:
        for notice in notices.iterator(chunk_size=500):
            line = told(notice.event)
            address = line.url and absolute(line.url)
            yield [line.words, address, line.at.isoformat(), notice.read_at]

    return Sheet(
        "notices",
        _("My notices"),
        [
            Field("words", _("What was done")),
            Field("address", _("Address")),
            Field("at", _("When")),
            Field("read_at", _("Read")),
        ],
        rows(),
    )


def read_out(notices: Iterable[Notice]) -> list[Told]:
    """Notices as sentences."""
    return [told(each.event, is_new=each.read_at is None, key=each.pk) for each in notices]


def unread_count(user: User) -> int:
    """How many notices the person has not read."""
    return notices_of(user, unread=True).count()


def public_events() -> QuerySet[Event]:
    """What everybody may read about, newest first."""
    return _to_read(Event.objects.public()).order_by("-id")


def events_of(record: Record) -> QuerySet[Event]:
    """The public events of a record and of those related to it, newest first."""
    near = Relation.objects.filter(target=record).values("source")
    return public_events().filter(Q(record=record) | Q(record__in=near))


def subscriptions_of(user: User) -> QuerySet[Subscription]:
    """What a person follows: records that they may see, kinds, queues."""
    return (
        Subscription.objects.filter(user=user)
        .filter(Q(record__isnull=True) | visible(user, "record__"))
        .select_related("record")
        .prefetch_related("record__wordings")
        .order_by("-id")
    )


def follows(user: Any, record: Record) -> bool:
    """Whether the person follows this record."""
    return bool(
        getattr(user, "is_authenticated", False)
        and Subscription.objects.filter(user=user, record=record).exists()
    )


def preference_of(user: User) -> Preference:
    """How the person wants to be told (what holds until they say otherwise, where they never did)."""
    return Preference.objects.filter(user=user).first() or Preference(user=user)
