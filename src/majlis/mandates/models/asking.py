"""What one version of a text says of a mandate, at one of its provisions."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from majlis.instruments.models import Provision, Version
from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kernel.models import User
from majlis.mandates.kinds import Force, Kind
from majlis.mandates.models.actor import Actor
from majlis.mandates.models.mandate import Mandate
from majlis.parties.models.body import partial_date_field


class Asking(models.Model):
    """A version asks it, in the words of a provision. The words of fields are in ``language``.

    ``witness``: field -> [start, end] in the provision's words in that language, ``witness_of``: field -> id of the
    provision that says it where that is another one (an ITU heading). ``by``: field -> how it was found (kinds.By).
    ``deadline`` is as much of a date as the words say; ``recurrence`` an ISO 8601 period; ``engine`` the version of the engine.
    ``update_if_different``: how it compares with the version before, as a person accepted it.
    """

    class Change(models.TextChoices):
        """What a version did to a mandate."""

        NEW = "new", _("new")
        KEPT = "kept", _("kept")
        CHANGED = "changed", _("changed")

    mandate = models.ForeignKey(Mandate, models.CASCADE, related_name="askings")
    version = models.ForeignKey(Version, models.PROTECT, related_name="askings")
    provision = models.ForeignKey(Provision, models.PROTECT, related_name="askings")
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    change = models.CharField(max_length=8, choices=Change.choices, default=Change.NEW)
    quoted = models.BooleanField(default=False)
    force = models.CharField(max_length=10, choices=Force.choices)
    verb = models.TextField(blank=True)
    action = models.TextField(blank=True)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.ACTION)
    deadline = partial_date_field()
    occasion = models.TextField(blank=True)
    recurrence = models.CharField(max_length=12, blank=True)
    trigger = models.TextField(blank=True)
    witness = models.JSONField(default=dict)
    witness_of = models.JSONField(default=dict)
    by = models.JSONField(default=dict)
    engine = models.CharField(max_length=20, blank=True)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mandate", "version"], name="asked_once_a_version"),
        ]
        # The feed: what was accepted last.
        indexes: ClassVar = [models.Index(fields=["-accepted_at"])]

    def __str__(self) -> str:
        return f"{self.mandate_id} {self.version_id}"


class Named(models.Model):
    """An asking names an actor: as who is asked, as recipient, or as through whom. ``plain_snippet`` as written there."""

    class Role(models.TextChoices):
        """In what part somebody is named."""

        ASKED = "asked", _("who is asked")
        RECIPIENT = "recipient", _("for whom")
        VIA = "via", _("through or with whom")

    asking = models.ForeignKey(Asking, models.CASCADE, related_name="named")
    role = models.CharField(max_length=10, choices=Role.choices)
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="named")
    words = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["role", "position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["asking", "role", "actor"], name="named_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["actor", "role"])]

    def __str__(self) -> str:
        return f"{self.role} {self.actor_id}"
