"""Breadcrumbs to the comments on a record, and to one of them."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from majlis.commons.comments.models import Comment
from majlis.kernel.models import Record
from majlis.kit.trails import link_to
from majlis.look import parts


def trail_to_comments(record: Record) -> list[parts.Link]:
    """The breadcrumbs to the comments on a record."""
    comments = parts.Link(
        pgettext_lazy("comments on a record", "Comments"),
        reverse("comments:list", args=[record.address]),
    )
    return [link_to(record), comments]


def trail_to_comment(comment: Comment) -> list[parts.Link]:
    """The breadcrumbs to a comment."""
    here = parts.Link(pgettext_lazy("comment", "Comment"), comment.get_absolute_url())
    return [*trail_to_comments(comment.record), here]
