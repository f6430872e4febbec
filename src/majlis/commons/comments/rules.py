"""Who may do which verb of the comments."""

from __future__ import annotations

from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from majlis.commons.comments.models import Comment
from majlis.commons.comments.policy import policy_of
from majlis.kernel.models import Record
from majlis.kernel.roles import signed_in
from majlis.kernel.verbs import mark_confidential, register_verb_names


@rules.predicate
def is_open_to(user: Any, record: Any) -> bool:
    """A rule: people may comment on this kind of record, and the person sees this one."""
    return isinstance(record, Record) and policy_of(record).is_open and record.is_visible_to(user)


@rules.predicate
def is_own(user: Any, comment: Any) -> bool:
    """A rule: the person wrote it, and still sees what it is about."""
    return (
        isinstance(comment, Comment)
        and comment.writer_id == user.pk
        and comment.record.is_visible_to(user)
    )


@rules.predicate
def wrote_it(user: Any, comment: Any) -> bool:
    """A rule: the person wrote it; what is one's own can always be withdrawn."""
    return isinstance(comment, Comment) and comment.writer_id == user.pk


RULES = {
    "comments.write": signed_in & is_open_to,
    "comments.edit": signed_in & is_own,
    "comments.withdraw": signed_in & wrote_it,
}

for name, rule in RULES.items():
    rules.add_perm(name, rule)

# Comments stand on a page of their own, as far as they are shown.
mark_confidential(*RULES)

register_verb_names(
    {
        "comments.write": _("Comment written"),
        "comments.edit": _("Comment changed"),
        "comments.withdraw": _("Comment withdrawn"),
    }
)
