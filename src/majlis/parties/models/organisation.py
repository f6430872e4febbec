"""The model of organizations that take part in the process."""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import pgettext_lazy

from majlis.kernel import clock
from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kernel.models import Recorded
from majlis.parties import areas, stakeholder_kinds
from majlis.parties.lifecycle import ACTIVE, ORGANISATION


class ParticipationForm(models.TextChoices):
    """The form of participation."""

    ORGANISATION = "organisation", pgettext_lazy("form of participation", "Organization")
    ONE_PERSON = "one_person", pgettext_lazy("form of participation", "One-person organization")
    INDIVIDUAL = "individual", pgettext_lazy("form of participation", "Individual")


def host_of(website: str) -> str:
    """The host of a web address without ``www.``, by which similar organizations are found."""
    try:
        host = urlsplit(website).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")[:200]


class OrganisationProfile(models.Model):
    """The fields that an organization and its registration share."""

    form = models.CharField(
        max_length=20, choices=ParticipationForm.choices, default=ParticipationForm.ORGANISATION
    )
    kind = models.CharField(max_length=40)
    area = models.CharField(max_length=3, blank=True, validators=[RegexValidator(r"^\d{3}$")])
    website = models.URLField(max_length=300, blank=True)
    website_host = models.CharField(max_length=200, blank=True, db_index=True, editable=False)
    languages = ArrayField(models.CharField(max_length=2, choices=LANGUAGE_CHOICES), default=list)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the host of the current website."""
        self.website_host = host_of(self.website)
        super().save(*args, **kwargs)

    @property
    def kind_name(self) -> str:
        """The stakeholder kind in the reader's language."""
        return stakeholder_kinds.kind_name(self.kind)

    @property
    def area_name(self) -> str:
        """The country or area in the reader's language."""
        return areas.area_name(self.area)


class Organisation(Recorded, OrganisationProfile):
    """An admitted organization. Its record is public; fields of its wordings: ``title``, ``short_name``."""

    number = models.PositiveIntegerField(unique=True)
    state = models.CharField(max_length=20, choices=ORGANISATION.choices, default=ACTIVE)
    admitted_on = models.DateField(default=clock.today)
    woken_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state"]), models.Index(fields=["kind"])]
