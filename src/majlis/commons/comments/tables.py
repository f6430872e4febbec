"""Comments as threads of a page, and as rows of a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.commons.comments.actions import is_editable
from majlis.commons.comments.markdown import render_markdown
from majlis.commons.comments.models import Comment
from majlis.commons.comments.queries import readable_comments
from majlis.kernel.models import Reader
from majlis.kit.columns import Column


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


def file_text(thread: Thread, value: str) -> str:
    """A value of the comment; empty where its text is hidden."""
    return value if thread.is_text_visible else ""


COLUMNS = (
    Column[Thread](
        "comment",
        pgettext_lazy("number of a record", "Number"),
        value=lambda thread: thread.comment.pk,
    ),
    Column[Thread](
        "answers",
        _("In reply to"),
        value=lambda thread: thread.comment.parent_id,
        meaning=_("number of the comment replied to"),
    ),
    Column[Thread](
        "writer",
        pgettext_lazy("contribution", "Author"),
        value=lambda thread: (
            "" if thread.comment.state == "withdrawn" else str(thread.comment.writer)
        ),
    ),
    Column[Thread](
        "at",
        pgettext_lazy("time of an entry", "Time"),
        value=lambda thread: thread.comment.created_at.isoformat(),
    ),
    Column[Thread](
        "language",
        _("Language of the comment"),
        value=lambda thread: file_text(thread, thread.comment.language),
    ),
    Column[Thread](
        "text",
        pgettext_lazy("comment", "Comment"),
        value=lambda thread: file_text(thread, thread.comment.text),
        meaning=_("in Markdown, as entered"),
    ),
    Column[Thread](
        "state",
        pgettext_lazy("status of a record", "Status"),
        value=lambda thread: thread.comment.get_state_display(),
    ),
)
"""The columns of the file; hidden texts are empty, withdrawn comments have no writer."""
