"""Users, and their appointments to roles, with dates."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar, override

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.kernel import clock
from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kernel.names import name_field
from majlis.kernel.roles import ROLES


class UserManager(BaseUserManager["User"]):
    """Manager of users, who are identified by their e-mail address regardless of case."""

    @override
    def get_by_natural_key(self, username: str | None) -> User:
        """The user who signs in with this address."""
        return self.get(email__iexact=(username or "").strip())

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create a user; without ``password`` signing in by password is not possible."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who can sign in. All other data on people belong to ``majlis.parties``."""

    email = models.EmailField(
        pgettext_lazy("account", "email address"), max_length=254, unique=True
    )
    name = name_field(pgettext_lazy("person", "name"), max_length=200, blank=True)
    language = models.CharField(
        pgettext_lazy("language", "language"), max_length=2, choices=LANGUAGE_CHOICES, default="en"
    )
    time_zone = models.CharField(
        pgettext_lazy("account", "time zone"), max_length=64, default="UTC"
    )
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    erased_at = models.DateTimeField(null=True, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    def __str__(self) -> str:
        return self.name or str(_("a person with no recorded name"))

    def appointments_today(self) -> list[Appointment]:
        """The appointments in force today, cached on the instance (one query per request)."""
        if "_appointments" not in self.__dict__:
            self.__dict__["_appointments"] = list(Appointment.objects.today().filter(user=self))
        appointments: list[Appointment] = self.__dict__["_appointments"]
        return appointments

    def holds(self, role: str, scope: models.Model | None = None) -> bool:
        """Whether the user holds the role today for the scope (None: for the whole site)."""
        scope_id = scope.pk if scope is not None else None
        return self.is_active and any(
            each.role == role and each.scope_id == scope_id for each in self.appointments_today()
        )

    def clear_appointment_cache(self) -> None:
        """Clear the cache of ``appointments_today``; call it after appointments changed."""
        self.__dict__.pop("_appointments", None)


type Reader = User | AnonymousUser
"""Who reads a page: a user, or a visitor who has not signed in. What a reader may see, `visible_to` knows."""


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """Queries of appointments."""

    def today(self) -> AppointmentQuerySet:
        """The appointments in force today; both the first and the last day count."""
        day = clock.today()
        return self.filter(since__lte=day).filter(Q(until__isnull=True) | Q(until__gte=day))


def today() -> datetime.date:
    """Today's date in the time zone of the site; migrations refer to this function."""
    return clock.today()


class Appointment(models.Model):
    """A user holds a role for a record, or for the whole site, between two days (both included)."""

    user = models.ForeignKey(User, models.PROTECT, related_name="appointments")
    role = models.CharField(
        max_length=40, choices=[(code, name) for code, (name, _k) in ROLES.items()]
    )
    scope = models.ForeignKey(
        "kernel.Record", models.PROTECT, null=True, blank=True, related_name="appointments"
    )
    since = models.DateField(default=today)
    until = models.DateField(null=True, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
                name="appointment_ends_after_it_begins",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["user", "role"]),
            models.Index(fields=["scope", "role"]),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.role}"
