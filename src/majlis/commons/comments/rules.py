"""Permissions of comments."""

from __future__ import annotations

import rules
from django.utils.translation import pgettext_lazy

from majlis.commons.comments.models import Comment
from majlis.commons.comments.policy import policy_of
from majlis.kernel.audit_labels import HIDDEN, register_audit_labels
from majlis.kernel.models import Reader, Record
from majlis.kernel.roles import signed_in
from majlis.kernel.verbs import mark_confidential, register_verb_names


@rules.predicate
def is_open_for_comments(user: Reader, record: Record | None) -> bool:
    """Whether the kind of record is open to comments, and the person may see the record."""
    return isinstance(record, Record) and policy_of(record).is_open and record.is_visible_to(user)


@rules.predicate
def is_own_comment(user: Reader, comment: Comment | None) -> bool:
    """Whether the person wrote the comment, and may still see its record."""
    return (
        isinstance(comment, Comment)
        and comment.writer_id == user.pk
        and comment.record.is_visible_to(user)
    )


@rules.predicate
def is_writer(user: Reader, comment: Comment | None) -> bool:
    """Whether the person wrote the comment; a writer can withdraw it even without access to the record."""
    return isinstance(comment, Comment) and comment.writer_id == user.pk


RULES = {
    "comments.post_comment": signed_in & is_open_for_comments,
    "comments.edit_comment": signed_in & is_own_comment,
    "comments.withdraw_comment": signed_in & is_writer,
}

for name, rule in RULES.items():
    rules.add_perm(name, rule)

# The history of a comment is private; published comments have a page of their own.
mark_confidential(*RULES)

register_verb_names(
    {
        "comments.post_comment": pgettext_lazy("history entry", "Comment added"),
        "comments.edit_comment": pgettext_lazy("history entry", "Comment edited"),
        "comments.withdraw_comment": pgettext_lazy("history entry", "Comment withdrawn"),
    }
)

register_audit_labels("comments", {"parent": HIDDEN})
