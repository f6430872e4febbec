"""Access to records: a record is public, or visible to the people of one circle.

A circle stands for the members of a body, a group, or the few people to whom a private record belongs.
It admits single persons and holders of a role, for one scope or for any. All rooms therefore share one
rule: ``Record.objects.visible_to(user)``.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from majlis.kernel.models.people import Appointment, Reader, User
from majlis.kernel.roles import ROLES


class Access(models.TextChoices):
    """How widely a record is visible; without ``PUBLIC`` only its circle sees it."""

    PUBLIC = "public", pgettext_lazy("access to a record", "public")
    MEMBERS = "members", pgettext_lazy("access to a record", "members")
    GROUP = "group", pgettext_lazy("access to a record", "group")
    PRIVATE = "private", pgettext_lazy("access to a record", "private")


class CircleQuerySet(models.QuerySet["Circle"]):
    """Queries of circles."""

    def of(self, user: Reader) -> CircleQuerySet:
        """The circles that admit the user today."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        held = Appointment.objects.today().filter(user=user, role=models.OuterRef("role"))
        admitted = Admission.objects.filter(
            Q(user=user)
            | models.Exists(held.filter(scope=models.OuterRef("scope")))
            | Q(scope__isnull=True, anywhere=True) & models.Exists(held)
            | Q(scope__isnull=True) & models.Exists(held.filter(scope__isnull=True))
        )
        return self.filter(pk__in=admitted.values("circle"))


class Circle(models.Model):
    """The people who may see records that are not public. ``code`` names the purpose."""

    code = models.CharField(max_length=120, unique=True)

    objects = CircleQuerySet.as_manager()

    def __str__(self) -> str:
        return self.code


class Admission(models.Model):
    """A circle admits one user, or all holders of a role for a scope (without one: for the whole site).

    ``anywhere``: the role admits with any scope (for example all focal points, of all organizations).
    """

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="admissions")
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True)
    role = models.CharField(
        max_length=40, blank=True, choices=[(code, name) for code, (name, _k) in ROLES.items()]
    )
    scope = models.ForeignKey(
        "kernel.Record", models.CASCADE, null=True, blank=True, related_name="+"
    )
    anywhere = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, role="", scope__isnull=True)
                | Q(user__isnull=True) & ~Q(role=""),
                name="admission_of_a_person_or_a_role",
            )
        ]

    def __str__(self) -> str:
        return f"{self.circle}: {self.role or self.user_id}"
