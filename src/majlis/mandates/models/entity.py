"""Entities: bodies, offices, groups and others that texts name."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import pgettext_lazy

from majlis.kernel.models import Recorded
from majlis.parties.models import Body, Organisation


class EntityKind(models.TextChoices):
    """The kind of entity."""

    BODY = "body", pgettext_lazy("entity", "body")
    OFFICE = "office", pgettext_lazy("entity", "office")
    GROUP = "group", pgettext_lazy("entity", "group")
    ORGANISATION = "organisation", pgettext_lazy("entity", "organization")
    OTHER = "other", pgettext_lazy("entity", "other")


class Entity(Recorded):
    """A body, an office, a group or another addressee of texts. Wordings of its record: ``title``, ``contact``.

    ``body`` and ``organisation``: which of those that take part in this site it is;
    ``organisation_kinds``: which kinds of organizations form a group ("Member States").
    ``lexicon``: the English names that the engine gives it. ``contact_checked``: when somebody last
    checked the contact. ``merged_into``: the entity that this one turned out to be; its address
    redirects there.
    """

    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=12, choices=EntityKind.choices, default=EntityKind.OTHER)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    organisation_kinds = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    lexicon = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    contact_url = models.URLField(max_length=300, blank=True)
    contact_checked = models.DateField(null=True, blank=True)
    source = models.TextField(blank=True)
    verified = models.CharField(max_length=80, blank=True)
    position = models.PositiveIntegerField(default=0)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_from"
    )

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["body"], condition=models.Q(body__isnull=False), name="one_entity_per_body"
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(organisation__isnull=False),
                name="one_entity_per_organisation",
            ),
        ]
        indexes: ClassVar = [GinIndex(fields=["lexicon"]), GinIndex(fields=["organisation_kinds"])]
