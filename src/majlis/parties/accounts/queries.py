"""Queries of accounts."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils.translation import get_language, pgettext

from majlis.kernel import clock
from majlis.kernel.languages import list_separator
from majlis.kernel.models import Appointment, Reader, Record, User, Wording
from majlis.kernel.roles import ROLES
from majlis.parties.accounts.models import OwnSignIn


def administrators() -> QuerySet[User]:
    """The active administrators of the site today."""
    appointments = Appointment.objects.today().filter(role="administrator", scope__isnull=True)
    return User.objects.filter(is_active=True, pk__in=appointments.values("user"))


def appointed_administrators() -> QuerySet[User]:
    """The people who are administrators of the site, or will be; also those with a closed account."""
    ended = Q(until__lt=clock.today())
    appointments = Appointment.objects.filter(role="administrator", scope__isnull=True)
    return User.objects.filter(pk__in=appointments.exclude(ended).values("user"))


def records_at(addresses: Iterable[str], user: User) -> dict[str, Record]:
    """Address -> record, for the records that the user may see, with prefetched wordings."""
    records = Record.objects.visible_to(user).filter(address__in=addresses).with_wordings()
    return {record.address: record for record in records}


def domain_of(email: str) -> str:
    """The domain of an e-mail address in lower case; empty without one."""
    return email.strip().lower().rpartition("@")[2] if "@" in email else ""


def own_sign_in_for(email: str) -> OwnSignIn | None:
    """The own sign-in of the organization to which the domain of an e-mail address belongs, or None."""
    domain = domain_of(email)
    if not domain:
        return None
    return (
        OwnSignIn.objects.filter(domains__domain=domain)
        .select_related("organisation", "app")
        .first()
    )


def search_people(words: str = "", role: str = "") -> QuerySet[User]:
    """People with an account, sorted by name, without those whose data were erased."""
    people = User.objects.filter(erased_at__isnull=True)
    if words:
        people = people.filter(Q(name__icontains=words) | Q(email__icontains=words))
    if role:
        appointments = Appointment.objects.today().filter(role=role)
        people = people.filter(pk__in=appointments.values("user"))
    return people.order_by("name", "pk")


def appointments_of(user: User) -> QuerySet[Appointment]:
    """All appointments of a person, the latest first, with the wordings of their scopes."""
    return (
        Appointment.objects.filter(user=user)
        .select_related("scope")
        .prefetch_related("scope__wordings")
        .order_by("-since", "-pk")
    )


def search_scopes(user: Reader, role: str, words: str, language: str) -> QuerySet[Record]:
    """The possible scopes of a role that the user may see, sorted by name.

    ``words`` filters by a part of the name, or by the symbol at the end of the address.
    """
    kinds = ROLES[role][1] if role in ROLES else ()
    records = Record.objects.visible_to(user).filter(kind__in=[each for each in kinds if each])
    if words:
        names = Wording.objects.filter(record=OuterRef("pk"), field__in=("title", "short_name"))
        name_matches = Exists(names.filter(text__icontains=words))
        records = records.filter(name_matches | Q(address__iendswith=f"/{words}"))
    titles = Wording.objects.filter(record=OuterRef("pk"), field="title").exclude(text="")
    in_language = titles.filter(language=language).values("sort_key")[:1]
    other = titles.order_by("status", "language").values("sort_key")[:1]
    return (
        records.annotate(_here=Subquery(in_language), _other=Subquery(other))
        .order_by(F("_here").asc(nulls_last=True), F("_other").asc(nulls_last=True), "pk")
        .with_wordings()
    )


def with_roles(people: QuerySet[User]) -> QuerySet[User]:
    """Prefetch the present roles of people, with one query more."""
    return people.prefetch_related(Prefetch("appointments", Appointment.objects.today()))


def role_names(user: User) -> str:
    """The names of the present roles of a person from ``with_roles``, each once."""
    names = (str(each.get_role_display()) for each in user.appointments.all())
    return list_separator(get_language()).join(dict.fromkeys(names))


def account_state(user: User) -> str:
    """The state of an account as text: open or closed."""
    return pgettext("account", "open") if user.is_active else pgettext("account", "closed")
