"""Pages of the notices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, override

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language, npgettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majlis.commons.notices import actions, links, queries, sentences, todo
from majlis.commons.notices.forms import NoticeFilters, PreferenceForm
from majlis.commons.notices.models import Notice, Preference, Subscription
from majlis.commons.notices.sentences import EventSentence
from majlis.kernel.errors import StrOrPromise
from majlis.kernel.models import Record
from majlis.kernel.record_kinds import RECORD_KINDS
from majlis.kit import phrases
from majlis.kit.action_page import ActionPage, ButtonAction
from majlis.kit.columns import Column
from majlis.kit.list_page import ListPage
from majlis.kit.page import Page
from majlis.look import formats, parts
from majlis.parties.accounts import time_zones


def sentence_cell(notice: EventSentence) -> parts.Cell:
    """What was done, and whether it is new."""
    new = "" if notice.read_at else pgettext("notification", "New")
    return parts.Cell(notice.markup, notice.url, new)


def read_cell(notice: EventSentence) -> StrOrPromise:
    """The button that marks a new notice as read."""
    if notice.read_at:
        return pgettext_lazy("yes or no", "yes")
    return format_html(
        '<button class="plain" name="read" value="{}">{}<span class="vh">{}{}</span></button>',
        notice.key,
        _("Mark as read"),
        formats.colon(get_language() or "en"),
        notice.words,
    )


class NoticeList(ListPage[Notice, EventSentence]):
    """My notices; POST marks one (``read``) or all as read."""

    template_name = "notices/mine.html"
    title = pgettext_lazy("page", "My notifications")
    lead = _("Changes to records you follow and decisions on your submissions.")
    paginate_by = 30
    columns = (
        Column(
            "words", pgettext_lazy("notification", "Event"), sentence_cell, lambda row: row.words
        ),
        Column(
            "address",
            pgettext_lazy("web address", "Web address"),
            value=lambda row: row.url and links.absolute_url(row.url),
        ),
        Column(
            "at",
            pgettext_lazy("time of an entry", "Time"),
            lambda row: row.at,
            lambda row: row.at.isoformat(),
            sort=("pk",),
        ),
        Column(
            "read_at", pgettext_lazy("notification", "Read"), read_cell, lambda row: row.read_at
        ),
    )
    filter_form = NoticeFilters
    file_name = "notices"
    empty = _("No notifications yet. You are notified when a record that you follow changes.")
    no_match = _("No matching notifications.")
    show_all = pgettext_lazy("button", "Show all")

    @override
    def get_queryset(self) -> QuerySet[Notice]:
        return queries.notices_of(
            self.member, unread=bool(self.filters["show"]), words=self.filters["q"]
        )

    @override
    def get_rows(self, items: Sequence[Notice]) -> Sequence[EventSentence]:
        return sentences.notice_sentences(items)

    @override
    def get_count(self, total: int) -> str:
        return npgettext(
            "number of notifications", "%(n)s notification", "%(n)s notifications", total
        )

    @override
    def get_context_data(self) -> dict[str, Any]:
        return {**super().get_context_data(), "new": queries.unread_count(self.member)}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Mark one notice or all as read."""
        posted_key = request.POST.get("read", "")
        # A number that is too large for the database is no key of a notice.
        key = int(posted_key) if posted_key.isdecimal() and len(posted_key) < 19 else 0
        keys = [key] if posted_key else None
        actions.mark_notices_read(self.actor, self.member, keys=keys)
        return redirect(parts.return_address(request, reverse("notices:mine")))


class TodoList(Page):
    """The to-do items of the reader in all rooms."""

    template_name = "notices/todo.html"
    title = pgettext_lazy("page", "My tasks")

    @override
    def get_context_data(self) -> dict[str, Any]:
        return {**super().get_context_data(), "asked": todo.todo_items(self.reader)}


