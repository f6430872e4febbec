"""Clauses: when a text or a mandate expires, is reviewed or is renewed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from majlis.instruments.models import Provision, Version
from majlis.kernel import clock
from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kernel.models import User
from majlis.mandates.models.entity import Entity
from majlis.mandates.models.mandate import Mandate
from majlis.parties.models.body import partial_date_field


class Clause(models.Model):
    """A provision says when the text, or one mandate of it, expires, is reviewed or is renewed.

    ``mandate``: empty where it concerns the whole text. ``start`` and ``end``: where the clause
    stands in the text of the provision in ``language``. ``body``: the entity that reviews or
    renews.
    """

    class Kind(models.TextChoices):
        """Whether it is about expiry, review or renewal."""

        EXPIRY = "expiry", pgettext_lazy("clause", "expiry")
        REVIEW = "review", pgettext_lazy("clause", "review")
        RENEWAL = "renewal", pgettext_lazy("clause", "renewal")

    version = models.ForeignKey(Version, models.PROTECT, related_name="clauses")
    provision = models.ForeignKey(Provision, models.PROTECT, related_name="clauses")
    mandate = models.ForeignKey(Mandate, models.PROTECT, null=True, related_name="clauses")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)
    deadline = partial_date_field()
    occasion = models.TextField(blank=True)
    body = models.ForeignKey(Entity, models.PROTECT, null=True, related_name="+")
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar = ["deadline", "pk"]
        indexes: ClassVar = [models.Index(fields=["kind", "deadline"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.provision_id}"
