"""What the drafts keep about a person: to be handed out, and to be erased."""

from __future__ import annotations

from typing import Any

from majlis.commons.drafts.models import Draft
from majlis.kernel.models import User


def export(user: User) -> list[dict[str, Any]]:
    """All drafts of the person, with what was typed."""
    return [
        {
            "form": each.form,
            "target": each.target,
            "changed_at": each.changed_at.isoformat(),
            "values": each.values,
        }
        for each in Draft.objects.filter(user=user).order_by("pk")
    ]


def erase(user: User) -> None:
    """Forget them; to be called inside the verb that erases an account."""
    Draft.objects.filter(user=user).delete()
