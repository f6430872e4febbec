"""Verbs of the notices: what a person follows, and how they are told."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from majlis.commons.notices.links import StopMailLink
from majlis.commons.notices.models import (
    Delivery,
    Mailing,
    Notice,
    Preference,
    Subscription,
)
from majlis.commons.notices.schedule import next_digest
from majlis.kernel.errors import InvalidInput
from majlis.kernel.models import Record, User
from majlis.kernel.record_kinds import RECORD_KINDS
from majlis.kernel.verbs import Act, verb

DIGESTS = (Delivery.DAILY, Delivery.WEEKLY)


def _subscribe(act: Act, *, record: Record | None = None, kind: str = "", queue: str = "") -> None:
    row, made = Subscription.objects.get_or_create(
        user=act.actor.user, record=record, kind=kind, queue=queue
    )
    if made:
        act.note(row, new={"kind": kind, "queue": queue}, record=record)
    else:
        act.unchanged()


@verb("notices.follow_record")
def follow_record(act: Act, record: Record) -> None:
    """Follow a record: be told what is done to it, and to what is related to it."""
    _subscribe(act, record=record)


@verb("notices.follow_kind")
def follow_kind(act: Act, kind: str) -> None:
    """Follow every record of a kind. Raises InvalidInput where there is no such kind."""
    if kind not in RECORD_KINDS:
        raise InvalidInput(
            {"kind": _("There is no such kind of record here. Choose from the list.")}
        )
    _subscribe(act, kind=kind)


@verb("notices.follow_queue")
def follow_queue(act: Act, code: str) -> None:
    """Follow a queue that one works on: be told when something comes into it."""
    _subscribe(act, queue=code)


@verb("notices.end_subscription")
def end_subscription(act: Act, subscription: Subscription) -> None:
    """Stop following."""
    act.note(
        subscription,
        old={"kind": subscription.kind, "queue": subscription.queue},
        record=subscription.record,
    )
    subscription.delete()


def _apply_delivery(preference: Preference, delivery: str, hour: int) -> None:
    """Set how a person is told; what the page alone was to say is not mailed later."""
    kept, _made = Preference.objects.select_for_update().get_or_create(user=preference.user)
    if kept.delivery == Delivery.PAGE and delivery != Delivery.PAGE:
        told = Mailing.objects.create(user=kept.user, done_at=timezone.now())
        Notice.objects.filter(user=kept.user, mailing__isnull=True).update(mailing=told)
    kept.delivery, kept.hour = delivery, hour
    kept.next_digest_at = next_digest(kept, timezone.now()) if delivery in DIGESTS else None
    kept.save()


@verb("notices.set_delivery")
def set_delivery(act: Act, preference: Preference, *, delivery: str, hour: int) -> None:
    """Say how one wants to be told, and at what hour of one's own time a digest comes."""
    faults = {}
    if delivery not in Delivery.values:
        faults["delivery"] = _("There is no such way of telling you. Choose from the list.")
    if not 0 <= hour <= 23:
        faults["hour"] = _("There is no such hour. Choose from the list.")
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
    """Send this person no more mail; their notices stay on their page."""
    old = Preference.objects.filter(user=link.user).first() or Preference(user=link.user)
    if old.delivery == Delivery.PAGE:
        act.unchanged()
        return
    _apply_delivery(old, Delivery.PAGE, old.hour)
    act.note(old, old={"delivery": old.delivery}, new={"delivery": Delivery.PAGE.value})


@verb("notices.renew_feed")
def renew_feed(act: Act, preference: Preference) -> Preference:
    """Give the person's feed a new secret address; the old one stops to work."""
    kept, _made = Preference.objects.select_for_update().get_or_create(user=preference.user)
    kept.feed_serial += 1
    kept.save(update_fields=["feed_serial"])
    act.note(kept, new={"feed_serial": kept.feed_serial})
    return kept


@verb("notices.mark_notices_read")
def mark_notices_read(act: Act, user: User, *, keys: Iterable[int] | None = None) -> int:
    """Mark notices as read, all or those named; return how many were new.

    Leaves no entry in the audit: what somebody has read is nobody's business.
    """
    act.unchanged()
    unread = Notice.objects.filter(user=user, read_at__isnull=True)
    if keys is not None:
        unread = unread.filter(pk__in=list(keys))
    return unread.update(read_at=timezone.now())
