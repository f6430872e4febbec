"""Questions to the notices."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from majlis.commons.notices.models import Event, Notice, Preference, Subscription
from majlis.commons.notices.sentences import Told, told
from majlis.kernel.kinds import KINDS
from majlis.kernel.models import Record, Relation, User
from majlis.kernel.models.record import visible


def _to_read(events: QuerySet[Event]) -> QuerySet[Event]:
    return events.select_related("record", "actor").prefetch_related("record__wordings")


def notices_of(user: User, *, unread: bool = False) -> QuerySet[Notice]:
    """The notices of a person about what they may see today, newest first, ready to be read."""
    found = Notice.objects.filter(user=user).filter(
        Q(event__record__isnull=True) | visible(user, "event__record__")
    )
    if unread:
        found = found.filter(read_at__isnull=True)
    return (
        found.select_related("event__record", "event__actor")
        .prefetch_related("event__record__wordings")
        .order_by("-id")
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


def kind_choices() -> list[tuple[str, Any]]:
    """The kinds of records that can be followed as a whole."""
    return [(each.code, each.plural) for each in KINDS.values()]
