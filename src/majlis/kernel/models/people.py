"""Who can act: users, and the roles they hold with dates."""

from __future__ import annotations

from typing import Any, ClassVar, override

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from majlis.kernel import clock
from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kernel.roles import ROLES


class UserManager(BaseUserManager["User"]):
    """Users by their e-mail address, whatever its case."""

    @override
    def get_by_natural_key(self, username: str | None) -> User:
        """The user who signs in with this address."""
        return self.get(email__iexact=(username or "").strip())

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A new user; without a password nobody can sign in with one."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """One person who can sign in. What else is known of a person is kept by the room ``parties``."""

    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGE_CHOICES, default="en")
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    erased_at = models.DateTimeField(null=True, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    def __str__(self) -> str:
        return self.name or str(_("a person without a name"))

    def appointments_today(self) -> list[Appointment]:
        """The appointments in force today, read once for each object (one query a request)."""
        if "_appointments" not in self.__dict__:
            self.__dict__["_appointments"] = list(Appointment.objects.today().filter(user=self))
        kept: list[Appointment] = self.__dict__["_appointments"]
        return kept

    def holds(self, role: str, scope: Any = None) -> bool:
        """Whether the person holds the role today, for the scope given (None: on the whole)."""
        wanted = scope.pk if scope is not None else None
        return self.is_active and any(
            each.role == role and each.scope_id == wanted for each in self.appointments_today()
        )

    def clear_appointment_cache(self) -> None:
        """Read the appointments anew at the next question: call it after they changed."""
        self.__dict__.pop("_appointments", None)


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """Appointments by date."""

    def today(self) -> AppointmentQuerySet:
        """Those in force today: the first and the last day count."""
        day = clock.today()
        return self.filter(since__lte=day).filter(Q(until__isnull=True) | Q(until__gte=day))


def today() -> Any:
    """Today's date, that of the site."""
    return clock.today()


class Appointment(models.Model):
    """A person holds a role, for a record or on the whole, from a day to a day (both included)."""

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
