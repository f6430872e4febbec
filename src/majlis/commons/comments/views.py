"""Pages of comments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from html import unescape
from itertools import islice
from typing import Any, override

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext, pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from majlis.commons.comments import actions, breadcrumbs, queries, tables
from majlis.commons.comments.forms import CommentForm
from majlis.commons.comments.markdown import render_markdown
from majlis.commons.comments.models import Comment
from majlis.commons.comments.policy import policy_of
from majlis.commons.comments.tables import Thread
from majlis.commons.notices import atom
from majlis.kernel.downloads import MAX_ROWS
from majlis.kernel.models import Reader, Record
from majlis.kernel.rate_limits import RateLimit, client_key, count_request
from majlis.kernel.verbs import may
from majlis.kit import phrases
from majlis.kit.action_page import ActionPage
from majlis.kit.detail_page import DetailPage
from majlis.kit.list_page import ListPage
from majlis.kit.page import StrOrPromise
from majlis.kit.trails import link_to
from majlis.look import parts
from majlis.look.templatetags.look import number

POST_LIMIT = RateLimit("comments.post_comment", 30, 3600)


def record_or_404(reader: Reader, address: str) -> Record:
    """The record at an address, if the reader may see it. Raises Http404."""
    visible = Record.objects.visible_to(reader).with_wordings()
    return get_object_or_404(visible, address=address)


def comment_or_404(reader: Reader, key: int) -> Comment:
    """A comment that the reader may read. Raises Http404."""
    comment = queries.find_comment(key, reader) if key < 2**63 else None
    if comment is None:
        raise Http404
    return comment


class CommentList(ListPage[Comment, Thread]):
    """The comments on a record with their replies."""

    template_name = "comments/list.html"
    title = pgettext_lazy("comments on a record", "Comments")
    paginate_by = 30
    columns = tables.COLUMNS
    file_name = "comments"
    empty = _("No comments yet.")

    @cached_property
    def record(self) -> Record:
        """The record."""
        return record_or_404(self.reader, self.kwargs["address"])

    @override
    def get_queryset(self) -> QuerySet[Comment]:
        return queries.top_level_comments(self.record, self.reader)

    @override
    def get_rows(self, items: Sequence[Comment]) -> Sequence[Thread]:
        return tables.comment_threads(items, self.reader)

    @override
    def file_items(self, queryset: QuerySet[Comment]) -> Iterator[Thread]:
        threads = super().file_items(queryset)
        return islice((each for root in threads for each in (root, *root.answers)), MAX_ROWS)

    @override
    def get_count(self, total: int) -> str:
        count = queries.count_shown(self.record)
        return npgettext("number of comments", "%(n)s comment", "%(n)s comments", count) % {
            "n": number(count)
        }

    @override
    def get_trail(self) -> list[parts.Link]:
        return [link_to(self.record), parts.Link(self.title)]

    @override
    def list_context(self, queryset: QuerySet[Comment]) -> dict[str, Any]:
        context = super().list_context(queryset)
        return context | {
            "record": self.record,
            "threads": context["rows"],
            "policy": policy_of(self.record),
        }


class CommentDetail(DetailPage[Comment]):
    """A comment at its permanent URL, in its thread."""

    template_name = "comments/detail.html"

    @override
    def get_object(self) -> Comment:
        return comment_or_404(self.reader, self.kwargs["key"])

    @override
    def get_title(self) -> StrOrPromise:
        return pgettext_lazy("comment", "Comment")

    @override
    def get_context_data(self) -> dict[str, Any]:
        root = thread_root(self.reader, self.object)
        return {
            **super().get_context_data(),
            "threads": tables.comment_threads([root], self.reader),
            "policy": policy_of(self.object.record),
        }


def thread_root(reader: Reader, comment: Comment) -> Comment:
    """The comment at the top of the thread of a comment. Raises Http404."""
    return comment if comment.parent_id is None else comment_or_404(reader, comment.parent_id)


class CommentVersions(DetailPage[Comment]):
    """The earlier versions of a published comment; its writer sees them in every state."""

    template_name = "comments/versions.html"
    title = _("Earlier versions of the comment")

    @override
    def get_object(self) -> Comment:
        comment = comment_or_404(self.reader, self.kwargs["key"])
        if comment.state != "shown" and comment.writer_id != self.reader.pk:
            raise Http404
        return comment

    @override
    def get_context_data(self) -> dict[str, Any]:
        earlier = self.object.earlier.order_by("-until")
        return {
            **super().get_context_data(),
            "now": render_markdown(self.object.text),
            "before": [(each, render_markdown(each.text)) for each in earlier],
        }


class CommentAction(ActionPage[Comment]):
    """An action on a comment."""

    @override
    def get_target(self) -> Comment:
        return comment_or_404(self.reader, self.kwargs["key"])

    @override
    def get_lead(self) -> StrOrPromise:
        return self.lead or str(self.target.record)


class PostComment[Target: (Record, Comment)](ActionPage[Target]):
    """A page with the form of a new comment."""

    template_name = "comments/write.html"
    verb = actions.post_comment
    form_class = CommentForm

    @property
    def record(self) -> Record:
        """The record on which the comment is."""
        raise NotImplementedError

    @override
    def is_allowed(self) -> bool:
        return may(self.actor, self.verb_key(), self.record)

    @override
    def get_lead(self) -> StrOrPromise:
        return str(self.record)

    @override
    def get_initial(self) -> dict[str, Any]:
        return {"language": self.language}

    @override
    def do(self, data: dict[str, Any]) -> Comment:
        count_request(POST_LIMIT, client_key(self.request))
        parent = self.target if isinstance(self.target, Comment) else None
        return actions.post_comment(self.actor, self.record, parent=parent, **data)

    @override
    def get_done(self, result: Comment) -> StrOrPromise:
        if result.state == "shown":
            return _("Comment added. It is now visible.")
        return _("Comment saved. It will be shown once a content moderator has approved it.")

    @override
    def get_success_url(self, result: Comment) -> str:
        return result.get_absolute_url()

    @override
    def get_context_data(self) -> dict[str, Any]:
        parents: list[Comment] = [self.target] if isinstance(self.target, Comment) else []
        return {
            **super().get_context_data(),
            "threads": tables.comment_threads(parents, self.reader),
            "policy": policy_of(self.record),
        }


class WriteComment(PostComment[Record]):
    """Comment on a record."""

    title = pgettext_lazy("button", "Add comment")

    @override
    def get_target(self) -> Record:
        return record_or_404(self.reader, self.kwargs["address"])

    @property
    @override
    def record(self) -> Record:
        return self.target

    @override
    def get_trail(self) -> list[parts.Link]:
        return [*breadcrumbs.trail_to_comments(self.record), parts.Link(self.title)]


class AnswerComment(PostComment[Comment]):
    """Reply to a comment; the reply stands below the comment at the top of the thread."""

    title = _("Reply to comment")

    @override
    def get_target(self) -> Comment:
        return thread_root(self.reader, comment_or_404(self.reader, self.kwargs["key"]))

    @property
    @override
    def record(self) -> Record:
        return self.target.record


class EditComment(CommentAction):
    """Change a comment of one's own."""

    verb = actions.edit_comment
    form_class = CommentForm
    title = pgettext_lazy("button", "Edit comment")
    button = phrases.SAVE_CHANGES
    done = _("Comment saved. Earlier versions remain visible.")

    @override
    def get_current(self) -> dict[str, Any]:
        return {"text": self.target.text, "language": self.target.language}


