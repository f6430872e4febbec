"""Comments as threads of a page and as a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from majlis.commons.comments.actions import is_editable
from majlis.commons.comments.markdown import render_markdown
from majlis.commons.comments.models import Comment
from majlis.commons.comments.queries import readable_comments
from majlis.kernel.downloads import MAX_ROWS, Field, Sheet
from majlis.kernel.models import Reader


@dataclass
class Thread:
    """A comment as a reader sees it, with its replies."""

    comment: Comment
    markup: SafeString | str
    is_own: bool = False
    can_edit: bool = False
    answers: list[Thread] = field(default_factory=list)

    @property
    def is_text_visible(self) -> bool:
        """Whether this reader sees the text."""
        return bool(self.markup)


def _thread(comment: Comment, user: Reader) -> Thread:
    own = getattr(user, "is_authenticated", False) and comment.writer_id == user.pk
    is_text_visible = comment.state == "shown" or own and comment.state != "withdrawn"
    return Thread(
        comment,
        render_markdown(comment.text) if is_text_visible else "",
        bool(own),
        bool(own) and is_editable(comment),
    )


def comment_threads(comments: Iterable[Comment], user: Reader) -> list[Thread]:
    """The comments with their replies; one additional query, whatever their number."""
    threads = {each.pk: _thread(each, user) for each in comments}
    answers = readable_comments(Comment.objects.filter(parent__in=list(threads)), user)
    for each in answers.order_by("created_at", "pk"):
        threads[each.parent_id or 0].answers.append(_thread(each, user))
    return list(threads.values())


def comments_sheet(threads: Iterable[Thread]) -> Sheet:
    """Comments as a file; hidden texts are empty, withdrawn comments have no writer."""
    all_threads = (each for root in threads for each in (root, *root.answers))
    rows = [
        [
            each.comment.pk,
            each.comment.parent_id,
            "" if each.comment.state == "withdrawn" else each.comment.writer,
            each.comment.created_at.isoformat(),
            each.comment.language if each.is_text_visible else "",
            each.comment.text if each.is_text_visible else "",
            each.comment.get_state_display(),
        ]
        for each in islice(all_threads, MAX_ROWS)
    ]
    fields = [
        Field("comment", _("Number")),
        Field("answers", _("Answer to"), _("the number of the comment that this one answers")),
        Field("writer", _("Written by")),
        Field("at", _("When")),
        Field("language", _("Language of the comment")),
        Field("text", _("Comment"), _("in Markdown, as it was written")),
        Field("state", _("State")),
    ]
    return Sheet("comments", _("Comments"), fields, rows)
