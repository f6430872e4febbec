"""What the comments keep about a person: to be handed out, and to be erased."""

from __future__ import annotations

from typing import Any

from majlis.commons.comments.actions import erase_own
from majlis.commons.comments.models import Comment
from majlis.kernel.models import User


def export(user: User) -> list[dict[str, Any]]:
    """All comments of the person, with what they said before."""
    comments = Comment.objects.filter(writer=user).select_related("record")
    return [
        {
            "record": each.record.address,
            "language": each.language,
            "text": each.text,
            "state": each.state,
            "created_at": each.created_at.isoformat(),
            "earlier": [
                {"language": old.language, "text": old.text, "until": old.until.isoformat()}
                for old in each.earlier.all()
            ],
        }
        for each in comments.prefetch_related("earlier").order_by("pk")
    ]


erase = erase_own
