"""Verbs of the notices: subscriptions, delivery of notices, and reading them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from majlis.commons.notices.links import StopMailLink
from majlis.commons.notices.models import Delivery, Mailing, Notice, Preference, Subscription
from majlis.commons.notices.schedule import next_digest
from majlis.kernel import clock
from majlis.kernel.errors import InvalidInput
from majlis.kernel.models import Record, User
from majlis.kernel.record_kinds import RECORD_KINDS
from majlis.kernel.verbs import Act, verb

DIGESTS = (Delivery.DAILY, Delivery.WEEKLY)


def _subscribe(act: Act, *, record: Record | None = None, kind: str = "", queue: str = "") -> None:
    subscription, is_new = Subscription.objects.get_or_create(
        user=act.actor.user, record=record, kind=kind, queue=queue
    )
    if is_new:
        act.note(subscription, new={"kind": kind, "queue": queue}, record=record)
    else:
        act.unchanged()


@verb("notices.follow_record")
def follow_record(act: Act, record: Record) -> None:
    """Subscribe to a record: to its events, and to those of related records."""
    _subscribe(act, record=record)


@verb("notices.follow_kind")
def follow_kind(act: Act, kind: str) -> None:
    """Subscribe to all records of a kind. Raises InvalidInput if the kind is unknown."""
    if kind not in RECORD_KINDS:
        raise InvalidInput(
            {"kind": _("This kind of record does not exist. Select one from the list.")}
        )
    _subscribe(act, kind=kind)


@verb("notices.follow_queue")
def follow_queue(act: Act, code: str) -> None:
    """Subscribe to a queue on which the person works."""
    _subscribe(act, queue=code)


@verb("notices.end_subscription")
def end_subscription(act: Act, subscription: Subscription) -> None:
    """Delete a subscription."""
    act.note(
        subscription,
        old={"kind": subscription.kind, "queue": subscription.queue},
        record=subscription.record,
    )
    subscription.delete()


def _apply_delivery(preference: Preference, delivery: str, hour: int) -> None:
    """Save the way of delivery, and compute the next digest.

    When mail is switched on, notices that were shown on the page only are marked as mailed, so that
    they are not sent later.
    """
    saved, _created = Preference.objects.select_for_update().get_or_create(user=preference.user)
    if saved.delivery == Delivery.PAGE and delivery != Delivery.PAGE:
        mailing = Mailing.objects.create(user=saved.user, done_at=clock.now())
        Notice.objects.filter(user=saved.user, mailing__isnull=True).update(mailing=mailing)
    saved.delivery, saved.hour = delivery, hour
    saved.next_digest_at = next_digest(saved, clock.now()) if delivery in DIGESTS else None
    saved.save()


@verb("notices.set_delivery")
def set_delivery(act: Act, preference: Preference, *, delivery: str, hour: int) -> None:
    """Save how notices are delivered, and the hour of the digest in the person's time zone.

    Raises InvalidInput if the delivery or the hour is unknown.
    """
    faults = {}
    if delivery not in Delivery.values:
        faults["delivery"] = _("This delivery method does not exist. Select one from the list.")
    if not 0 <= hour <= 23:
        faults["hour"] = _("This hour does not exist. Select one from the list.")
    if faults:
        raise InvalidInput(faults)
    old = Preference.objects.filter(user=preference.user).first() or Preference()
    if old.pk and (old.delivery, old.hour) == (delivery, hour):
        act.unchanged()
        return
    _apply_delivery(preference, delivery, hour)
    act.note(
        preference,
        old={"delivery": old.delivery, "hour": old.hour},
        new={"delivery": delivery, "hour": hour},
    )


@verb("notices.stop_mail")
def stop_mail(act: Act, link: StopMailLink) -> None:
    """Stop all mail to the person of the link; their notices stay on their page."""
    old = Preference.objects.filter(user=link.user).first() or Preference(user=link.user)
    if old.delivery == Delivery.PAGE:
        act.unchanged()
        return
    _apply_delivery(old, Delivery.PAGE, old.hour)
    act.note(old, old={"delivery": old.delivery}, new={"delivery": Delivery.PAGE.value})


@verb("notices.renew_feed")
def renew_feed(act: Act, preference: Preference) -> Preference:
    """Give the personal feed a new secret URL; the old URL stops working."""
    saved, _created = Preference.objects.select_for_update().get_or_create(user=preference.user)
    saved.feed_serial += 1
    saved.save(update_fields=["feed_serial"])
    act.note(saved, new={"feed_serial": saved.feed_serial})
    return saved


@verb("notices.mark_notices_read")
def mark_notices_read(act: Act, user: User, *, keys: Iterable[int] | None = None) -> int:
    """Mark all notices, or those with the given keys, as read; return how many were unread.

    The audit gets no entry, because what a person reads is private.
    """
    act.unchanged()
    unread = Notice.objects.filter(user=user, read_at__isnull=True)
    if keys is not None:
        unread = unread.filter(pk__in=list(keys))
    return unread.update(read_at=clock.now())
