"""Models of the people of an organization: delegations, and successions of the focal point."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from majlis.kernel import clock
from majlis.kernel.errors import StrOrPromise
from majlis.kernel.models import Appointment, User
from majlis.kernel.names import name_field
from majlis.parties.lifecycle import ASKED, CONFIRMED, DELEGATION, INVITED, PROPOSED, SUCCESSION
from majlis.parties.models.organisation import Organisation
from majlis.parties.models.registration import Registration, new_key


class Delegation(models.Model):
    """A delegate of an organization: confirmed, requested or invited.

    An invited person is known by ``email`` until they accept.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="delegations")
    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="delegations"
    )
    email = models.EmailField(max_length=254, blank=True)
    name = name_field(max_length=200, blank=True)
    function = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=20, choices=DELEGATION.choices)
    reason = models.TextField(blank=True)
    appointment = models.ForeignKey(
        Appointment, models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(default=clock.now)
    settled_at = models.DateTimeField(null=True, blank=True)
    link_key = models.CharField(max_length=32, default=new_key, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "user"],
                condition=Q(state__in=[ASKED, CONFIRMED], user__isnull=False),
                name="delegation_once",
            ),
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=Q(state=INVITED),
                name="invited_once",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "state"])]

    def __str__(self) -> str:
        return f"delegation {self.pk}"

    @property
    def state_name(self) -> StrOrPromise:
        """The name of the state."""
        return DELEGATION.states[self.state]

    @property
    def person_name(self) -> str:
        """The person's name, else their e-mail address."""
        return self.name or (str(self.user) if self.user_id else self.email)


class Succession(models.Model):
    """The nomination of a successor of the focal point, which the successor must accept.

    The focal point makes it, or the secretariat, with a reason, if the focal point cannot.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="successions")
    named_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    email = models.EmailField(max_length=254, blank=True)
    name = name_field(max_length=200, blank=True)
    reason = models.TextField(blank=True)
    state = models.CharField(max_length=20, choices=SUCCESSION.choices, default=PROPOSED)
    successor = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    settled_at = models.DateTimeField(null=True, blank=True)
    link_key = models.CharField(max_length=32, default=new_key, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(state=PROPOSED),
                name="one_successor_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"succession {self.pk}"


# What a mailed link opens.
type LinkSubject = Registration | Delegation | Succession
