"""Verbs of the clock: notices gathered into one mail a person, and the mail sent once.

Exactly once: a notice belongs to one mailing at most, which is given to it under a lock on the
person's row; a mailing is sent under a lock on its own row and marked in the same transaction. Where
the mail server refuses, the transaction falls and the mailing is tried again later. Only a crash
between the server's yes and the end of the transaction leads to a second sending, with the same
Message-ID, by which mail programs know the second from the first.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from majlis.commons.notices.actions import DIGESTS
from majlis.commons.notices.dispatch import create_notices as make_notices
from majlis.commons.notices.events import EVENT_KINDS
from majlis.commons.notices.mail import send_notices
from majlis.commons.notices.models import Delivery, Event, Mailing, Notice, Preference
from majlis.commons.notices.schedule import next_digest
from majlis.kernel.models import User
from majlis.kernel.verbs import Act, verb

RETRY_PERIOD = timedelta(days=14)
MAX_WAIT = timedelta(hours=6)


def due_preferences(now: datetime) -> QuerySet[Preference]:
    """Whose notices are to be gathered now."""
    unmailed = Notice.objects.filter(user=OuterRef("user"), mailing__isnull=True)
    return Preference.objects.filter(user__is_active=True).filter(
        Q(delivery=Delivery.ONCE) & Exists(unmailed)
        | Q(delivery__in=DIGESTS) & Exists(unmailed.filter(urgent=True))
        | Q(delivery__in=DIGESTS)
        & (Q(next_digest_at__isnull=True) | Q(next_digest_at__lte=now))
        & Exists(unmailed)
    )


@verb("notices.create_mailing")
def create_mailing(
    act: Act, preference: Preference, *, now: datetime | None = None
) -> Mailing | None:
    """Gather a person's notices into one mailing, if it is time; None where it is not (any more)."""
    now = now or timezone.now()
    act.unchanged()
    kept = (
        due_preferences(now)
        .select_for_update(skip_locked=True, of=("self",))
        .filter(pk=preference.pk)
    )
    row = kept.select_related("user").first()
    if row is None:
        return None
    notices = Notice.objects.filter(user=row.user, mailing__isnull=True)
    if row.delivery in DIGESTS:
        if row.next_digest_at is None:
            # The first digest comes at the hour chosen, not at the first event.
            row.next_digest_at = next_digest(row, now)
            row.save(update_fields=["next_digest_at"])
            notices = notices.filter(urgent=True)
        elif row.next_digest_at <= now:
            row.next_digest_at = next_digest(row, now)
            row.save(update_fields=["next_digest_at"])
        else:
            notices = notices.filter(urgent=True)
    keys = list(notices.select_for_update().values_list("pk", flat=True))
    if not keys:
        return None
    mailing = Mailing.objects.create(user=row.user, made_at=now, try_at=now)
    Notice.objects.filter(pk__in=keys).update(mailing=mailing)
    act.note(mailing, new={"notices": len(keys)})
    return mailing


@verb("notices.send_mailing")
def send_mailing(act: Act, mailing: Mailing) -> bool:
    """Send a mailing, once; False where another worker has it or it was sent.

    Raises whatever the mail server raises; then nothing is marked.
    """
    act.unchanged()
    row = (
        Mailing.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(pk=mailing.pk, done_at__isnull=True)
        .select_related("user")
        .first()
    )
    if row is None:
        return False
    row.done_at = timezone.now()
    row.sent = send_notices(row)
    row.trouble = ""
    row.save()
    act.note(row, new={"sent": row.sent})
    return row.sent


@verb("notices.postpone_mailing")
def postpone_mailing(act: Act, mailing: Mailing, *, trouble: str) -> None:
    """Note that the mail server refused, and when to try again; after two weeks no more."""
    now = timezone.now()
    wait = min(timedelta(minutes=2 ** min(mailing.tries, 10)), MAX_WAIT)
    row = Mailing.objects.filter(pk=mailing.pk, done_at__isnull=True)
    given_up = now - mailing.made_at > RETRY_PERIOD
    row.update(
        tries=F("tries") + 1,
        try_at=now + wait,
        trouble=trouble[:200],
        done_at=now if given_up else None,
    )
    act.note(mailing, new={"given_up": given_up, "tries": mailing.tries + 1})


@verb("notices.notify_users")
def notify_users(
    act: Act, kind: str, *, users: list[User], values: dict[str, Any] | None = None
) -> Event:
    """Tell people something that no verb did (a date comes near). The kind is in the table."""
    event = Event.objects.create(kind=kind, values=values or {})
    make_notices(event, [user.pk for user in users], urgent=EVENT_KINDS[kind].urgent)
    act.note(event, new={"kind": kind})
    return event
