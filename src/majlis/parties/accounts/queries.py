"""What pages and verbs of the accounts ask."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from majlis.kernel.downloads import Field, Sheet
from majlis.kernel.languages import list_separator
from majlis.kernel.models import Appointment, Record, User, Wording
from majlis.kernel.roles import ROLES
from majlis.parties.accounts.models import OwnSignIn


def administrators() -> QuerySet[User]:
    """Those who administer the site today."""
    held = Appointment.objects.today().filter(role="administrator", scope__isnull=True)
    return User.objects.filter(is_active=True, pk__in=held.values("user"))


def records_at(addresses: Iterable[str], user: User) -> dict[str, Record]:
    """Those of the records at these addresses that the person may see, with their words."""
    found = Record.objects.visible_to(user).filter(address__in=addresses).with_wordings()
    return {each.address: each for each in found}


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


def search_people(words: str = "", role: str = "") -> QuerySet[User]:
    """People with an account, by name; those whose data were erased are left out."""
    found = User.objects.filter(erased_at__isnull=True)
    if words:
        found = found.filter(Q(name__icontains=words) | Q(email__icontains=words))
    if role:
        held = Appointment.objects.today().filter(role=role)
        found = found.filter(pk__in=held.values("user"))
    return found.order_by("name", "pk")


def appointments_of(user: User) -> QuerySet[Appointment]:
    """All appointments of a person, the latest first, with their scopes' words."""
    return (
        Appointment.objects.filter(user=user)
        .select_related("scope")
        .prefetch_related("scope__wordings")
        .order_by("-since", "-pk")
    )


def search_scopes(user: Any, role: str, words: str, language: str) -> QuerySet[Record]:
    """What a role can be held for and the user may see, by name; ``plain_snippet`` of its name or symbol."""
    kinds = ROLES[role][1] if role in ROLES else ()
    found = Record.objects.visible_to(user).filter(kind__in=[each for each in kinds if each])
    if words:
        called = Wording.objects.filter(record=OuterRef("pk"), field__in=("title", "short_name"))
        named = Exists(called.filter(text__icontains=words))
        found = found.filter(named | Q(address__iendswith=f"/{words}"))
    titles = Wording.objects.filter(record=OuterRef("pk"), field="title").exclude(text="")
    here = titles.filter(language=language).values("sort_key")[:1]
    other = titles.order_by("status", "language").values("sort_key")[:1]
    return (
        found.annotate(_here=Subquery(here), _other=Subquery(other))
        .order_by(F("_here").asc(nulls_last=True), F("_other").asc(nulls_last=True), "pk")
        .with_wordings()
    )


def with_roles(found: QuerySet[User]) -> QuerySet[User]:
    """People with the roles that they hold today, read with one more query."""
    return found.prefetch_related(Prefetch("appointments", Appointment.objects.today()))


def role_names(user: User) -> str:
    """The roles that a person of ``with_roles`` holds today, each once, in words."""
    names = (str(each.get_role_display()) for each in user.appointments.all())
    return list_separator(get_language()).join(dict.fromkeys(names))


def account_state(user: User) -> str:
    """Whether the account of a person is open, in words."""
    return _("open") if user.is_active else _("closed")


def people_sheet(found: Iterable[User]) -> Sheet:
    """The list of people as data, as the page shows it to who keeps the roles."""
    return Sheet(
        "people",
        _("People and roles"),
        [
            Field("name", _("Name")),
            Field("email", _("E-mail address")),
            Field("roles", _("Roles")),
            Field("account", _("Account")),
        ],
        [[str(each), each.email, role_names(each), account_state(each)] for each in found],
    )
