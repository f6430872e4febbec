"""Meetings of bodies, their sittings, and the rules that a body has for them."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import pgettext_lazy

from majlis.events.lifecycle import MEETING, SITTING
from majlis.events.models.participant import Capacity
from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kernel.models import Access, Recorded
from majlis.parties.models import Body

DEFAULT_NOTICE_DAYS = 7
"""Working days of notice where a body has no rule of its own."""


class Mode(models.TextChoices):
    """How people may take part in a meeting."""

    IN_PERSON = "in_person", pgettext_lazy("meeting mode", "in person")
    HYBRID = "hybrid", pgettext_lazy("meeting mode", "in person and remotely")
    REMOTE = "remote", pgettext_lazy("meeting mode", "remotely")


class MeetingRules(models.Model):
    """The rules of a body for its meetings. A body without a row has the default of each field.

    ``notice_days``: working days between the convening letter and the first day. ``member_seconds``
    and ``observer_seconds``: how long a turn of speech lasts. ``members_first``: members speak before
    others; ``first_turns_first``: who has not spoken on the item speaks before who has. ``listed``:
    the capacities whose participants the list of participants names without asking each for consent.
    ``access``: who sees meetings that are convened, and the documents of these.
    """

    body = models.OneToOneField(
        Body, models.CASCADE, primary_key=True, related_name="meeting_rules"
    )
    notice_days = models.PositiveSmallIntegerField(default=DEFAULT_NOTICE_DAYS)
    member_seconds = models.PositiveSmallIntegerField(default=180)
    observer_seconds = models.PositiveSmallIntegerField(default=120)
    members_first = models.BooleanField(default=True)
    first_turns_first = models.BooleanField(default=True)
    listed = ArrayField(
        models.CharField(max_length=20, choices=Capacity.choices), default=list, blank=True
    )
    access = models.CharField(
        max_length=10,
        choices=[
            (Access.PUBLIC, Access.PUBLIC.label),
            (Access.MEMBERS, Access.MEMBERS.label),
        ],
        default=Access.PUBLIC,
    )
    source = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"meeting rules {self.pk}"


class ClosedDay(models.Model):
    """A day on which the organization that runs the site does not work, beside the holidays of a host."""

    date = models.DateField(unique=True)
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    source = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["date"]

    def __str__(self) -> str:
        return f"{self.date}"


class Meeting(Recorded):
    """A meeting of a body. Wordings: ``title``, ``place`` (hall and city), ``note`` (practical information).

    ``number``: the n-th meeting of its body, where the body counts them. ``zone``: the time zone
    (IANA) in which its clock times are stated; sittings are stored as moments. ``area``: the M49 code
    of the host country, whose holidays are no working days. ``interpretation`` and ``captions``:
    language codes. ``joining_link`` is shown to confirmed participants only. ``previous``: the
    meeting from which agenda items are carried over. ``notice_reason``: why the notice is shorter
    than the rule; it is printed in the convening letter. ``contributions_due``, ``registration_closes``:
    moments. A draft is seen by the chair and secretariat of its body only.
    """

    body = models.ForeignKey(Body, models.PROTECT, related_name="meetings")
    slug = models.SlugField(max_length=100, unique=True)
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=MEETING.choices, default=MEETING.initial)
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    zone = models.CharField(max_length=64, default="UTC")
    mode = models.CharField(max_length=12, choices=Mode.choices, default=Mode.HYBRID)
    area = models.CharField(max_length=3, blank=True, validators=[RegexValidator(r"^\d{3}$")])
    interpretation = ArrayField(
        models.CharField(max_length=2, choices=LANGUAGE_CHOICES), default=list, blank=True
    )
    captions = ArrayField(
        models.CharField(max_length=2, choices=LANGUAGE_CHOICES), default=list, blank=True
    )
    joining_link = models.URLField(max_length=500, blank=True)
    contributions_due = models.DateTimeField(null=True, blank=True)
    registration_closes = models.DateTimeField(null=True, blank=True)
    previous = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="following"
    )
    convened_at = models.DateTimeField(null=True, editable=False)
    notice_reason = models.TextField(blank=True)
    notice_language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES, blank=True)
    source = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-first_day", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["body", "number"],
                condition=models.Q(number__isnull=False) & ~models.Q(state="cancelled"),
                name="meeting_number_once",
            ),
            models.CheckConstraint(
                condition=models.Q(first_day__isnull=True, last_day__isnull=True)
                | models.Q(first_day__lte=models.F("last_day")),
                name="meeting_days_in_order",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "first_day"])]


class Sitting(models.Model):
    """A sitting of a meeting: from ``starts`` to ``ends``, two moments. ``room``: where, in plain words."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="sittings")
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    room = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=12, choices=SITTING.choices, default=SITTING.initial)
    opened_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering: ClassVar = ["starts", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "starts"], name="sitting_once"),
            models.CheckConstraint(
                condition=models.Q(starts__lt=models.F("ends")), name="sitting_lasts"
            ),
        ]

    def __str__(self) -> str:
        return f"sitting {self.pk}"
