"""The provision of one version that states a mandate, and the addressees that it names."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.instruments.models import Provision, Version
from majlis.kernel import clock
from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kernel.models import User
from majlis.mandates.models.choices import DeliverableKind, Force
from majlis.mandates.models.entity import Entity
from majlis.mandates.models.mandate import Mandate
from majlis.parties.models.body import partial_date_field


class MandateSource(models.Model):
    """A version states the mandate, in one of its provisions. The texts of the fields are in ``language``.

    ``witness``: field -> [start, end] in the provision's text in that language; ``witness_of``:
    field -> id of the provision that states it, where that is another one (an ITU heading). ``found_by``:
    field -> how it was found (``FoundBy``). ``deadline`` is as much of a date as the text gives;
    ``recurrence`` an ISO 8601 period; ``engine`` the version of the engine. ``change``: how it
    compares with the version before, as a person accepted it.
    """

    class Change(models.TextChoices):
        """What the version did to the mandate."""

        NEW = "new", pgettext_lazy("mandate", "new")
        KEPT = "kept", pgettext_lazy("mandate", "unchanged")
        CHANGED = "changed", pgettext_lazy("mandate", "changed")

    mandate = models.ForeignKey(Mandate, models.CASCADE, related_name="sources")
    version = models.ForeignKey(Version, models.PROTECT, related_name="sources")
    provision = models.ForeignKey(Provision, models.PROTECT, related_name="sources")
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    change = models.CharField(max_length=8, choices=Change.choices, default=Change.NEW)
    quoted = models.BooleanField(default=False)
    force = models.CharField(max_length=10, choices=Force.choices)
    verb = models.TextField(blank=True)
    action = models.TextField(blank=True)
    kind = models.CharField(
        max_length=12, choices=DeliverableKind.choices, default=DeliverableKind.ACTION
    )
    deadline = partial_date_field()
    occasion = models.TextField(blank=True)
    recurrence = models.CharField(max_length=12, blank=True)
    trigger = models.TextField(blank=True)
    witness = models.JSONField(default=dict)
    witness_of = models.JSONField(default=dict)
    found_by = models.JSONField(default=dict)
    engine = models.CharField(max_length=20, blank=True)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mandate", "version"], name="one_source_per_version")
        ]
        # For the feed, which shows the mandates accepted last.
        indexes: ClassVar = [models.Index(fields=["-accepted_at"])]

    def __str__(self) -> str:
        return f"{self.mandate_id} {self.version_id}"


class Addressee(models.Model):
    """An entity that a source names, and its role. ``words``: its name as written in the text."""

    class Role(models.TextChoices):
        """In what role the entity is named."""

        ADDRESSEE = "asked", pgettext_lazy("role of an entity", "addressee")
        RECIPIENT = "recipient", pgettext_lazy("role of an entity", "recipient")
        VIA = "via", _("through or in cooperation with")

    source = models.ForeignKey(MandateSource, models.CASCADE, related_name="addressees")
    role = models.CharField(max_length=10, choices=Role.choices)
    entity = models.ForeignKey(Entity, models.PROTECT, related_name="addressed_in")
    words = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["role", "position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source", "role", "entity"], name="one_addressee_per_role"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["entity", "role"])]

    def __str__(self) -> str:
        return f"{self.role} {self.entity_id}"
