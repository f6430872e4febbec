"""Pages of the notices."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from majlis.commons.notices import actions, queries, sentences, tables, todo
from majlis.commons.notices.forms import PreferenceForm
from majlis.commons.notices.links import absolute_url, feed_path, read_stop_mail_link
from majlis.commons.notices.models import Subscription
from majlis.commons.notices.sentences import EventSentence
from majlis.kernel import downloads
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput
from majlis.kernel.models import Record
from majlis.kernel.record_kinds import RECORD_KINDS
from majlis.look import parts
from majlis.look.templatetags.look import number
from majlis.parties.accounts import time_zones

PAGE_SIZE = 30


def _redirect_back(request: HttpRequest, default: str) -> HttpResponse:
    """Redirect to the page in ``next`` if it is on this site, otherwise to the named URL."""
    next_url = request.POST.get("next", "")
    if next_url.startswith("/") and url_has_allowed_host_and_scheme(
        next_url, {request.get_host()}, request.is_secure()
    ):
        return redirect(next_url)
    return redirect(default)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponseBase:
    """My notices, with search and sorting, as a page and as a file; POST marks one (``read``) or all as read."""
    user: Any = request.user
    if request.method == "POST":
        posted_key = request.POST.get("read", "")
        # A number that is too large for the database is no key of a notice.
        key = int(posted_key) if posted_key.isdecimal() and len(posted_key) < 19 else 0
        actions.mark_notices_read(Actor.of(request), user, keys=[key] if posted_key else None)
        return _redirect_back(request, "notices:mine")
    unread = request.GET.get("show") == "unread"
    words = request.GET.get("q", "").replace("\0", "")
    notices = queries.notices_of(
        user, unread=unread, words=words, oldest=request.GET.get("sort") == "at"
    )
    if downloads.requested_format(request):
        return downloads.download_response(request, tables.notices_sheet(notices))
    page = Paginator(notices, PAGE_SIZE).get_page(request.GET.get("page"))
    total = page.paginator.count
    summary = ngettext("%(n)s notice", "%(n)s notices", total) % {"n": number(total)}
    context = {
        "table": parts.Table(
            [
                parts.Column(_("What was done")),
                parts.sortable_column(request, _("When"), "at"),
                parts.Column(_("Read")),
            ],
            [_notice_row(each) for each in sentences.notice_sentences(page.object_list)],
            _("Notices"),
        ),
        "chosen": parts.ListSummary(
            summary,
            [
                parts.ActiveFilter(
                    label, value, parts.with_query(request, **{name: None, "page": None})
                )
                for name, label, value in (
                    ("q", _("Words"), words),
                    ("show", _("Shown"), _("Only new ones") if unread else ""),
                )
                if value
            ],
            [parts.Link(*each) for each in downloads.download_links(request)] if total else [],
        ),
        "total": total,
        "words": words,
        "cut": parts.page_links(request, page),
        "unread": unread,
        "new": queries.unread_count(user),
    }
    return render(request, "notices/mine.html", context)


def _notice_row(notice: EventSentence) -> list[Any]:
    """A row of the table: the sentence, the time, and the button that marks the notice as read."""
    button = format_html(
        '<button class="plain" name="read" value="{}">{}<span class="vh">: {}</span></button>',
        notice.key,
        _("Mark as read"),
        notice.words,
    )
    return [
        parts.Cell(notice.markup, notice.url, pgettext("notice", "New") if notice.is_new else ""),
        notice.at,
        button if notice.is_new else _("yes"),
    ]


@login_required
@require_safe
def todo_list(request: HttpRequest) -> HttpResponse:
    """The to-do items of the reader in all rooms."""
    return render(request, "notices/todo.html", {"asked": todo.todo_items(request.user)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """The delivery of notices, the URL of the personal feed, and the subscriptions."""
    user: Any = request.user
    preference = queries.preference_of(user)
    initial = {"delivery": preference.delivery, "hour": preference.hour}
    form = PreferenceForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.set_delivery(Actor.of(request), preference, **form.cleaned_data)
        messages.success(request, _("Kept. This is how you are told from now on."))
        return redirect("notices:settings")
    subscriptions = list(queries.subscriptions_of(user))
    followed_codes = {each.queue or each.kind for each in subscriptions}
    context = {
        "form": form,
        "feed": absolute_url(feed_path(preference)),
        "followed": [(each, subscription_label(each)) for each in subscriptions],
        "kinds": [each for each in RECORD_KINDS.values() if each.code not in followed_codes],
        "queues": [each for each in todo.queues_of(user) if each.code not in followed_codes],
        "zone": time_zones.zone_label(user.time_zone),
    }
    return render(request, "notices/settings.html", context, status=422 if form.errors else 200)


def subscription_label(subscription: Subscription) -> Any:
    """The name of the queue or of the kind of a subscription."""
    if subscription.queue:
        queue = todo.find_queue(subscription.queue)
        return queue.name if queue else subscription.queue
    kind = RECORD_KINDS.get(subscription.kind)
    return kind.plural if kind else subscription.kind


@login_required
@require_POST
def renew_feed(request: HttpRequest) -> HttpResponse:
    """Give the personal feed a new URL."""
    user: Any = request.user
    actions.renew_feed(Actor.of(request), queries.preference_of(user))
    messages.success(request, _("Your feed has a new address. The old one no longer works."))
    return redirect("notices:settings")


@login_required
@require_POST
def follow(request: HttpRequest) -> HttpResponse:
    """Subscribe to a record, a kind or a queue."""
    actor, posted = Actor.of(request), request.POST
    try:
        if posted.get("kind"):
            actions.follow_kind(actor, posted["kind"])
        elif posted.get("queue"):
            actions.follow_queue(actor, posted["queue"])
        else:
            # A record that the person may not see is a 404.
            visible = Record.objects.visible_to(request.user)
            address = posted.get("record", "").replace("\0", "")
            actions.follow_record(actor, get_object_or_404(visible, address=address))
    except InvalidInput as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("You follow this now."))
    return _redirect_back(request, "notices:settings")


@login_required
@require_POST
def unfollow(request: HttpRequest, key: int) -> HttpResponse:
    """Delete a subscription; does nothing if it is already deleted."""
    user: Any = request.user
    subscription = Subscription.objects.filter(user=user, pk=key).select_related("record").first()
    if subscription is not None:
        actions.end_subscription(Actor.of(request), subscription)
    messages.success(request, _("You no longer follow this."))
    return _redirect_back(request, "notices:settings")


@csrf_exempt  # A mail program sends the POST without a cookie; the signed link is enough (RFC 8058).
@require_http_methods(["GET", "HEAD", "POST"])
def stop_mail(request: HttpRequest, token: str) -> HttpResponse:
    """Stop all mail to the person of the link, by POST only: mail scanners open links by GET."""
    link = read_stop_mail_link(token)
    if link is None:
        raise Http404
    if request.method == "POST":
        # RFC 8058 advises against a redirect as the response.
        actions.stop_mail(Actor.of(request), link)
    return render(request, "notices/stop_mail.html", {"done": request.method == "POST"})
