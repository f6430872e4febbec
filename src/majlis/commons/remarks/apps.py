"""Remarks as a Django application."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RemarksConfig(AppConfig):
    """The link “Wrong or missing?” on every page, and the log of remarks."""

    name = "majlis.commons.remarks"
    label = "remarks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the links in footer and menu, the breadcrumbs, the notifications and personal data."""
        from majlis.commons.moderation.rules import is_moderator
        from majlis.commons.remarks import notifications, personal_data
        from majlis.commons.remarks.models import Remark
        from majlis.commons.remarks.queries import waiting_remarks
        from majlis.kit import trails
        from majlis.look import menu

        menu.register_footer_entry(
            menu.MenuEntry(
                "remarks:new", _("Report an error or omission"), order=5, carries="about"
            )
        )
        menu.register_work_entry(
            menu.MenuEntry(
                "remarks:log",
                _("Public log of remarks"),
                order=810,
                shown=lambda request: bool(is_moderator.test(request.user)),
                waiting=lambda request: waiting_remarks(request.user),
            )
        )
        trails.register_list(Remark, _("Public log of remarks"), "remarks:log")
        notifications.register()
        personal_data.register()
