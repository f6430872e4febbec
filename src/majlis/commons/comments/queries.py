"""Queries of comments."""

from __future__ import annotations

from django.db.models import Count, QuerySet

from majlis.commons.comments.models import Comment
from majlis.kernel.models import Reader, Record


def readable_comments(comments: QuerySet[Comment], user: Reader) -> QuerySet[Comment]:
    """The comments that the user may read, with related objects and the number of earlier versions."""
    readable: QuerySet[Comment] = (
        comments.visible_to(user)  # type: ignore[attr-defined]
        .readable_by(user)
        .select_related("writer", "record", "parent")
        .annotate(changes=Count("earlier"))
    )
    return readable


def top_level_comments(record: Record, user: Reader) -> QuerySet[Comment]:
    """The comments on a record without the replies, oldest first."""
    top_level = Comment.objects.filter(record=record, parent__isnull=True)
    return readable_comments(top_level, user).order_by("created_at", "pk")


def find_comment(key: int, user: Reader) -> Comment | None:
    """A comment that the user may read, or None."""
    found = readable_comments(Comment.objects.filter(pk=key), user)
    return found.prefetch_related("record__wordings").first()


def count_shown(record: Record) -> int:
    """The number of published comments on a record."""
    return Comment.objects.filter(record=record, state="shown").count()


def latest_comments(record: Record, user: Reader) -> QuerySet[Comment]:
    """The published comments on a record, newest first, for a feed."""
    shown = Comment.objects.filter(record=record, state="shown").visible_to(user)
    return shown.select_related("writer").order_by("-created_at", "-pk")
