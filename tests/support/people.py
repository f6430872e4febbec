"""People for tests: made by factories, fictional, each with the roles a test asks for."""

from __future__ import annotations

import itertools
from typing import Any

from majlis.kernel.models import Appointment, Record, User

_serial = itertools.count(1)


def person(*roles: str | tuple[str, Record], language: str = "en", **fields: Any) -> User:
    """A fictional person who holds the roles today: ``"secretariat"`` or ``("chair", record)``."""
    number = next(_serial)
    fields.setdefault("name", f"Fictional Person {number}")
    user = User.objects.create_user(f"person{number}@example.org", language=language, **fields)
    for each in roles:
        role, scope = (each, None) if isinstance(each, str) else each
        Appointment.objects.create(user=user, role=role, scope=scope)
    return user
