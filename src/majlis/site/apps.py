"""The Django application of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.conf import settings
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from majlis.look.menu import Notice

OUTBOX = pgettext_lazy("outgoing mail", "Outbox")


class SiteConfig(AppConfig):
    """The application with the tables of the outbox and of periodic tasks."""

    name = "majlis.site"
    label = "site"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register all tasks and their schedule, the notice about unsent mail, the menu entry, and the outbox."""
        from majlis.kernel import clock
        from majlis.kernel.roles import is_administrator
        from majlis.kit import hooks, trails
        from majlis.look import menu
        from majlis.parties.accounts import personal_data_registry
        from majlis.site import periodic_tasks, personal_data
        from majlis.site.models import Letter
        from majlis.site.rules import may_retry

        for schedule in periodic_tasks.task_schedules():
            import_string(schedule.path)  # declares it as background work, which the server names
        clock.register_schedule(periodic_tasks.next_run)
        menu.register_notice(no_mail_leaves)
        menu.register_work_entry(
            menu.MenuEntry(
                "background_work",
                pgettext_lazy("page", "Background work"),
                order=90,
                shown=lambda request: bool(may_retry.test(request.user)),
            )
        )
        menu.register_work_entry(
            menu.MenuEntry(
                "operation",
                pgettext_lazy("page", "Operation"),
                order=91,
                shown=lambda request: bool(is_administrator.test(request.user)),
            )
        )
        hooks.register_mail_note(mail_note)
        trails.register_list(Letter, OUTBOX, "outbox")
        personal_data_registry.register_kind(
            personal_data_registry.PersonalDataKind(
                "letters",
                _("Emails in the outbox"),
                export=personal_data.export_letters,
                erase=personal_data.erase_letters,
                columns={
                    "at": pgettext_lazy("email", "Saved on"),
                    "subject": pgettext_lazy("email", "Subject"),
                    "text": pgettext_lazy("email", "Text"),
                },
            )
        )


def no_mail_leaves(request: HttpRequest) -> Notice | None:
    """The notice that mail is not sent; with a link to the outbox for readers who may read it."""
    from majlis.look.menu import Notice

    if not settings.MAJLIS_OUTBOX:
        return None
    return Notice(
        _("No mail server is configured. Emails remain in the outbox and are not sent."),
        url=_outbox_url(request),
        link=OUTBOX,
        asks=not settings.MAJLIS_DEMO,
        brief=_("Outgoing email disabled"),
    )


def mail_note(request: HttpRequest) -> SafeString:
    """What to say of a mail that is not sent, with a link to it for readers who may read it; else empty."""
    from majlis.look import formats

    if not settings.MAJLIS_OUTBOX:
        return SafeString("")
    text = gettext("The email waits in the outbox, because no mail server is configured.")
    url = _outbox_url(request)
    if not url:
        return SafeString(text)
    gap = formats.gap(get_language() or "en")
    return format_html('{}{}<a href="{}">{}</a>', text, gap, url, OUTBOX)


def _outbox_url(request: HttpRequest) -> str:
    """The address of the outbox; empty for readers who may not read it."""
    from django.urls import reverse

    from majlis.kernel.actor import Actor
    from majlis.kernel.verbs import may

    may_read = may(Actor.of(request), "site.read_outbox", request)
    return reverse("outbox") if may_read else ""
