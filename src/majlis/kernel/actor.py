"""The actor of a verb: a user, an anonymous visitor, or the system itself."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import get_language

if TYPE_CHECKING:
    from django.http import HttpRequest

    from majlis.kernel.models import User


@dataclass(frozen=True)
class Actor:
    """The actor of a verb, with the request and the language.

    ``user`` is None for an anonymous visitor; ``system`` names the part of Majlis that acts by itself
    (an import, a periodic task), to which permission rules do not apply.
    """

    user: User | None = None
    system: str = ""
    request_id: str = field(default_factory=lambda: uuid.uuid4().hex)
    language: str = "en"

    @property
    def person(self) -> User | AnonymousUser:
        """The user, or Django's anonymous user: the argument of a permission rule."""
        return self.user or AnonymousUser()

    @classmethod
    def of(cls, request: HttpRequest) -> Actor:
        """The actor of a request; the middleware has set the id of the request."""
        user: Any = getattr(request, "user", None)
        return cls(
            user=user if user is not None and user.is_authenticated else None,
            request_id=getattr(request, "request_id", "") or uuid.uuid4().hex,
            language=get_language() or "en",
        )

    @classmethod
    def as_system(cls, name: str) -> Actor:
        """The system as actor, under a name that the audit shows."""
        return cls(system=name)
