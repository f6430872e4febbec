"""Participants of meetings, and their attendance at sittings."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from majlis.events.lifecycle import CONFIRMED, PARTICIPANT, REQUESTED
from majlis.kernel import clock
from majlis.kernel.models import User
from majlis.kernel.names import name_field
from majlis.parties.models import Organisation


class Capacity(models.TextChoices):
    """In which capacity somebody takes part."""

    CHAIR = "chair", pgettext_lazy("capacity", "chair")
    MEMBER = "member", pgettext_lazy("capacity", "member")
    OBSERVER = "observer", pgettext_lazy("capacity", "observer")
    EXPERT = "expert", pgettext_lazy("capacity", "invited expert")
    SECRETARIAT = "secretariat", pgettext_lazy("capacity", "secretariat")


class AttendanceMode(models.TextChoices):
    """Where somebody takes part."""

    ROOM = "room", pgettext_lazy("participation", "in the room")
    REMOTE = "remote", pgettext_lazy("participation", "remotely")


class Gender(models.TextChoices):
    """The gender that a participant declares; it is used in counts only."""

    WOMAN = "woman", pgettext_lazy("gender", "woman")
    MAN = "man", pgettext_lazy("gender", "man")
    OTHER = "other", pgettext_lazy("gender", "other")
    NOT_STATED = "", pgettext_lazy("gender", "not stated")


class Participant(models.Model):
    """A person who registers for a meeting, for themselves or by the focal point of an organization.

    ``name``, ``function``, ``email``, ``access_needs`` and ``gender`` are personal data: they are
    erased with the person, and never in the audit. ``user`` is empty for a person without an account,
    and ``email``, in small letters, for one with an account: it is that of the account. ``listed``: the
    person agrees to be named in the list of participants. ``requested_by``: who entered the
    registration, where it was not the person.
    """

    meeting = models.ForeignKey("events.Meeting", models.PROTECT, related_name="participants")
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = name_field(max_length=200, blank=True)
    function = models.CharField(max_length=200, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    capacity = models.CharField(max_length=20, choices=Capacity.choices)
    mode = models.CharField(max_length=10, choices=AttendanceMode.choices)
    access_needs = models.TextField(blank=True)
    gender = models.CharField(max_length=10, choices=Gender.choices, blank=True)
    listed = models.BooleanField(default=False)
    state = models.CharField(
        max_length=12, choices=PARTICIPANT.choices, default=PARTICIPANT.initial
    )
    reason = models.TextField(blank=True)
    requested_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    requested_at = models.DateTimeField(default=clock.now, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["meeting", "user"],
                condition=Q(user__isnull=False, state__in=[REQUESTED, CONFIRMED]),
                name="participant_once",
            ),
            models.UniqueConstraint(
                fields=["meeting", "email"],
                condition=Q(user__isnull=True, email__gt="", state__in=[REQUESTED, CONFIRMED]),
                name="participant_of_address_once",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["meeting", "state"])]

    def __str__(self) -> str:
        return f"participant {self.pk}"


class Attendance(models.Model):
    """A participant was at a sitting. ``late``: entered after the sitting was closed."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="attendances")
    sitting = models.ForeignKey("events.Sitting", models.PROTECT, related_name="attendances")
    mode = models.CharField(max_length=10, choices=AttendanceMode.choices)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    late = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["participant", "sitting"], name="attendance_once")
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} {self.sitting_id}"
