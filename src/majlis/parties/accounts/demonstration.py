"""Fictional people for a demonstration: one for each role, each marked as fictional.

Other rooms own the bodies, organizations and concepts for which they hold their roles, and register
them::

    demonstration.register_scope("chair", lambda: Record.objects.filter(kind="body").first())
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.kernel.actor import Actor
from majlis.kernel.errors import StrOrPromise
from majlis.kernel.models import Appointment, Record, User
from majlis.kernel.roles import ROLES
from majlis.look.languages import name_of
from majlis.parties.accounts.actions import people, roles


@dataclass(frozen=True)
class FictionalPerson:
    """A fictional person: role, name, language, time zone.

    ``key`` tells two people with the same role apart; by default it is the role.
    """

    role: str
    name: str
    language: str
    time_zone: str = "UTC"
    key: str = ""

    @property
    def slug(self) -> str:
        """What the person is called in addresses, forms and the code."""
        return self.key or self.role

    @property
    def email(self) -> str:
        """An address without a mailbox."""
        return f"{self.slug.replace('_', '-')}@example.org"

    @property
    def role_name(self) -> StrOrPromise:
        """The name of the role."""
        name: StrOrPromise = ROLES[self.role][0]
        return name

    @property
    def language_name(self) -> str:
        """The name of the person's language, in the language of the page."""
        return name_of(self.language)


PEOPLE = (
    FictionalPerson("administrator", "Ada Example (fictional)", "en"),
    FictionalPerson("secretariat", "أمل مثال (شخصية خيالية)", "ar", "Asia/Amman"),
    FictionalPerson("chair", "Clément Exemple (personnage fictif)", "fr", "Europe/Paris"),
    FictionalPerson("action_line_focal_point", "黎丽（虚构人物）", "zh", "Asia/Shanghai"),
    FictionalPerson("regional_office", "Елена Примерова (вымышленное лицо)", "ru", "Asia/Almaty"),
    FictionalPerson("task_force", "Teresa Ejemplo (persona ficticia)", "es", "America/Lima"),
    FictionalPerson("expert", "Edwin Example (fictional)", "en", "Africa/Nairobi"),
    FictionalPerson("moderator", "Marie Exemple (personnage fictif)", "fr", "Africa/Dakar"),
    FictionalPerson("translator", "ليلى مثال (شخصية خيالية)", "ar", "Africa/Cairo"),
    FictionalPerson("reviser", "黎明（虚构人物）", "zh", "Asia/Shanghai"),
    FictionalPerson("focal_point", "Fay Example (fictional)", "en", "Pacific/Auckland"),
    FictionalPerson(
        "focal_point", "Libby Example (fictional)", "en", "America/Nassau", "library_office"
    ),
    FictionalPerson(
        "focal_point",
        "Connie Exemple (personnage fictif)",
        "fr",
        "Indian/Mauritius",
        "connectivity_office",
    ),
    FictionalPerson("delegate", "نور مثال (شخصية خيالية)", "ar", "Africa/Tunis"),
    FictionalPerson("member", "Miguel Ejemplo (persona ficticia)", "es", "America/Bogota"),
)

GROUPS: tuple[tuple[StrOrPromise, tuple[str, ...]], ...] = (
    (_("Import, check and decide"), ("secretariat", "chair")),
    (
        _("Report and respond"),
        ("focal_point", "delegate", "member", "action_line_focal_point", "regional_office"),
    ),
    (_("Comment and follow"), ("expert", "task_force")),
    (_("Translate and moderate"), ("translator", "reviser", "moderator")),
    (pgettext_lazy("task of an administrator", "Run the site"), ("administrator",)),
)
"""What the roles do, with the roles: the sections of the sign-in page."""

SCOPES: dict[str, Callable[[], Record | None]] = {}


def register_scope(slug: str, find: Callable[[], Record | None]) -> None:
    """Register the function that finds the scope for which a fictional person holds the role."""
    SCOPES[slug] = find


def load_people() -> int:
    """Create missing people, and appoint them to roles whose scopes exist; return the number created.

    Raises RuntimeError outside a demonstration, because a real site must not get fictional people.
    """
    if not settings.MAJLIS_DEMO:
        raise RuntimeError("fictional people are for demonstrations only")
    actor = Actor.as_system("demonstration")
    count = 0
    for person in PEOPLE:
        user = User.objects.filter(email=person.email).first()
        if user is None:
            user = people.add_person(
                actor,
                person.email,
                name=person.name,
                language=person.language,
                time_zone=person.time_zone,
            )
            count += 1
        _appoint(actor, user, person)
    return count


def _appoint(actor: Actor, user: User, person: FictionalPerson) -> None:
    role = person.role
    scope = SCOPES[person.slug]() if person.slug in SCOPES else None
    if scope is None and "" not in ROLES[role][1]:
        return
    if not Appointment.objects.today().filter(user=user, role=role, scope=scope).exists():
        roles.appoint_person(actor, roles.RoleInScope(role, scope), user)


def is_local_demonstration(request: HttpRequest) -> bool:
    """Whether this is a demonstration, and the request comes from this machine without a proxy."""
    if not settings.MAJLIS_DEMO or getattr(request, "passed_on", True):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def people_by_group() -> list[tuple[StrOrPromise, list[FictionalPerson]]]:
    """The fictional people who have an account, by what their roles do. One query."""
    emails = User.objects.filter(email__in=[each.email for each in PEOPLE], is_active=True)
    existing = set(emails.values_list("email", flat=True))
    groups = [
        (
            name,
            [
                each
                for role in names
                for each in PEOPLE
                if each.role == role and each.email in existing
            ],
        )
        for name, names in GROUPS
    ]
    return [(name, members) for name, members in groups if members]


def find_person(slug: str) -> User | None:
    """The account of a fictional person, or None."""
    for person in PEOPLE:
        if person.slug == slug:
            return User.objects.filter(email=person.email, is_active=True).first()
    return None
