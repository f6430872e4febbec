"""Models of bodies: their data, members, other names, offices and holders."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import pgettext_lazy

from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kernel.models import Record, Recorded, User
from majlis.kernel.names import name_field
from majlis.parties.models.organisation import Organisation

# A year, a year and a month, or a full date.
PARTIAL_DATE = RegexValidator(r"^\d{4}(-\d{2}(-\d{2})?)?$")


def is_partial_date(value: str) -> bool:
    """Whether a text is a valid ISO date, a year, or a year and a month."""
    if not value.isascii():
        return False
    try:
        PARTIAL_DATE(value)
        year, month, day = (*map(int, value.split("-")), 1, 1)[:3]
        datetime.date(year, month, day)
    except (ValidationError, ValueError):
        return False
    return True


def is_after(one: str, other: str) -> bool:
    """Whether a partial date is certainly after another: 2026-05 is not after 2026, nor 2026 after 2026-05."""
    known = min(len(one), len(other))
    return bool(known) and one[:known] > other[:known]


def partial_date_field() -> models.CharField[str, str]:
    """A field for a partial date as ISO text; empty if it is unknown."""
    return models.CharField(max_length=10, blank=True, validators=[PARTIAL_DATE])


class MembershipRule(models.TextChoices):
    """The rule by which organizations or people may be members of a body."""

    ALL = "all", pgettext_lazy("membership", "all participating organizations")
    KINDS = "kinds", pgettext_lazy("membership", "organizations of certain kinds")
    NAMED = "named", pgettext_lazy("membership", "named organizations")
    INVITED = "invited", pgettext_lazy("membership", "members invited by the secretariat")


class Body(Recorded):
    """A body of the process. Fields of its wordings: ``title``, ``mandate``, ``note``."""

    slug = models.SlugField(max_length=80, unique=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    sort = models.CharField(max_length=40, blank=True)
    abbreviation = models.CharField(max_length=40, blank=True)
    established = partial_date_field()
    mandate_record = models.ForeignKey(
        Record, models.PROTECT, null=True, blank=True, related_name="+"
    )
    mandate_reference = models.CharField(max_length=200, blank=True)
    rule = models.CharField(
        max_length=20, choices=MembershipRule.choices, default=MembershipRule.INVITED
    )
    kinds = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    named = models.ManyToManyField(Organisation, related_name="+", blank=True)
    position = models.PositiveIntegerField(default=0)
    source = models.TextField(blank=True)
    verified = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering: ClassVar = ["position", "pk"]


class Membership(models.Model):
    """The membership of an organization in a body, between two days (both included)."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["body", "organisation"],
                condition=models.Q(until__isnull=True),
                name="member_once",
            )
        ]

    def __str__(self) -> str:
        return f"membership {self.pk}"


class NamedMember(models.Model):
    """The membership of a person without an account in a body, between two days. Not public.

    ``email`` is optional: with it, the person sees the row among their personal data once they have an
    account with that address. A person with an account is a member by Appointment instead.
    """

    body = models.ForeignKey(Body, models.PROTECT, related_name="named_members")
    name = name_field(max_length=200, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    source = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["body", "name"],
                condition=models.Q(until__isnull=True),
                name="named_member_once",
            )
        ]
        ordering: ClassVar = ["since", "pk"]

    def __str__(self) -> str:
        return self.name


class BodyAlias(models.Model):
    """Another name that a body has or had, with dates and source."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="aliases")
    label = models.CharField(max_length=200)
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES, blank=True)
    since = partial_date_field()
    until = partial_date_field()
    source = models.TextField(blank=True)
    verified = models.CharField(max_length=80, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["body", "label", "language", "since"], name="alias_once"
            )
        ]
        ordering: ClassVar = ["-until", "since", "pk"]

    def __str__(self) -> str:
        return self.label


class Office(Recorded):
    """An office of a body: chair, vice-chair, secretary… Public. Field of its wordings: ``title``.

    ``until`` is the last day of the office itself, after which it has no holder.
    """

    body = models.ForeignKey(Body, models.PROTECT, related_name="offices")
    slug = models.SlugField(max_length=80, unique=True)
    is_chair = models.BooleanField(default=False)
    until = partial_date_field()
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "pk"]


class Holding(models.Model):
    """The term of a person in an office, between two partial dates. The name is public, as is the office."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="holdings")
    name = name_field(max_length=200)
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    since = partial_date_field()
    until = partial_date_field()
    source = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "name", "since"], name="held_once"),
        ]
        ordering: ClassVar = ["-since", "-pk"]

    def __str__(self) -> str:
        return self.name

    def facts(self) -> dict[str, str | int | None]:
        """The recorded values: name, dates, source, and the primary key of the account."""
        values = {name: getattr(self, name) for name in ("name", "since", "until", "source")}
        return values | {"user": self.user_id}
