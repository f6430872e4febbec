"""Queries of comments."""

from __future__ import annotations

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from majlis.commons.comments.models import Comment
from majlis.kernel.models import Reader, Record
from majlis.kit.trails import link_to
from majlis.look import parts


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


def trail_to_comments(record: Record) -> list[parts.Link]:
    """The breadcrumbs to the comments on a record."""
    comments = parts.Link(_("Comments"), reverse("comments:list", args=[record.address]))
    return [link_to(record), comments]


def trail_to_comment(comment: Comment) -> list[parts.Link]:
    """The breadcrumbs to a comment."""
    here = parts.Link(_("A comment"), comment.get_absolute_url())
    return [*trail_to_comments(comment.record), here]