class NoticesAction[Target](ActionPage[Target]):
    """An action that leads to the settings, or back to the page in ``next``."""

    @override
    def is_allowed(self) -> bool:
        return self.target is None or super().is_allowed()

    @override
    def get_cancel_url(self) -> str:
        return parts.return_address(self.request, reverse("notices:settings"))


class Settings(NoticesAction[Preference]):
    """The delivery of notices, the address of the personal feed, and the subscriptions."""

    template_name = "notices/settings.html"
    verb = actions.set_delivery
    form_class = PreferenceForm
    title = pgettext_lazy("page", "Notification settings")
    button = phrases.SAVE_CHANGES
    done = _("Notification settings saved.")
    drafts = False

    @override
    def get_target(self) -> Preference:
        return queries.preference_of(self.member)

    @override
    def get_current(self) -> dict[str, Any]:
        return {"delivery": self.target.delivery, "hour": self.target.hour}

    @override
    def get_context_data(self) -> dict[str, Any]:
        subscriptions = list(queries.subscriptions_of(self.member))
        followed_codes = {each.queue or each.kind for each in subscriptions}
        queues = todo.queues_of(self.member)
        return {
            **super().get_context_data(),
            "feed": links.absolute_url(links.feed_path(self.target)),
            "followed": [(each, subscription_label(each)) for each in subscriptions],
            "kinds": [each for each in RECORD_KINDS.values() if each.code not in followed_codes],
            "queues": [each for each in queues if each.code not in followed_codes],
            "zone": time_zones.zone_label(self.member.time_zone),
        }


def subscription_label(subscription: Subscription) -> StrOrPromise:
    """The name of the queue or of the kind of a subscription."""
    if subscription.queue:
        queue = todo.find_queue(subscription.queue)
        return queue.name if queue else subscription.queue
    kind = RECORD_KINDS.get(subscription.kind)
    return kind.plural if kind else subscription.kind


class RenewFeed(NoticesAction[Preference], ButtonAction[Preference]):
    """Give the personal feed a new address."""

    verb = actions.renew_feed
    done = _("Feed address replaced. The old address no longer works.")

    @override
    def get_target(self) -> Preference:
        return queries.preference_of(self.member)


class Follow(NoticesAction[None], ButtonAction[None]):
    """Subscribe to a record, a kind or a queue: what is sent chooses the verb, whose rule applies."""

    verb = actions.follow_record
    done = _("You will be notified of changes.")

    @override
    def get_target(self) -> None:
        return None

    @override
    def do(self, data: dict[str, Any]) -> None:
        posted = self.request.POST
        if posted.get("kind"):
            actions.follow_kind(self.actor, posted["kind"])
        elif posted.get("queue"):
            actions.follow_queue(self.actor, posted["queue"])
        else:
            # A record that the person may not see is a 404.
            visible = Record.objects.visible_to(self.reader)
            address = posted.get("record", "").replace("\0", "")
            actions.follow_record(self.actor, get_object_or_404(visible, address=address))


class Unfollow(NoticesAction[Subscription | None], ButtonAction[Subscription | None]):
    """Delete a subscription; does nothing if it is already deleted."""

    verb = actions.end_subscription
    done = _("You will no longer be notified of these changes.")

    @override
    def get_target(self) -> Subscription | None:
        own = Subscription.objects.filter(user=self.member).select_related("record")
        return own.filter(pk=self.kwargs["key"]).first()

    @override
    def do(self, data: dict[str, Any]) -> None:
        if self.target is not None:
            super().do(data)


class StopMail(NoticesAction[links.StopMailLink]):
    """Stop all mail to the person of the link, by POST only: mail scanners open links by GET."""

    template_name = "notices/stop_mail.html"
    verb = actions.stop_mail
    title = _("Stop notification emails")

    @override
    def get_target(self) -> links.StopMailLink:
        return links.stop_mail_link_or_404(self.kwargs["token"])

    @override
    def finish(self, result: None) -> HttpResponse:
        # RFC 8058 advises against a redirect as the response.
        return self.render({"done": True})
