"""The notification of a comment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from majlis.commons.comments.models import Comment
from majlis.kernel.models import AuditEntry, User


def answered_writer(entry: AuditEntry) -> Iterable[User]:
    """The writer of the comment to which a published reply belongs."""
    comment = (
        Comment.objects.filter(pk=event_values(entry)["comment"])
        .select_related("parent__writer")
        .first()
    )
    if comment is None or comment.parent is None or comment.state != "shown":
        return ()
    return [comment.parent.writer]


def event_values(entry: AuditEntry) -> Mapping[str, int]:
    """The key of the comment."""
    return {"comment": int(entry.target.rpartition(":")[2])}
