"""Pages of comments."""

from __future__ import annotations

from html import unescape
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from majlis.commons.comments import actions, queries, tables
from majlis.commons.comments.forms import CommentForm
from majlis.commons.comments.markdown import render_markdown
from majlis.commons.comments.models import Comment
from majlis.commons.comments.policy import policy_of
from majlis.commons.drafts.forms import DraftedForm
from majlis.commons.notices import atom
from majlis.kernel import downloads
from majlis.kernel.actor import Actor
from majlis.kernel.models import Record
from majlis.kernel.rate_limits import RateLimit, client_key, count_request
from majlis.kernel.verbs import may
from majlis.look import parts
from majlis.look.templatetags.look import number

PAGE_SIZE = 30
POST_LIMIT = RateLimit("comments.post_comment", 30, 3600)


def _visible_record(request: HttpRequest, address: str) -> Record:
    visible = Record.objects.visible_to(request.user).with_wordings()
    return get_object_or_404(visible, address=address)


def _visible_comment(request: HttpRequest, key: int) -> Comment:
    comment = queries.find_comment(key, request.user) if key < 2**63 else None
    if comment is None:
        raise Http404
    return comment


@require_safe
def comment_list(request: HttpRequest, address: str) -> HttpResponseBase:
    """The comments on a record with their replies, as a page and as a file."""
    record = _visible_record(request, address)
    comments = queries.top_level_comments(record, request.user)
    if downloads.requested_format(request):
        threads = tables.comment_threads(comments[: downloads.MAX_ROWS], request.user)
        return downloads.download_response(request, tables.comments_sheet(threads))
    page = Paginator(comments, PAGE_SIZE).get_page(request.GET.get("page"))
    count = queries.count_shown(record)
    count_label = ngettext("%(n)s comment", "%(n)s comments", count) % {"n": number(count)}
    links = downloads.download_links(request) if page.paginator.count else []
    context = {
        "record": record,
        "threads": tables.comment_threads(page.object_list, request.user),
        "cut": parts.page_links(request, page),
        "chosen": parts.ListSummary(count_label, (), [parts.Link(*each) for each in links]),
        "policy": policy_of(record),
    }
    return render(request, "comments/list.html", context)


@require_safe
def detail(request: HttpRequest, key: int) -> HttpResponse:
    """A comment at its permanent URL, in its thread."""
    comment = _visible_comment(request, key)
    root = comment if comment.parent_id is None else _visible_comment(request, comment.parent_id)
    context = {
        "record": comment.record,
        "threads": tables.comment_threads([root], request.user),
        "comment": comment,
        "policy": policy_of(comment.record),
    }
    return render(request, "comments/detail.html", context)


def _comment_form(request: HttpRequest, record: Record, parent: Comment | None) -> HttpResponse:
    """The page on which a comment is written."""
    if not may(Actor.of(request), "comments.post_comment", record):
        raise Http404
    drafted = DraftedForm(
        request,
        CommentForm,
        key="comments.post_comment",
        target=f"{record.pk}:{parent.pk if parent else ''}",
        send=_("Send the comment"),
        initial={"language": get_language()},
    )

    def submit(form: CommentForm) -> HttpResponse:
        count_request(POST_LIMIT, client_key(request))
        comment = actions.post_comment(
            Actor.of(request), record, parent=parent, **form.cleaned_data
        )
        messages.success(
            request,
            _("Your comment is shown.")
            if comment.state == "shown"
            else _("Your comment is kept. It is shown when a moderator has looked at it."),
        )
        return redirect(comment)

    response = drafted.answer(submit)
    threads = tables.comment_threads([parent], request.user) if parent else []
    context = drafted.context(record=record, threads=threads, policy=policy_of(record))
    return response or render(request, "comments/write.html", context, status=drafted.status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, address: str) -> HttpResponse:
    """The form to comment on a record."""
    return _comment_form(request, _visible_record(request, address), None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, key: int) -> HttpResponse:
    """The form to reply to a comment."""
    comment = _visible_comment(request, key)
    root = comment if comment.parent_id is None else _visible_comment(request, comment.parent_id)
    return _comment_form(request, comment.record, root)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, key: int) -> HttpResponse:
    """The form to change a comment of one's own."""
    comment = _visible_comment(request, key)
    if not may(Actor.of(request), "comments.edit_comment", comment):
        raise Http404
    drafted = DraftedForm(
        request,
        CommentForm,
        key="comments.edit_comment",
        target=comment,
        current=lambda: {"text": comment.text, "language": comment.language},
        send=_("Keep the change"),
    )

    def submit(form: CommentForm) -> HttpResponse:
        actions.edit_comment(Actor.of(request), comment, **form.cleaned_data)
        messages.success(
            request, _("The comment is changed. What it said before can be read beside it.")
        )
        return redirect(comment)

    response = drafted.answer(submit)
    context = drafted.context(record=comment.record, comment=comment)
    return response or render(request, "comments/edit.html", context, status=drafted.status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, key: int) -> HttpResponse:
    """Withdraw a comment of one's own, after a page that explains the consequences."""
    comment = _visible_comment(request, key)
    if not may(Actor.of(request), "comments.withdraw_comment", comment):
        raise Http404
    if request.method == "POST":
        actions.withdraw_comment(Actor.of(request), comment)
        messages.success(request, _("The comment is withdrawn."))
        return redirect(comment)
    return render(request, "comments/withdraw.html", {"comment": comment, "record": comment.record})


@require_safe
def versions(request: HttpRequest, key: int) -> HttpResponse:
    """The earlier versions of a published comment; its writer sees them in every state."""
    comment = _visible_comment(request, key)
    reader: Any = request.user
    if comment.state != "shown" and comment.writer_id != reader.pk:
        raise Http404
    earlier_versions = [
        (each, render_markdown(each.text)) for each in comment.earlier.order_by("-until")
    ]
    context = {
        "comment": comment,
        "record": comment.record,
        "now": render_markdown(comment.text),
        "before": earlier_versions,
    }
    return render(request, "comments/versions.html", context)


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
    title = _("Comments: {record}").format(record=record)
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
