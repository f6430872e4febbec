"""Builds and sends mail with notices, in the language and time zone of its reader."""

from __future__ import annotations

from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import ngettext

from majlis.commons.notices import queries, sentences, todo
from majlis.commons.notices.links import absolute_url, stop_mail_path
from majlis.commons.notices.models import Mailing
from majlis.commons.notices.schedule import time_zone_of
from majlis.kernel.languages import direction
from majlis.kernel.models import User
from majlis.look import formats

MAX_NOTICES = 100


def send_notices(mailing: Mailing) -> bool:
    """Send a mailing; False if the person is inactive, or has read or may no longer see its notices.

    Raises the exceptions of the mail server.
    """
    user = mailing.user
    with translation.override(user.language), timezone.override(time_zone_of(user)):
        unread = queries.notices_of(user, unread=True).filter(mailing=mailing)
        total = unread.count()
        if not total or not user.is_active:
            return False
        shown = sentences.notice_sentences(unread[:MAX_NOTICES])
        context = {
            "lines": [(each, absolute_url(each.url)) for each in shown],
            "more": total - len(shown),
            "total": total,
            "address": settings.MAJLIS_PUBLIC_ADDRESS,
            "asked": [(each, absolute_url(each.url)) for each in todo.todo_items(user)],
            "stop_url": absolute_url(stop_mail_path(user)),
            "settings_url": absolute_url(reverse("notices:settings")),
            "page_url": absolute_url(reverse("notices:mine")),
            "language": user.language,
            "direction": direction(user.language),
            "user": user,
        }
        count_label = ngettext(
            "%(n)s notification from Majlis", "%(n)s notifications from Majlis", total
        ) % {"n": total}
        subject = shown[0].words if total == 1 else count_label
        build_message(user, mailing, subject, context).send()
    return True


def build_message(
    user: User, mailing: Mailing, subject: str, context: dict[str, Any]
) -> EmailMultiAlternatives:
    """The message, with the headers for unsubscribing in one click (RFC 8058)."""
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    message = EmailMultiAlternatives(
        subject=formats.on_one_line(subject)[:200],
        body=render_to_string("notices/mail.txt", context),
        to=[user.email],
        headers={
            "Message-ID": f"<mailing-{mailing.pk}-{int(mailing.made_at.timestamp())}@{sender.rpartition('@')[2]}>",
            "List-Unsubscribe": f"<{context['stop_url']}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
            "Content-Language": user.language,
        },
    )
    message.attach_alternative(render_to_string("notices/mail.html", context), "text/html")
    return message