class WithdrawComment(CommentAction):
    """Withdraw a comment of one's own; the page explains the consequences."""

    verb = actions.withdraw_comment
    title = pgettext_lazy("button", "Withdraw comment")
    lead = _(
        "Your text and name are erased permanently. A placeholder and the replies are retained."
    )
    done = pgettext_lazy("message after an action", "Comment withdrawn.")


@require_safe
def feed(request: HttpRequest, address: str) -> HttpResponse:
    """The published comments on a public record, as an Atom feed."""
    record = get_object_or_404(
        Record.objects.visible_to(AnonymousUser()).with_wordings(), address=address
    )
    entries = [
        _feed_entry(each)
        for each in queries.latest_comments(record, AnonymousUser())[: atom.MAX_ENTRIES]
    ]
    title = pgettext("page", "Comments: {record}").format(record=record)
    return atom.feed_response(request, title, record.get_absolute_url(), entries)


def _feed_entry(comment: Comment) -> atom.Entry:
    html = render_markdown(comment.text)
    beginning = Truncator(" ".join(unescape(strip_tags(html)).split())).chars(80)
    return atom.Entry(
        key=f"/comments/{comment.pk}",
        title=beginning or str(comment.pk),
        link=comment.get_absolute_url(),
        at=comment.created_at,
        html=html,
        author=str(comment.writer),
        changed_at=comment.edited_at,
    )
