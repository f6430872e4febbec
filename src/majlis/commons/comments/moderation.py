"""The functions that the registry of moderation calls for comments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from majlis.commons.comments.lifecycle import COMMENT
from majlis.commons.comments.markdown import render_markdown
from majlis.commons.comments.models import Comment
from majlis.commons.moderation.registry import Contribution
from majlis.kernel.lifecycle import StateChange


def load_comments(keys: Iterable[int]) -> Mapping[int, Comment]:
    """Comments by key."""
    return Comment.objects.select_related("record").in_bulk(list(keys))


def as_contribution(comment: Comment) -> Contribution:
    """A comment as a moderator sees it."""
    return Contribution(
        comment.text,
        comment.language,
        comment.get_absolute_url(),
        render_markdown(comment.text),
        public=comment.state == "shown",
        verbs=tuple(COMMENT.verbs_from(comment.state)),
    )


def apply_decision(comment: Comment, verb: str) -> StateChange:
    """Move a comment by the verb of a moderator's decision."""
    return COMMENT.move(comment, verb)
