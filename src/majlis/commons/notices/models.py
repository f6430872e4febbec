"""Tables of the notices: events, subscriptions, preferences, mailings and notices."""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.kernel import clock
from majlis.kernel.models import AuditEntry, Reader, Record, User
from majlis.kernel.models.record import visibility_condition


class Delivery(models.TextChoices):
    """The ways in which notices are delivered."""

    ONCE = "once", _("by email, immediately")
    DAILY = "daily", _("by email, daily")
    WEEKLY = "weekly", _("by email, weekly")
    PAGE = "page", _("on the website only, without email")


class EventQuerySet(models.QuerySet["Event"]):
    """Filters of events by visibility."""

    def visible_to(self, user: Reader) -> Self:
        """Events without a record, and events of records that the user may see."""
        return self.filter(Q(record__isnull=True) | visibility_condition(user, "record__"))

    def public(self) -> Self:
        """Public events of records that everybody may see."""
        return self.filter(is_public=True, record__isnull=False).filter(
            visibility_condition(AnonymousUser(), "record__")
        )


class Event(models.Model):
    """An event of which people are notified: a kind, an audit entry, and values for its sentence."""

    kind = models.CharField(max_length=80)
    entry = models.OneToOneField(AuditEntry, models.PROTECT, null=True, related_name="event")
    record = models.ForeignKey(Record, models.PROTECT, null=True, related_name="events")
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    values = models.JSONField(default=dict)
    is_public = models.BooleanField(default=False)
    at = models.DateTimeField(default=clock.now, editable=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["record", "-id"]),
            models.Index(fields=["-id"], condition=Q(is_public=True), name="public_events"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Subscription(models.Model):
    """The subscription of a person to a record, to all records of a kind, or to a queue."""

    user = models.ForeignKey(User, models.PROTECT, related_name="subscriptions")
    record = models.ForeignKey(
        Record, models.PROTECT, null=True, blank=True, related_name="followers"
    )
    kind = models.CharField(max_length=40, blank=True)
    queue = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(record__isnull=False, kind="", queue="")
                | Q(record__isnull=True, queue="") & ~Q(kind="")
                | Q(record__isnull=True, kind="") & ~Q(queue=""),
                name="subscription_to_one_thing",
            ),
            models.UniqueConstraint(
                fields=["user", "record", "kind", "queue"],
                nulls_distinct=False,
                name="subscribed_once",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["kind"]), models.Index(fields=["queue"])]

    def __str__(self) -> str:
        return f"{self.user_id} {self.record_id or self.kind or self.queue}"


class Preference(models.Model):
    """The way in which a person gets notices, and the serial number of their personal feed URL."""

    user = models.OneToOneField(
        User, models.PROTECT, primary_key=True, related_name="notice_preference"
    )
    delivery = models.CharField(
        pgettext_lazy("notification", "Delivery method"),
        max_length=6,
        choices=Delivery.choices,
        default=Delivery.DAILY,
    )
    hour = models.PositiveSmallIntegerField(pgettext_lazy("email", "Time of delivery"), default=7)
    next_digest_at = models.DateTimeField(null=True, editable=False)
    feed_serial = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(hour__lte=23), name="digest_hour_of_a_day")
        ]
        indexes: ClassVar = [models.Index(fields=["next_digest_at"])]

    def __str__(self) -> str:
        return f"{self.user_id} {self.delivery}"


class Mailing(models.Model):
    """One mail to one person, sent once, and tried again while the mail server refuses it."""

    user = models.ForeignKey(User, models.PROTECT, related_name="mailings")
    made_at = models.DateTimeField(default=clock.now, editable=False)
    try_at = models.DateTimeField(default=clock.now)
    tries = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    sent = models.BooleanField(default=False)
    trouble = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["try_at"], condition=Q(done_at__isnull=True), name="mail_to_send")
        ]

    def __str__(self) -> str:
        return f"mailing {self.pk}"


class Notice(models.Model):
    """An event for one person, at most one per event and person."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="notices")
    user = models.ForeignKey(User, models.PROTECT, related_name="notices")
    urgent = models.BooleanField(default=False)
    read_at = models.DateTimeField(null=True)
    mailing = models.ForeignKey(Mailing, models.PROTECT, null=True, related_name="notices")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "user"], name="told_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["user", "-id"]),
            models.Index(fields=["user"], condition=Q(mailing__isnull=True), name="not_mailed"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.event_id}"
