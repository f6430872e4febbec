"""Fictional people for a demonstration: one for each role, each saying that it is fictional.

The bodies, organizations and concepts for which they hold their roles belong to other rooms, which
register them::

    demonstration.scope("chair", lambda: Record.objects.filter(kind="body").first())
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from majlis.kernel.actor import Actor
from majlis.kernel.models import Appointment, Record, User
from majlis.kernel.roles import ROLES
from majlis.parties.accounts.actions import people, roles


@dataclass(frozen=True)
class FictionalPerson:
    """A fictional person: role, name, language, time zone."""

    role: str
    name: str
    language: str
    time_zone: str = "UTC"

    @property
    def email(self) -> str:
        """An address that leads nowhere."""
        return f"{self.role.replace('_', '-')}@example.org"

    @property
    def role_name(self) -> Any:
        """The name of the role."""
        return ROLES[self.role][0]


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
    FictionalPerson("delegate", "نور مثال (شخصية خيالية)", "ar", "Africa/Tunis"),
    FictionalPerson("member", "Miguel Ejemplo (persona ficticia)", "es", "America/Bogota"),
)

SCOPES: dict[str, Callable[[], Record | None]] = {}


def register_scope(role: str, find: Callable[[], Record | None]) -> None:
    """Say for which record the fictional holder of a role holds it."""
    SCOPES[role] = find


def load_people() -> int:
    """Make who is missing, and give roles that can be given by now; return how many were made.

    Raises RuntimeError outside a demonstration: fictional people never get into a real site.
    """
    if not settings.MAJLIS_DEMO:
        raise RuntimeError("fictional people are for demonstrations only")
    actor = Actor.as_system("demonstration")
    made = 0
    for figure in PEOPLE:
        user = User.objects.filter(email=figure.email).first()
        if user is None:
            user = people.add_person(
                actor,
                figure.email,
                name=figure.name,
                language=figure.language,
                time_zone=figure.time_zone,
            )
            made += 1
        _appoint(actor, user, figure.role)
    return made


def _appoint(actor: Actor, user: User, role: str) -> None:
    wanted = SCOPES[role]() if role in SCOPES else None
    if wanted is None and "" not in ROLES[role][1]:
        return
    if not Appointment.objects.today().filter(user=user, role=role, scope=wanted).exists():
        roles.appoint_person(actor, roles.RoleInScope(role, wanted), user)


def people_with_presence() -> list[tuple[FictionalPerson, bool]]:
    """The figures, each with whether it is there."""
    there = set(
        User.objects.filter(email__in=[each.email for each in PEOPLE], is_active=True).values_list(
            "email", flat=True
        )
    )
    return [(each, each.email in there) for each in PEOPLE]


def find_person(role: str) -> User | None:
    """The fictional person of a role, if it is there."""
    for figure in PEOPLE:
        if figure.role == role:
            return User.objects.filter(email=figure.email, is_active=True).first()
    return None
