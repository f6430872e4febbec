"""Verbs of the periodic tasks: collect notices into mailings, and send each mailing once.

A notice belongs to at most one mailing, which it gets under a lock on the row of the person's
preference. A mailing is sent under a lock on its own row, and marked as sent in the same
transaction. If the mail server refuses the mail, the transaction is rolled back and the mailing is
tried again later. Only a crash between the acceptance by the server and the end of the transaction
leads to a second mail. That mail has the same Message-ID, so mail programs recognise the duplicate.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from majlis.commons.notices.actions import DIGESTS
from majlis.commons.notices.mail import send_notices
from majlis.commons.notices.models import Delivery, Mailing, Notice, Preference
from majlis.commons.notices.schedule import next_digest
from majlis.kernel import clock
from majlis.kernel.verbs import Act, verb

RETRY_PERIOD = timedelta(days=14)
MAX_WAIT = timedelta(hours=6)


def due_preferences(now: datetime) -> QuerySet[Preference]:
    """The preferences of the people whose notices should be mailed now."""
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
    """Collect the notices of a person into a mailing; None if no mail is due."""
    now = now or clock.now()
    act.unchanged()
    locked = (
        due_preferences(now)
        .select_for_update(skip_locked=True, of=("self",))
        .filter(pk=preference.pk)
    )
    due = locked.select_related("user").first()
    if due is None:
        return None
    notices = Notice.objects.filter(user=due.user, mailing__isnull=True)
    if due.delivery in DIGESTS:
        if due.next_digest_at is None:
            # The first digest is sent at the chosen hour, not at once.
            due.next_digest_at = next_digest(due, now)
            due.save(update_fields=["next_digest_at"])
            notices = notices.filter(urgent=True)
        elif due.next_digest_at <= now:
            due.next_digest_at = next_digest(due, now)
            due.save(update_fields=["next_digest_at"])
        else:
            notices = notices.filter(urgent=True)
    keys = list(notices.select_for_update().values_list("pk", flat=True))
    if not keys:
        return None
    mailing = Mailing.objects.create(user=due.user, made_at=now, try_at=now)
    Notice.objects.filter(pk__in=keys).update(mailing=mailing)
    act.note(mailing, new={"notices": len(keys)})
    return mailing


@verb("notices.send_mailing")
def send_mailing(act: Act, mailing: Mailing) -> bool:
    """Send a mailing once; False if it was sent before, another worker sends it, or it has no content.

    Raises the exceptions of the mail server; then the mailing is not marked as sent.
    """
    act.unchanged()
    locked = (
        Mailing.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(pk=mailing.pk, done_at__isnull=True)
        .select_related("user")
        .first()
    )
    if locked is None:
        return False
    locked.done_at = clock.now()
    locked.sent = send_notices(locked)
    locked.trouble = ""
    locked.save()
    act.note(locked, new={"sent": locked.sent})
    return locked.sent


@verb("notices.postpone_mailing")
def postpone_mailing(act: Act, mailing: Mailing, *, trouble: str) -> None:
    """Schedule the next attempt after an error of the mail server; after 14 days the mailing is given up."""
    now = clock.now()
    wait = min(timedelta(minutes=2 ** min(mailing.tries, 10)), MAX_WAIT)
    unsent = Mailing.objects.filter(pk=mailing.pk, done_at__isnull=True)
    given_up = now - mailing.made_at > RETRY_PERIOD
    unsent.update(
        tries=F("tries") + 1,
        try_at=now + wait,
        trouble=trouble[:200],
        done_at=now if given_up else None,
    )
    act.note(mailing, new={"given_up": given_up, "tries": mailing.tries + 1})
