"""The Django application of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from majlis.look.menu import Notice


class SiteConfig(AppConfig):
    """The application with the tables of the outbox and of periodic tasks."""

    name = "majlis.site"
    label = "site"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the notice about unsent mail, the menu entry, the personal data in the outbox, and all tasks."""
        from majlis.kit import trails
        from majlis.look import menu
        from majlis.parties.accounts import personal_data_registry
        from majlis.site import periodic_tasks, personal_data
        from majlis.site.models import Letter
        from majlis.site.rules import may_retry

        for schedule in periodic_tasks.task_schedules():
            import_string(schedule.path)  # declares it as background work, which the server names
        menu.register_notice(no_mail_leaves)
        menu.register_entry(
            menu.MenuEntry(
                "background_work",
                pgettext_lazy("page", "Background work"),
                order=90,
                shown=lambda request: bool(may_retry.test(request.user)),
            )
        )
        trails.register_list(Letter, pgettext_lazy("outgoing mail", "Outbox"), "outbox")
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
    from django.urls import reverse

    from majlis.kernel.actor import Actor
    from majlis.kernel.verbs import may
    from majlis.look.menu import Notice

    if not settings.MAJLIS_OUTBOX:
        return None
    text = _("No mail server is configured. Emails remain in the outbox and are not sent.")
    brief, asks = _("Outgoing email disabled"), not settings.MAJLIS_DEMO
    if may(Actor.of(request), "site.read_outbox", request):
        return Notice(
            text,
            url=reverse("outbox"),
            link=pgettext_lazy("outgoing mail", "Outbox"),
            asks=asks,
            brief=brief,
        )
    return Notice(text, asks=asks, brief=brief)
