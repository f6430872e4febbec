"""What pages and verbs of the accounts ask."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from majlis.kernel.models import Appointment, User
from majlis.parties.accounts.models import OwnSignIn


def administrators() -> QuerySet[User]:
    """Those who administer the site today."""
    held = Appointment.objects.today().filter(role="administrator", scope__isnull=True)
    return User.objects.filter(is_active=True, pk__in=held.values("user"))


def domain_of(email: str) -> str:
    """The part of an address after the sign @, in small letters; empty where there is none."""
    return email.strip().lower().rpartition("@")[2] if "@" in email else ""


def own_sign_in_for(email: str) -> OwnSignIn | None:
    """The organization's own sign-in to which an address belongs."""
    domain = domain_of(email)
    if not domain:
        return None
    return (
        OwnSignIn.objects.filter(domains__domain=domain)
        .select_related("organisation", "app")
        .first()
    )


def people(words: str = "", role: str = "") -> QuerySet[User]:
    """People with an account, by name; those whose data were erased are left out."""
    found = User.objects.filter(erased_at__isnull=True)
    if words:
        found = found.filter(Q(name__icontains=words) | Q(email__icontains=words))
    if role:
        held = Appointment.objects.today().filter(role=role)
        found = found.filter(pk__in=held.values("user"))
    return found.order_by("name", "pk")


def roles_of(user: User) -> QuerySet[Appointment]:
    """All appointments of a person, the latest first, with their scopes' words."""
    return (
        Appointment.objects.filter(user=user)
        .select_related("scope")
        .prefetch_related("scope__wordings")
        .order_by("-since", "-pk")
    )


def table(user: Any, words: str = "", role: str = "") -> tuple[list[Any], list[list[Any]]]:
    """The list of people for download: heads, and rows of plain values."""
    from django.utils.translation import gettext_lazy as _

    from majlis.parties.accounts.rules import keeps_roles

    heads = [_("Name"), _("E-mail address"), _("Language"), _("Roles")]
    if not keeps_roles(user):
        return heads, []
    rows = []
    for each in people(words, role).prefetch_related("appointments"):
        held = ", ".join(sorted(one.role for one in each.appointments.all()))
        rows.append([each.name, each.email, each.language, held])
    return heads, rows
