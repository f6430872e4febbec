"""The portal as a Django application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from majlis.look.menu import Notice


class PortalConfig(AppConfig):
    """Pages that span rooms."""

    name = "majlis.portal"
    label = "portal"

    def ready(self) -> None:
        """Register menu and footer entries, the demonstration notice, and the integration of lower rooms."""
        from majlis.look import menu
        from majlis.portal.integration import register_all

        menu.register_entry(menu.MenuEntry("home", pgettext_lazy("page", "Home"), order=0))
        menu.register_entry(menu.MenuEntry("calendar", pgettext_lazy("page", "Calendar"), order=35))
        menu.register_footer_entry(menu.MenuEntry("help", pgettext_lazy("page", "Help"), order=10))
        menu.register_footer_entry(
            menu.MenuEntry("open_data", pgettext_lazy("page", "Open data"), order=15)
        )
        menu.register_footer_entry(menu.MenuEntry("about", _("About this site"), order=20))
        menu.register_footer_entry(
            menu.MenuEntry("accessibility", pgettext_lazy("page", "Accessibility"), order=30)
        )
        menu.register_footer_entry(
            menu.MenuEntry("privacy", pgettext_lazy("page", "Privacy"), order=40)
        )
        menu.register_notice(demonstration_notice)
        menu.register_footer_note(figures_note)
        menu.register_record_tool("portal/record_tools.html", order=10)
        register_all()


def figures_note(request: HttpRequest) -> str:
    """The moment of the figures on the page, if data were written since; empty if they are exact."""
    from django.utils import timezone

    from majlis.kernel.snapshot_cache import figures_as_of
    from majlis.look import formats

    user = getattr(request, "user", None)
    moment = figures_as_of(user) if user is not None else None
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    time = f"{local:%H:%M:%S} {formats.utc_offset(local)}"
    return _("Figures as of %(time)s") % {"time": time}


def demonstration_notice(request: HttpRequest) -> Notice | None:
    """The notice that the site is a demonstration; None on a real site.

    On this machine it leads to the people of the demonstration, on the sign-in page.
    """
    from django.urls import reverse

    from majlis.look.menu import Notice
    from majlis.parties.accounts.demonstration import is_local_demonstration

    if not settings.MAJLIS_DEMO:
        return None
    return Notice(
        _("Demonstration: fictional people and records."),
        url=reverse("account_login") if is_local_demonstration(request) else "",
        link=pgettext_lazy("link to the people of a demonstration", "Choose a person"),
        brief=_("Demonstration: fictional data."),
    )
