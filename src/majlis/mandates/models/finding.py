"""Findings: what the engine found in a version, until a person decides on it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from majlis.instruments.models import Provision, Version
from majlis.kernel import clock
from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kernel.models import User
from majlis.mandates.lifecycle import FINDING_LIFECYCLE
from majlis.mandates.models.clause import Clause
from majlis.mandates.models.mandate import Mandate


class Finding(models.Model):
    """A mandate or clause that the engine or a person found. It is not public before it is decided.

    ``extracted``: the finding as the JSON of the engine (docs/reference/json.md); one that was split or
    added by a person has the same shape. ``part``: its place among several findings of one
    provision. ``mandate`` or ``clause``: what it became when it was accepted; before, ``continues``
    is the mandate of the version before that it most likely is. ``corrected``: the fields that the
    person changed, for the error rates. ``reason`` in ``reason_language``: why it is no mandate.
    ``open_by``: who is looking at it now.
    """

    class Kind(models.TextChoices):
        """What was found."""

        MANDATE = "mandate", pgettext_lazy("finding", "mandate")
        EXPIRY = "expiry", pgettext_lazy("finding", "expiry clause")
        REVIEW = "review", pgettext_lazy("finding", "review clause")
        RENEWAL = "renewal", pgettext_lazy("finding", "renewal clause")

    version = models.ForeignKey(Version, models.PROTECT, related_name="findings")
    provision = models.ForeignKey(Provision, models.PROTECT, related_name="findings")
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    part = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.MANDATE)
    engine = models.CharField(max_length=20, blank=True)
    extracted = models.JSONField(default=dict)
    state = models.CharField(
        max_length=10, choices=FINDING_LIFECYCLE.choices, default=FINDING_LIFECYCLE.initial
    )
    continues = models.ForeignKey(Mandate, models.SET_NULL, null=True, related_name="+")
    mandate = models.ForeignKey(Mandate, models.PROTECT, null=True, related_name="findings")
    clause = models.ForeignKey(Clause, models.PROTECT, null=True, related_name="findings")
    corrected = models.JSONField(default=list)
    reason = models.TextField(blank=True)
    reason_language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES, blank=True)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, editable=False)
    open_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    open_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering: ClassVar = ["version", "provision__position", "part", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["version", "state"]),
            models.Index(fields=["state"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.provision_id}"
